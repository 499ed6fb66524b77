"""Protected words: found in whatever spelling, replaced directly after reading, looked for in all that is written."""

from generator.redaction.leaks import LeakCheck
from generator.redaction.loading import forget_before, load, loaded
from generator.redaction.matching import Matcher
from generator.redaction.replacing import NOTHING, Redactor

__all__ = ["NOTHING", "LeakCheck", "Matcher", "Redactor", "forget_before", "load", "loaded"]
