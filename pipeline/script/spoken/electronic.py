"""Addresses of the web and of mail, in any language: parts that are words stay words, the rest is spelled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

# Letters of addresses: Chinese and Japanese write no spaces around them.
_A = "A-Za-z0-9_À-ɏ"
URL = rf"(?<![{_A}])(?:https?://|www\.)[{_A}.~:/?#@!$&'()*+,;=%-]*[{_A}/]"
MAIL = rf"(?<![{_A}@])[{_A}][{_A}.+-]*@[{_A}-]+(?:\.[{_A}-]*[{_A}])+(?:/[{_A}./-]*[{_A}])?"
HANDLE = r"(?<![\w@.])@[A-Za-z]\w*(?:\.\w+)*"
_TOP = ("com|org|net|edu|gov|info|mil|int|biz|io|ai|co|uk|us|de|fr|es|it|nl|ch|at|be|eu|ru|cn|jp|kr|br|in|ca|au|nz|"
        "se|no|fi|dk|pl|cz|ie|pt|gr|mx|tv|me|app|dev|museum")
TOP_LEVEL = frozenset(_TOP.split("|"))
FILES = "pdf|doc|docx|txt|htm|html|xhtml|jpe?g|png|gif|exe|zip|mp3|mp4|wav|csv|xlsx?|pptx?|py|js|json|xml|epub"
DOMAIN = rf"(?<![{_A}@.-])(?:[A-Za-z0-9][{_A}-]*\.)+(?:{_TOP})(?:/[{_A}./?=&%~-]*[{_A}/])?(?![{_A}-])"
FILE = rf"(?<![\w@.-])\w[\w-]*\.(?:{FILES})(?![\w-])"
IP = r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"
ANY = re.compile(r"@|://|www\.|\.\w(?<=\w..)")
WORDS = frozenset(["com", "net", "org", "edu", "gov", "info"])  # endings of domains that everybody says as words
_VOWELS = re.compile("[aeiou]")


def is_word(part: str) -> bool:
    """Whether a part of an address is a word where most are spelled: as long as a name, and a third of it vowels."""
    return part.isalpha() and 5 <= len(part) <= 8 and 3 * len(_VOWELS.findall(part.lower())) >= len(part)


def say(text: str, marks: Mapping[str, str], digits: Callable[[str], str], spell: Callable[[str], str]) -> str:
    """An address, part by part: `marks` names its signs, `spell` says what is not a word."""
    out = []
    for part in re.findall(r"[A-Za-z]+|\d+|[^\w\s]|\w", text):
        if part.isdecimal():
            out.append(digits(part))
        elif part in marks:
            out.append(marks[part])
        else:
            out.append(spell(part) if part.isascii() else part)
    return " ".join(filter(None, out))
