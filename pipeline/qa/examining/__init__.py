"""Examining takes outside a production: heard by all roles that are needed, until each has its verdict."""

from pipeline.qa.examining.ears import Ears, HearBatch
from pipeline.qa.examining.examine import FIRST_ROLES, Asked, Examined, examine, heard_first

__all__ = ["FIRST_ROLES", "Asked", "Ears", "Examined", "HearBatch", "examine", "heard_first"]
