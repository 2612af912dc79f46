"""Web and mail addresses in any language: names that can be pronounced are said as words, the rest is spelled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

# Letters of addresses: Chinese and Japanese write no spaces around them.
_A = "A-Za-z0-9_À-ɏ"
URL = rf"(?<![{_A}])(?:(?:https?|ftp)://|www\.)[{_A}.~:/?#@!$&'()*+,;=%-]*[{_A}/]"
MAIL = rf"(?<![{_A}@])[{_A}][{_A}.+-]*@[{_A}-]+(?:\.[{_A}-]*[{_A}])+(?:/[{_A}./-]*[{_A}])?"
HANDLE = r"(?<![\w@.])@[A-Za-z]\w*(?:\.\w+)*"
_TOP = (
    "com|org|net|edu|gov|info|mil|int|biz|io|ai|co|uk|us|de|fr|es|it|nl|ch|at|be|eu|ru|cn|jp|kr|br|in|ca|au|nz|"
    "se|no|fi|dk|pl|cz|ie|pt|gr|mx|tv|me|app|dev|museum"
)
TOP_LEVEL = frozenset(_TOP.split("|"))
FILES = "pdf|doc|docx|txt|htm|html|xhtml|jpe?g|png|gif|exe|zip|mp3|mp4|wav|csv|xlsx?|pptx?|py|js|json|xml|epub"
_ENDINGS = rf"(?:com|co|org|net|edu|gov|ac)\.[a-z]{{2}}|{_TOP}"
DOMAIN = rf"(?<![{_A}@.-])(?:[A-Za-z0-9][{_A}-]*\.)+(?:{_ENDINGS})(?:/[{_A}./?=&%~-]*[{_A}/])?(?![{_A}-])"
FILE = rf"(?<![\w@.-])\w[\w-]*\.(?:{FILES})(?![\w-])"
IP = r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)"
ANY = re.compile(r"@|://|www\.|\.\w(?<=\w..)")
WORDS = frozenset(["com", "net", "org", "edu", "gov", "info"])  # endings of domains that everybody says as words


_ONSETS = frozenset(
    "bl br ch cl cr dr fl fr gl gn gr kl kn kr pf ph pl pr ps qu rh sc sh sk sl sm sn sp st sw th tr "
    "tw vl vr wh wr ts zw".split()
)
_CLUSTERS = re.compile(r"[^aeiouy]{4}|[aeiou]{4}|[^aeiouys]{3}$")


def sayable(part: str) -> bool:
    """Whether a part of an address can be said as a word: spiegel, elpais; not abcd, gmx."""
    small = part.lower().replace("sch", "s").replace("th", "t").replace("ch", "c")
    if len(part) < 4 or not re.search("[aeiouy]", small) or _CLUSTERS.search(small):
        return False
    return re.match("[^aeiouy]{2}", part.lower()) is None or part[:2].lower() in _ONSETS or part[:3].lower() == "sch"


def word(part: str) -> str | None:
    """A name in an address as it is said: a word, or a letter and a word where no word begins so (tmobile, gmail)."""
    if sayable(part):
        return part
    if len(part) > 4 and part[0].lower() not in "aeiouy" and sayable(part[1:]):
        return f"{part[0]} {part[1:]}"
    return None


def say(
    text: str,
    marks: Mapping[str, str],
    digits: Callable[[str], str],
    spell: Callable[[str], str],
    host: Callable[[str], str | None] | None = None,
) -> str:
    """An address, part by part: `marks` names its signs, `spell` says what is not a word.

    `host` says names of hosts as words where they can be said; short names of users are spelled.
    """
    parts = []
    sign_at = text.find("@")
    user = range(text.rfind("/", 0, max(sign_at, 0)) + 1, len(text) if sign_at == 0 else max(sign_at, 0))
    for match in re.finditer(r"[A-Za-z]+|\d+|[^\w\s]|\w", text):
        part = match.group()
        if host and part.isalpha() and (match.start() not in user or len(part) > 6) and (words := host(part)):
            parts.append(words)
            continue
        if part.isdecimal():
            parts.append(digits(part))
        elif part in marks:
            parts.append(marks[part])
        else:
            parts.append(spell(part) if part.isascii() else part)
    return " ".join(filter(None, parts))
