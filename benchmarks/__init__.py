"""Benchmarks on an archive made for them: `make bench` runs them, docs/performance.md keeps the figures."""
