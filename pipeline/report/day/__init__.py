"""The pages on which a studio begins its day, as data: the shelf, a book being made, what is skipped, auditions."""

from pipeline.report.day.records import Card, Kind, Making, MakingChapter, Part, Skipped, Switch
from pipeline.report.day.skipped import skipped_of
from pipeline.report.day.switching import edits_of_switch

__all__ = ["Card", "Kind", "Making", "MakingChapter", "Part", "Skipped", "Switch", "edits_of_switch", "skipped_of"]
