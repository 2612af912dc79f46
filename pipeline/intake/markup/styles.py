"""The CSS declarations that change what is heard: display, visibility, small caps, initials, emphasis of a line.

Rules with simple selectors (element, .class, element.class, #id) outside of @media are read; the rest is layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pipeline.intake.markup.xml import local

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_AT_BLOCK = re.compile(r"@[\w-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SIMPLE = re.compile(r"(?:[\w-]+\|)?([A-Za-z][\w-]*|\*)?(?:([.#])([^\s.#:>+~\[*]+))?")
_MEANS = (
    ("hidden", re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)),
    ("running", re.compile(r"display\s*:\s*oeb-page-(head|foot)", re.IGNORECASE)),
    ("block", re.compile(r"display\s*:\s*(block|table|list-item|flex)\b", re.IGNORECASE)),
    ("inline", re.compile(r"display\s*:\s*inline\b", re.IGNORECASE)),
    ("centred", re.compile(r"text-align\s*:\s*center", re.IGNORECASE)),
    ("bold", re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)),
    (
        "large",
        re.compile(
            r"font-size\s*:\s*(1\.[2-9]\d*em|[2-9](\.\d+)?em|1[2-9]\d%|[2-9]\d\d%|x{0,2}-?large|"
            r"1[5-9](\.\d+)?pt|[2-9]\d(\.\d+)?pt|2\dpx|[3-9]\dpx)",
            re.IGNORECASE,
        ),
    ),
    ("small-caps", re.compile(r"font-variant(-caps)?\s*:\s*[^;]*small-caps", re.IGNORECASE)),
    (
        "drop-cap",
        re.compile(
            r"float\s*:\s*left[^}]*font-size|font-size[^}]*float\s*:\s*left|"
            r"initial-letter",
            re.IGNORECASE,
        ),
    ),
)
LIMIT = 2 << 20  # of one style sheet; more is fonts in data URLs


@dataclass
class Styles:
    """The rules of a document's style sheets."""

    rules: dict[str, set[str]] = field(default_factory=dict)  # selector -> meanings

    def add(self, css: str) -> None:
        css = _AT_BLOCK.sub("", _COMMENT.sub("", css[:LIMIT]))
        for match in _RULE.finditer(css):
            means = {name for name, pattern in _MEANS if pattern.search(match.group(2))}
            if not means:
                continue
            for selector in match.group(1).split(","):
                simple = _SIMPLE.fullmatch(selector.strip())
                if simple and (simple.group(3) or simple.group(1)):
                    tag = (simple.group(1) or "").lower().replace("*", "")
                    self.rules.setdefault(f"{tag}{simple.group(2) or ''}{simple.group(3) or ''}", set()).update(means)

    def of(self, element: etree._Element) -> set[str]:
        if not self.rules:
            return _NOTHING
        tag = local(element)
        meanings = set(self.rules.get(tag, _NOTHING))
        for one in element.get("class", "").split():
            meanings |= self.rules.get(f".{one}", _NOTHING) | self.rules.get(f"{tag}.{one}", _NOTHING)
        if element.get("id"):
            meanings |= self.rules.get(f"#{element.get('id')}", _NOTHING)
        return meanings


_NOTHING: set[str] = set()


def inline(style: str) -> set[str]:
    """The meanings of an inline style attribute."""
    return {name for name, pattern in _MEANS if pattern.search(style)} if style else _NOTHING
