"""Masters: takes -> chapters at the spec's level. One static gain for the whole book, then the limiter."""

from pipeline.masters.assembling import JUDGED_MS, Hearer, make_master
from pipeline.masters.kept import curve_in, find_master, master_of
from pipeline.masters.level import book_gain, book_needs, find_gain

__all__ = [
    "JUDGED_MS",
    "Hearer",
    "book_gain",
    "book_needs",
    "curve_in",
    "find_gain",
    "find_master",
    "make_master",
    "master_of",
]
