"""Hearing: which takes are to be heard by which listener, and what was heard of them, kept and found again."""

from pipeline.hearing.hearing import Hearer, hear
from pipeline.hearing.kept import find_hearings, keep_hearings, take_heard
from pipeline.hearing.requests import HearRequest, ListenerInUse, ListenerOf, hear_request

__all__ = [
    "HearRequest",
    "Hearer",
    "ListenerInUse",
    "ListenerOf",
    "find_hearings",
    "hear",
    "hear_request",
    "keep_hearings",
    "take_heard",
]
