"""The script of a manuscript: selection, sentences, casting, spoken forms, and the proof that no text is lost."""

from pipeline.languages.spoken import SpokenForm, spoken
from pipeline.script.cache import CachedChapter, ChapterCache
from pipeline.script.casting.speakers import Speaker
from pipeline.script.coverage import coverage_of
from pipeline.script.lines import make_script
from pipeline.script.selection.selecting import select
from pipeline.script.selection.unread import findings_on_unread, unread, unread_findings
from pipeline.script.splitting.sentences import split

__all__ = [
    "CachedChapter",
    "ChapterCache",
    "Speaker",
    "SpokenForm",
    "coverage_of",
    "findings_on_unread",
    "make_script",
    "select",
    "split",
    "spoken",
    "unread",
    "unread_findings",
]
