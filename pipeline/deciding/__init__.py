"""Deciding: what people decide about lines, and the edits of their manifests that follow."""

from pipeline.deciding.exchange import Told, decisions_bytes, import_decisions, read_decisions
from pipeline.deciding.planning import Place, decide, edits_of
from pipeline.deciding.pronouncing import touched
from pipeline.deciding.records import Decision, What

__all__ = [
    "Decision",
    "Place",
    "Told",
    "What",
    "decide",
    "decisions_bytes",
    "edits_of",
    "import_decisions",
    "read_decisions",
    "touched",
]
