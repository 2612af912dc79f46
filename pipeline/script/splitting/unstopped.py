"""Sentences that end without a stop: ornaments, log entries, lists of addresses, directions, parts of letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.languages.spoken.rules import after_any

_STAMP = r"\d{1,2}/\d{1,2}/(?:\d{4}|\d\d),? \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M\b)?"
# From its start alone and of limited length: 60 KB of "http://" in a row were searched from each of them.
_ADDRESS = r"(?<![\w/.])(?:https?://|www\.)\S{1,2000}"
# Each pattern matches what stands before the end, and looks ahead at what comes after it.
_ENDS = (
    # An ornament between two parts of a text: * * *, -----.
    re.compile(r"(?:\* ?){3,}\s+(?=[A-Z\"“‘(])|(?:[=_~#]{3,}|-{5,}|—{3,})\s+(?=\w|[\"“‘(])"),
    # Date and time at the head of an entry (logs, diaries, records of messages); not "since 4/1/2001 10:30".
    re.compile(
        r"\s(?<=[\w\"”>)]\s)(?<!\b(?:at|on|by|of|to)\s)(?<!\b(?:from|till)\s)(?<!\b(?:since|until|dated|after)\s)"
        rf"(?<!\bbefore\s)(?={_STAMP})|{_STAMP}(?! ?[AP]M)\s+(?=\S)"
    ),
    # Each address of a list is read apart: together they are longer than an engine takes.
    re.compile(rf"{_ADDRESS}\s+(?={_ADDRESS})"),
    # A stage direction or a source before the text, an omission after it: (Aside) I go; He left. [...]
    re.compile(
        r"^\((?![A-Za-z]\)|[IVX]+\))(?:[A-Z][\w’'.:-]*\s?){1,4}(?<![.!?])\)\s+(?=[A-Z\"“‘(])|"
        r"[.!?][\"”’]?\s+(?=\[(?:\.{3}|…)\](?:$|\s[A-Z\"“]))"
    ),
    # A smiley stands for the stop.
    re.compile(r"[:;]-?[)(DP]\s+(?=[A-Z])"),
    # The salutation of a letter or a message: Dear Mr. Bennet, The last of; Hi Tom, I came home. At the head of a
    # paragraph, where dialogue has a quotation mark.
    re.compile(
        r"^(?:My )?Dear(?:est)? (?:Mr\.|Mrs\.|Dr\.|Miss|[A-Z])[^,:.!?]{0,40}[,:](?:--|—)?\s+(?=[A-Z\"“])|"
        r"^(?:Hi|Hello|Hey|Good (?:[Mm]orning|[Aa]fternoon|[Ee]vening))(?: [A-Z][\w.’'-]*){1,3}(?:,|:| [-–]|—)\s+"
        r"(?=[A-Z\"“])"
    ),
    # The valediction before the name: Yours sincerely, William Collins.
    re.compile(
        r"(?:(?<=[.!?]\s)|^)(?:(?:Best|Kind(?:est)?|Warm(?:est)?|With kind) )?(?:[Rr]egards|Sincerely|"
        r"Sincerely yours|Yours (?:truly|sincerely|faithfully|respectfully|affectionately|ever)|Respectfully|"
        r"Cordially|Faithfully yours),\s+(?=[A-Z])"
    ),
)
# What one of these needs, looked for first. What stands at the beginning has a pattern of its own: an anchor among
# other alternatives would make `re` try every one of them at every letter.
_FIRST = re.compile(r"\(|(?:Hi|Hello|Hey|Good|Dear|Dearest|My Dear)\b")
_VALEDICTIONS = [
    f"{word}," for word in ("egards", "incerely", "truly", "yours", "faithfully", "ully", "ately", "ever", "ordially")
]
_INSIDE = re.compile(
    r"\* ?\* ?\*|[=_~#]{3}|-{5}|———|\d/\d|://|www\.|\[\.|\[…|[:;]-?[)(DP]\s|," + after_any(_VALEDICTIONS)
)


def cued(text: str) -> bool:
    """Whether a sentence may end without a stop somewhere."""
    return _INSIDE.search(text) is not None or _FIRST.match(text) is not None


def ends(text: str) -> Iterator[int]:
    """Where the next sentence begins."""
    if not cued(text):
        return
    for pattern in _ENDS:
        for match in pattern.finditer(text):
            yield match.end()
