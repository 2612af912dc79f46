"""English web and mail addresses, telephone numbers."""

from __future__ import annotations

import re

from pipeline.languages.spoken import electronic
from pipeline.languages.spoken.english.numbers import cardinal, digits
from pipeline.languages.spoken.english.patterns import JOINED
from pipeline.languages.spoken.rules import after_any, rule

_MARKS = {".": "dot", "@": "at", "/": "slash", ":": "colon", "-": "dash", "_": "underscore", "?": "question mark",
          "=": "equals", "&": "and", "#": "hash", "%": "percent", "+": "plus", "~": "tilde"}  # fmt: skip


def _spell(part: str) -> str:
    lower = part.lower()
    if lower in ("http", "https", "www", "ftp") or (len(part) == 2 and not re.search("[aeiou]", lower)):
        return part.upper()
    return part


def _figures(text: str) -> str:
    """rtx-6000 is six thousand, 8080 and 123 are read figure by figure."""
    return cardinal(int(text)) if text.endswith("00") and text[0] != "0" and len(text) < 5 else digits(text)


def _address(m: re.Match[str]) -> str:
    words = electronic.say(m.group(), _MARKS, _figures, _spell)
    # The ending of a domain is a word if everybody says it as one.
    return re.sub(
        r"dot ([a-z]{2,3})(?=$| slash| dot)",
        lambda t: "dot " + (t[1] if t[1] in electronic.WORDS else t[1].upper()),
        words,
    )


def _telephone(m: re.Match[str]) -> str:
    words = [
        f"plus {digits(g[1:])}"
        if g[0] == "+"
        else "eight hundred"
        if g == "800"
        else digits(g)
        if g[0].isdecimal()
        else g
        for g in re.findall(r"\+?\d+|[A-Z]+", m.group())
    ]
    joined, letters = [], ""
    for word in words:
        if word.isupper():
            letters = f"{letters} {word}".strip()
        else:
            joined.append(word)
    return ", ".join([*joined, *([letters] if letters else [])])


def _international(m: re.Match[str]) -> str | None:
    groups = re.findall(r"\d+", m.group())
    if not 8 <= sum(map(len, groups)) <= 15:
        return None
    return ("plus " if m.group()[0] == "+" else "") + ", ".join(map(digits, groups))


_POINT = re.compile(r"\.\d")

ADDRESSES = (
    rule("web address", electronic.URL, _address, electronic.ANY),
    rule("e-mail address", electronic.MAIL, _address, electronic.ANY),
    rule("web address", electronic.DOMAIN, _address, electronic.ANY),
    rule("file name", electronic.FILE, _address, electronic.ANY),
    rule(
        "web address",
        electronic.HANDLE,
        lambda m: "at " + electronic.say(m.group()[1:], _MARKS, digits, _spell),
        electronic.ANY,
    ),
)
TELEPHONES = (
    rule("telephone", electronic.IP, lambda m: " dot ".join(map(digits, m.group().split(".")))),
    rule("telephone", r"(?<=\b[Cc]all )911\b|(?<=\b[Dd]ial )911\b|(?<=\b[Dd]ialed )911\b", "nine one one", "911"),
    rule(
        "serial",
        r"(?<=\bISBN )[\dX-]{9,}|(?<=\bISBN: )[\dX-]{9,}|(?<=\bISS[NE] )\d{4}-\d{3}[\dX]",
        lambda m: ", ".join(digits(part) + (" X" if part[-1] == "X" else "") for part in m.group().split("-")),
        "IS[BS]",
    ),
    rule("telephone", r"(?<![\w-])\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,5}(?![\w-])", _international, r"\+\d"),
    rule("telephone", r"(?<![\w.-])0\d{2,4}(?: \d{3,4}){2}(?![\w-])", _international, r"0\d+ \d"),
    rule("telephone", r"(?<![\w.-])\d{3}\.\d{3}\.\d{4}(?![\w.-]\w)", _telephone, _POINT),
    rule("telephone", r"(?<=\b[Ee]xt\. )\d{3,5}\b|(?<=\bextension )\d{3,5}\b", lambda m: digits(m.group()), "[Ee]xt"),
    rule(
        "telephone",
        r"(?<![\w-])(?:\+?\d{1,3}[ -])?(?:\(\d{3}\)[ -]?|\d{3}[ -])\d{3}-\d{4}(?:-\d{1,4})?(?![\w-])",
        _telephone,
        JOINED,
    ),
    rule("telephone", r"(?<![\w-])\d{3}-\d{4}(?![\w-])", _telephone, JOINED),
    rule("telephone", r"(?<=\d{4}) ?x ?(\d{2,5})\b", lambda m: f" extension {digits(m[1])}", r"\d{4} ?x"),
    rule("serial", r"(?<=\b[A-Z]{2} )\d{5}-\d{4}(?![\w-])", _telephone, JOINED),
    rule("serial", r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])", _telephone, JOINED),
    rule("telephone", r"(?<![\w-])1-800-[A-Z0-9-]*[A-Z0-9]", _telephone, "1-800"),
    rule(
        "telephone",
        r"\b(OTP|PIN|[Pp]in|[Cc]ode|[Pp]assword) is ([a-z]*)(\d+)\b",
        lambda m: f"{m[1].lower()} is {m[2]} {digits(m[3])}".replace("  ", " "),
        " is" + after_any(f"{word} is" for word in "OTP PIN Pin pin Code code Password password".split()),
    ),
)
