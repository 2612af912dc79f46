"""What people decided about lines: pickups, recordings and approved takes, as requests for takes."""

from pipeline.production.deciding.decisions import Decided, decided

__all__ = ["Decided", "decided"]
