"""Masters: chapters assembled from takes at the spec's level, by one static gain for the whole book and a limiter."""

from pipeline.masters.assembling import JUDGED_MS, SoundSink, make_master, tone_of
from pipeline.masters.kept import curve_in, find_master, master_of
from pipeline.masters.level import book_gain, book_needs, find_gain
from pipeline.masters.sound import levelled

__all__ = [
    "JUDGED_MS",
    "SoundSink",
    "book_gain",
    "book_needs",
    "curve_in",
    "find_gain",
    "find_master",
    "levelled",
    "make_master",
    "master_of",
    "tone_of",
]
