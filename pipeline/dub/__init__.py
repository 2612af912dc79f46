"""Dubbing: takes are laid back onto a picture. Fitting plans where each lies and how fast it is; nothing is trimmed."""

from pipeline.dub.fitting import GLOBAL, LOCKED, fit
from pipeline.dub.lengths import Lengths, Spoken, calibrated
from pipeline.dub.reading import read_reels, reels_in
from pipeline.dub.records import Fitted, Limits, Need, Placement, Plan, Quality, Reel, Slot, Variant
from pipeline.dub.sheet import budget_csv
from pipeline.dub.smoothing import Weights
from pipeline.dub.variants import fit_variants, known_only, read_variants, with_variants

__all__ = [
    "GLOBAL",
    "LOCKED",
    "Fitted",
    "Lengths",
    "Limits",
    "Need",
    "Placement",
    "Plan",
    "Quality",
    "Reel",
    "Slot",
    "Spoken",
    "Variant",
    "Weights",
    "budget_csv",
    "calibrated",
    "fit",
    "fit_variants",
    "known_only",
    "read_reels",
    "read_variants",
    "reels_in",
    "with_variants",
]
