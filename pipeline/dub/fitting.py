"""Fits the takes of a reel into its picture: two plans, the better of them, and the texts that should be shorter."""

from __future__ import annotations

from pipeline.dub.budgets import needs_of
from pipeline.dub.planning import global_plan, locked_plan
from pipeline.dub.quality import out_of_slot, quality_of
from pipeline.dub.records import Fitted, Limits, Plan, Reel
from pipeline.dub.smoothing import Weights
from pipeline.dub.timeline import timeline_of

GLOBAL, LOCKED = "global", "start-locked"


def fit(reel: Reel, limits: Limits | None = None, weights: Weights | None = None) -> Fitted:
    """Both plans keep to the hard rate, overlap nobody beyond the source, and cut no speech."""
    limits, weights = limits or Limits(), weights or Weights()
    line = timeline_of(reel)
    plans = []
    for name, placements in ((GLOBAL, global_plan(line, limits, weights)), (LOCKED, locked_plan(line, limits))):
        plans.append(Plan(name, line.in_script_order(placements), quality_of(line, placements, limits)))
    best = min(plans, key=lambda plan: plan.quality.rank)
    in_time = [best.placements[at] for at in line.order]
    return Fitted(
        reel.id,
        best,
        {plan.name: plan.quality for plan in plans},
        tuple(needs_of(line, limits, out_of_slot(line, in_time, limits))),
        tuple(tuple(slot.id for slot in line.slots_of(window)) for window in line.windows),
        line.load,
    )
