"""Takes: which lines need one, batches of them, performing them, finding them again; the take sheet."""

from pipeline.takes.attempts import further_attempts, machine_attempt, persons_attempt, pieces_of
from pipeline.takes.batches import BATCH_LINES, LAST_LINES, WINDOW, batches
from pipeline.takes.joining import perform_requests
from pipeline.takes.kept import find_takes, keep_performances, take_of
from pipeline.takes.performing import Failure, Performer, isolated, perform
from pipeline.takes.recorded import LEVEL_DBFS, keep_recordings
from pipeline.takes.requests import TakeRequest, VoiceInUse, request_for, requests_for
from pipeline.takes.sheet import COLUMNS, Tried, read_sheet, write_sheet
from pipeline.takes.unspoken import find_failure, keep_failures

__all__ = [
    "BATCH_LINES",
    "COLUMNS",
    "LAST_LINES",
    "LEVEL_DBFS",
    "WINDOW",
    "Failure",
    "Performer",
    "TakeRequest",
    "Tried",
    "VoiceInUse",
    "batches",
    "find_failure",
    "find_takes",
    "further_attempts",
    "isolated",
    "keep_failures",
    "keep_performances",
    "keep_recordings",
    "machine_attempt",
    "perform",
    "perform_requests",
    "persons_attempt",
    "pieces_of",
    "read_sheet",
    "request_for",
    "requests_for",
    "take_of",
    "write_sheet",
]
