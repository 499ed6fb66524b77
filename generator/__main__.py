"""`python -m generator` is the command `onrecord`."""

from generator.cli import main

main()
