"""Where a sentence ends without a stop: ornaments, greetings and closings of letters, stamps, addresses in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.languages.spoken.rules import ended

_STAMP = r"\d{1,2}/\d{1,2}/(?:\d{4}|\d\d),? \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M\b)?"
# At its head alone, and no longer than any: 60 KB of http:// in a row were looked through from each of them.
_ADDRESS = r"(?<![\w/.])(?:https?://|www\.)\S{1,2000}"
# Each: what stands before the end, and what comes after it.
_ENDS = (
    re.compile(r"(?:\* ?){3,}\s+(?=[A-Z\"“‘(])|(?:[=_~#]{3,}|-{5,}|—{3,})\s+(?=\w|[\"“‘(])"),
    re.compile(
        r"\s(?<=[\w\"”>)]\s)(?<!\b(?:at|on|by|of|to)\s)(?<!\b(?:from|till)\s)(?<!\b(?:since|until|dated|after)\s)"
        rf"(?<!\bbefore\s)(?={_STAMP})|{_STAMP}(?! ?[AP]M)\s+(?=\S)"
    ),
    re.compile(rf"{_ADDRESS}\s+(?={_ADDRESS})"),
    re.compile(r"[:;]-?[)(DP]\s+(?=[A-Z])"),
    # A source, a direction, a remark before the text: (BBC) The minister said; (Aside) I go.
    re.compile(
        r"^\((?![A-Za-z]\)|[IVX]+\))(?:[A-Z][\w’'.:-]*\s?){1,4}(?<![.!?])\)\s+(?=[A-Z\"“‘(])|[.!?][\"”’]?\s+(?=\[(?:\.{3}|…)\](?:$|\s[A-Z\"“]))"
    ),
    re.compile(
        r"^(?:Hi|Hello|Hey|Good (?:[Mm]orning|[Aa]fternoon|[Ee]vening))(?: [A-Z][\w.’'-]*){1,3}(?:,|:| "
        r"[-–]|—)\s+"
        r"(?=[A-Z\"“])|^(?:[A-Z]\w+(?:, | and )){1,3}[A-Z]\w+ [-–]\s+(?=[A-Z])"
    ),
    re.compile(r"^(?:My )?Dear(?:est)? (?:Mr\.|Mrs\.|Dr\.|Miss|[A-Z])[^,:.!?]{0,40}[,:](?:--|—)?\s+(?=[A-Z\"“])"),
    re.compile(r"^[A-Z][\w-]{1,12}: (?:[^\s@:]+ ){0,3}<?\S+@\S+>?\s+(?=[A-Z])"),
    re.compile(
        r"(?:(?<=[.!?]\s)|^)(?:(?:Best|Kind(?:est)?|Warm(?:est)?|With kind) )?(?:[Rr]egards|Sincerely|"
        r"Sincerely yours|Yours "
        r"(?:truly|sincerely|faithfully|respectfully|affectionately|ever)|Respectfully|Cordially|"
        r"Faithfully yours),\s+(?=[A-Z])"
    ),
    re.compile(
        r"(?:(?<=[.!?]\s)|^)(?:Many thanks|Thanks|Cheers|Love|Best),\s+(?=[A-Z][\w.]*(?: [A-Z][\w.]*)"
        r"{0,2}$)"
    ),
)
# What one of these needs, asked first. What stands at the beginning is asked apart: an anchor among others would make
# `re` try every one of them at every letter.
_FIRST = re.compile(
    r"\(|(?:Hi|Hello|Hey|Good|Dear|Dearest|My Dear)\b|[A-Z][\w-]{1,12}: |[A-Z]\w+(?:, | and | "
    r"[-–] )[A-Z]"
)
_CLOSINGS = [
    f"{word},"
    for word in (
        "egards",
        "incerely",
        "truly",
        "yours",
        "faithfully",
        "ully",
        "ately",
        "ever",
        "ordially",
        "hanks",
        "Cheers",
        "Love",
        "Best",
    )
]
_INSIDE = re.compile(r"\* ?\* ?\*|[=_~#]{3}|-{5}|———|\d/\d|://|www\.|\[\.|\[…|@|[:;]-?[)(DP]\s|," + ended(_CLOSINGS))


def cued(text: str) -> bool:
    """Whether a sentence may end without a stop somewhere."""
    return _INSIDE.search(text) is not None or _FIRST.match(text) is not None


def ends(text: str) -> Iterator[int]:
    """Where the next sentence begins."""
    if not cued(text):
        return
    for pattern in _ENDS:
        for found in pattern.finditer(text):
            yield found.end()
