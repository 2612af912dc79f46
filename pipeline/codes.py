"""The codes of findings: one line per code, from which severities, refusals and the reference are computed.

Codes are permanent. A code is never used again for something else: one that nothing emits any more stays here as
`retired`, so that an old waiver or an old report can still be explained.

A new check is one line here and one function that yields `Finding(code, where, found)`: see qa/checks.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning", "info"]
Refuses = Literal["book", "file", ""]

# What a listener or a shop would send back: a production with an error that nobody has waived has failed.
ERROR: Final = "error"
WARNING: Final = "warning"  # worth a look
INFO: Final = "info"  # only worth knowing
SEVERITIES: tuple[Severity, ...] = (ERROR, WARNING, INFO)  # the gravest first

BOOK: Final = "book"  # nothing of the production is spoken: see production/verdict.py
FILE: Final = "file"  # the deliverable is kept aside and not published


@dataclass(frozen=True, slots=True)
class Code:
    """A code of findings.

    Attributes:
        means: what was found, as a clause that begins in lower case.
        refuses: what a finding with this code, which nobody has waived, holds back.
        of_voice: it judges the voice. A rehearsal, which hums, passes over it.
        retired: nothing emits it any more.
    """

    code: str
    severity: Severity
    means: str
    refuses: Refuses = ""
    of_voice: bool = False
    retired: bool = False


_TABLE = (
    # i: intake: the manuscript as it was read
    Code("i-001", WARNING, "the document is not well formed and was recovered"),
    Code("i-002", INFO, "the spine names a document more than once; it is read once"),
    Code("i-003", WARNING, "a spine item is missing, foreign or unreadable and was passed over"),
    Code("i-004", INFO, "the table of contents points at a place that does not exist"),
    Code("i-005", INFO, "the text's encoding was guessed"),
    Code("i-006", WARNING, "characters could not be decoded and stand as U+FFFD"),
    Code("i-007", INFO, "the book has no table of contents; chapters were found by their headings"),
    Code("i-008", WARNING, "a chapter has nothing to read"),
    Code("i-009", WARNING, "the archive is damaged or holds entries that were ignored"),
    Code("i-010", INFO, "the source names no title; its file's name stands for it"),
    Code("i-011", WARNING, "an entry of the book is encrypted and cannot be used"),
    Code("i-012", WARNING, "the document's markup could not be followed; its text was taken plainly"),
    Code("i-013", WARNING, "the source names no language; it was guessed from its words"),
    Code("i-014", WARNING, "prose of the book is not read"),
    Code("i-015", WARNING, "only the heading of a chapter is read"),
    Code("i-016", WARNING, "a part of the body is not read"),
    Code("i-017", ERROR, "less than half of the body is read", refuses=BOOK),
    Code("i-018", WARNING, "the title or an author is a placeholder"),
    Code("i-019", WARNING, "a long chapter has no headings, and lines in it look like some"),
    Code("i-020", WARNING, "text looks wrongly decoded (mojibake)"),
    Code("i-021", ERROR, "much of the book's text looks wrongly decoded", refuses=BOOK),
    Code("i-022", WARNING, "formulas have no words to say them by and are passed over"),
    # c: cues: timed scripts as they were read
    Code("c-001", WARNING, "a cue's times could not be as written and were mended"),
    Code("c-002", INFO, "cues did not stand in order of time"),
    Code("c-003", INFO, "cues overlap"),
    Code("c-004", WARNING, "a cue has no length or no times, and cannot be placed"),
    Code("c-005", INFO, "the numbers or the head of a timed script are not in order"),
    Code("c-006", WARNING, "text stands in no cue with a time and is not spoken"),
    Code("c-007", INFO, "cues hold two languages; one is read"),
    Code("c-008", INFO, "several people speak in one cue"),
    Code("c-009", INFO, "words before a colon may be a speaker's name and were read as text"),
    Code("c-010", INFO, "cues without words"),
    Code("c-011", INFO, "sentences go on over several cues"),
    Code("c-012", INFO, "cues that are no speech: sounds, songs, captions, drawings"),
    Code("c-013", INFO, "captions roll up: lines that are shown again are said once"),
    # s: script: what will be spoken
    Code("s-001", WARNING, "characters that the voice's engine cannot speak"),
    Code("s-002", WARNING, "a line has nothing to speak"),
    Code("s-003", INFO, "a lexicon entry is never used"),
    Code("s-004", INFO, "a lexicon entry is shadowed by another"),
    Code("s-005", WARNING, "a line was longer than the engine takes and could not be split at a clause"),
    Code("s-006", WARNING, "lines are in a language that their voice does not speak", of_voice=True),
    Code("s-007", WARNING, "a spoken form is uncertain", retired=True),
    Code("s-008", WARNING, "lines are shorter than the voice's engine speaks well"),
    Code("s-009", WARNING, "an inline direction is not understood, or a style not known"),
    Code("s-010", WARNING, "phonemes that the voice's engine does not take"),
    Code("s-011", ERROR, "the cast's voices speak too little of the book", refuses=BOOK, of_voice=True),
    Code("s-012", ERROR, "the text is in another language than the book declares", refuses=BOOK, of_voice=True),
    Code("s-013", ERROR, "the line says what the voice's owner, or the house, forbids", refuses=BOOK, of_voice=True),
    # t: takes
    Code("t-001", ERROR, "the engine failed on the line"),
    Code("t-002", ERROR, "the take is silent although the line has words"),
    Code("t-003", WARNING, "the take's length is far from what its text leads to expect"),
    Code("t-004", WARNING, "the take reaches full scale"),
    Code("t-005", INFO, "an object of the store was damaged, set aside and made again"),
    Code("t-006", WARNING, "the beginning of the take is cut off", of_voice=True),
    Code("t-007", WARNING, "the end of the take is cut off", of_voice=True),
    Code("t-008", WARNING, "silence inside the take where its text has no pause", of_voice=True),
    Code("t-009", WARNING, "the take is clipped", of_voice=True),
    Code("t-010", WARNING, "the take has a constant offset (DC)", of_voice=True),
    Code("t-011", WARNING, "noise in the take", of_voice=True),
    Code("t-012", WARNING, "hum of the mains in the take", of_voice=True),
    Code("t-013", WARNING, "the take is louder or softer than the voice usually is", of_voice=True),
    Code("t-014", WARNING, "a passage of the take sounds again, sample for sample", of_voice=True),
    Code("t-015", WARNING, "the engine stopped as it does when it has lost its way", of_voice=True),
    # h: what was heard of takes
    Code("h-001", WARNING, "nothing of the line is said", of_voice=True),
    Code("h-002", WARNING, "words are missing", of_voice=True),
    Code("h-003", WARNING, "words are said that are not in the text", of_voice=True),
    Code("h-004", WARNING, "other words are said", of_voice=True),
    Code("h-005", WARNING, "a word or clause is said twice", of_voice=True),
    Code("h-006", WARNING, "text of the voice's reference clip is said", of_voice=True),
    Code("h-007", WARNING, "a passage is said again and again", of_voice=True),
    Code("h-008", WARNING, "another speaker than the voice", of_voice=True),
    Code("h-009", WARNING, "it is read unnaturally", of_voice=True),
    Code("h-010", INFO, "what was heard differs in spelling alone", of_voice=True),
    Code("h-011", INFO, "a take could not be judged"),
    Code("h-012", WARNING, "the voice drifts: a chapter is not as the others", of_voice=True),
    Code("h-013", WARNING, "nothing was heard: no listener for words is at hand"),
    Code("h-014", INFO, "not every line was heard"),
    Code("h-015", WARNING, "no word of the line was heard: the listener failed on its take"),
    Code("h-020", ERROR, "every attempt at the line is wrong; the best is used"),
    # m: masters
    Code("m-001", ERROR, "the master misses the spec's level", of_voice=True),
    Code("m-002", INFO, "the limiter acted"),
    Code("m-003", WARNING, "the chapter needed another gain than the book"),
    Code("m-004", INFO, "the whole book needed another gain than its first lines"),
    # d: deliverables
    Code("d-001", ERROR, "the deliverable's length differs from the timeline", refuses=FILE),
    Code("d-002", ERROR, "the deliverable's chapters differ from the production's", refuses=FILE),
    Code("d-003", INFO, "a file of an earlier delivery was changed by hand and is kept"),
    Code("d-004", WARNING, "the deliverable misses a clause of the spec"),
    Code("d-005", INFO, "the cover could not be used"),
    Code("d-006", ERROR, "the deliverable's tags are not those that were written", refuses=FILE),
    Code("d-008", ERROR, "the deliverable misses a clause of the shop that it is for", refuses=FILE, of_voice=True),
    Code("d-007", WARNING, "what is spoken has no place in the read-along text"),
    Code("d-009", ERROR, "the watermark that was asked for is not heard in the deliverable", refuses=FILE),
    Code("d-017", ERROR, "the format could not be made", refuses=FILE),
    Code("d-013", WARNING, "an archive entry was left out: it decompresses to far more than its size"),
    Code("d-018", INFO, "the shop has a rule that no file can keep by itself"),
    # q: what people decided about lines
    Code("q-001", WARNING, "a waiver silences nothing"),
    Code("q-002", WARNING, "a pickup matches no line"),
    Code("q-003", ERROR, "a person's recording of the line cannot be used"),
    Code("q-004", WARNING, "an approved take differs from what would be made today"),
    Code("q-005", WARNING, "an approval, or a flag for later, matches no line"),
    Code("q-006", INFO, "a reviewer wants to come back to the line"),
    Code("q-007", ERROR, "an approved take is no longer in the store"),
    Code("q-008", WARNING, "the voice's engine takes no directions"),
)

CODES: dict[str, Code] = {code.code: code for code in _TABLE}


def severity(code: str) -> Severity:
    return CODES[code].severity
