"""Who says what is quoted: the character that the paragraph's speech tag names, where there is no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUOTE = re.compile(
    r"“[^“”]*(?:”|$)|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」|『[^『』]*』|(?<!\w)"
    r"‘[^‘“”]*?[,.!?…—]’(?!\w)"
)
_VERBS = {
    "en": "said|says|cried|asked|answered|replied|shouted|exclaimed|called|whispered|returned|murmured|muttered|"
          "continued|added|demanded|repeated|screamed|yelled|inquired|enquired|observed|remarked|began|sighed|"
          "laughed|went on",
    "de": "sagte|sprach|rief|fragte|antwortete|erwiderte|entgegnete|flüsterte|meinte|murmelte|schrie|begann|fuhr",
    "fr": "dit|s’écria|s'écria|demanda|répondit|reprit|répliqua|murmura|ajouta|cria|continua|fit",
    "es": "dijo|preguntó|respondió|exclamó|contestó|gritó|murmuró|añadió|replicó|susurró",
    "zh": "说道|說道|问道|問道|答道|笑道|喊道|叫道|怒道|叹道|说|說|问|問|答|曰|道|云",
    "ja": "言った|言う|云った|いった|訊いた|聞いた|尋ねた|答えた|叫んだ|呟いた|囁いた|笑った",
}  # fmt: skip
_GLUE = {"en": r"(?:the |old |young |poor |little |Mr\.? |Mrs\.? |Miss |Dr\.? |Sir |Lady |Captain )?"}


def quotations(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _QUOTE.finditer(text)]


def speaker_of(text: str, quotes: Sequence[tuple[int, int]], names: Sequence[str], language: str) -> str:
    """The one name whose speech tag stands beside a quotation of the paragraph; "" where none or several do."""
    primary = language.split("-")[0].lower()
    verbs = _VERBS.get(primary)
    if not quotes or not names or verbs is None:
        return ""
    outside = _outside(text, quotes)
    found = {name for name in names if _tags(name, verbs, primary).search(outside)}
    # "Mr. Bennet" names Bennet too: the longest of names that hold each other is the one that is meant.
    found = {name for name in found if not any(name != other and name in other for other in found)}
    return found.pop() if len(found) == 1 else ""


def _outside(text: str, quotes: Sequence[tuple[int, int]]) -> str:
    """The paragraph with each quotation as one mark."""
    out, at = [], 0
    for start, end in quotes:
        out += [text[at:start], "\uffff"]
        at = end
    return "".join([*out, text[at:]])


def _tags(name: str, verbs: str, primary: str) -> re.Pattern[str]:
    who = _GLUE.get(primary, "") + re.escape(name)
    if primary in ("zh", "ja"):
        return re.compile(
            rf"(?:^|[。！？，、\uffff]){who}[^。！？，\uffff]{{0,8}}(?:{verbs})[：:，,]?\s?(?:\uffff|"
            rf"[。！？，]|$)|\uffff(?:と)?[、，]?{who}[^。！？\uffff]{{0,10}}(?:{verbs})"
        )
    before = rf"\uffff[\s,—–-]*(?:{verbs})\s+{who}(?!\w)|\uffff[\s,—–-]*{who}\s+(?:\w+ly\s+)?(?:{verbs})(?!\w)"
    after = rf"(?:^|[.!?;,]\s+){who}\s+(?:\w+ly\s+)?(?:{verbs})(?:\s+\w+ly)?\s*[,:]\s*\uffff"
    return re.compile(f"{before}|{after}")
