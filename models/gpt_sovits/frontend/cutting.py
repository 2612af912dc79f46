"""Text splitting as users of GPT-SoVITS know it by name, cut0 to cut5 (SPEC 4.5). Pieces are joined by line breaks.

Voicepress splits sentences itself; comparisons with the original need these.
"""

from __future__ import annotations

import re

_SPLITS = "，。？！,.?!~:：—…"
_CLAUSES = re.compile(f"[^{_SPLITS}]*[{_SPLITS}]")
_CUT5 = re.compile(r".*?(?:[,;?!、，。？！；：…]|(?<!\d)\.|\.(?!\d))", re.DOTALL)
LONG = 50  # characters


def cut(text: str, method: str) -> str:
    """Raises KeyError: no such method."""
    pieces = {
        "cut0": _whole,
        "cut1": _fours,
        "cut2": _fifties,
        "cut3": _at_stops,
        "cut4": _at_periods,
        "cut5": _at_marks,
    }[method](text.strip("\n"))
    spoken = [piece for piece in pieces if re.search(r"[^\W_]", piece)]
    return "\n".join(spoken) if spoken or method not in ("cut0", "cut2", "cut4") else text


def clauses(text: str) -> list[str]:
    """Clauses, each with its mark; a full stop is added where the last has none."""
    text = text.replace("……", "。").replace("——", "，")
    if text and text[-1] not in _SPLITS:
        text += "。"
    return _CLAUSES.findall(text)


def _whole(text: str) -> list[str]:
    return [text]


def _fours(text: str) -> list[str]:
    parts = clauses(text)
    if len(parts) <= 8:
        return [text]
    whole = len(parts) - len(parts) % 4
    groups = ["".join(parts[first : first + 4]) for first in range(0, whole, 4)]
    groups[-1] += "".join(parts[whole:])
    return groups


def _fifties(text: str) -> list[str]:
    parts = clauses(text)
    if len(parts) < 2:
        return [text]
    groups, current = [], ""
    for clause in parts:
        current += clause
        if len(current) > LONG:
            groups.append(current)
            current = ""
    if current:
        groups.append(current)
    if len(groups) > 1 and len(groups[-1]) < LONG:
        tail = groups.pop()
        groups[-1] += tail
    return groups


def _at_stops(text: str) -> list[str]:
    return text.strip("。").split("。")


def _at_periods(text: str) -> list[str]:
    return re.split(r"(?<!\d)\.(?!\d)", text.strip("."))


def _at_marks(text: str) -> list[str]:
    parts = _CUT5.findall(text)
    tail = text[sum(map(len, parts)) :]
    return [*parts, tail] if tail else parts
