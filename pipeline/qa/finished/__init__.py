"""A finished file heard against its script, line by line: where each line lies in it, and what is said there."""

from pipeline.qa.finished.checking import LineAnswer, check_finished
from pipeline.qa.finished.records import ScriptChapter, ScriptLine

__all__ = ["LineAnswer", "ScriptChapter", "ScriptLine", "check_finished"]
