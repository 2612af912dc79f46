"""Dubbing: takes are laid back onto a picture. Fitting plans where each lies and how fast it is; nothing is trimmed."""

from pipeline.dub.fitting import GLOBAL, LOCKED, fit
from pipeline.dub.reading import read_reels, reels_in
from pipeline.dub.records import Fitted, Limits, Need, Placement, Plan, Quality, Reel, Slot
from pipeline.dub.smoothing import Weights

__all__ = [
    "GLOBAL",
    "LOCKED",
    "Fitted",
    "Limits",
    "Need",
    "Placement",
    "Plan",
    "Quality",
    "Reel",
    "Slot",
    "Weights",
    "fit",
    "read_reels",
    "reels_in",
]
