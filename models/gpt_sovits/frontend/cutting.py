"""The cutting methods that users of GPT-SoVITS know by name (SPEC 4.5). Pieces are joined by line breaks.

Voicepress has its own sentences and does not need them; imported settings and comparisons do.
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
    """Each with its mark; a last one without gets a full stop."""
    text = text.replace("……", "。").replace("——", "，")
    if text and text[-1] not in _SPLITS:
        text += "。"
    return _CLAUSES.findall(text)


def _whole(text: str) -> list[str]:
    return [text]


def _fours(text: str) -> list[str]:
    found = clauses(text)
    if len(found) <= 8:
        return [text]
    groups = ["".join(found[at : at + 4]) for at in range(0, len(found) - len(found) % 4, 4)]
    groups[-1] += "".join(found[len(found) - len(found) % 4 :])
    return groups


def _fifties(text: str) -> list[str]:
    found = clauses(text)
    if len(found) < 2:
        return [text]
    groups, current = [], ""
    for clause in found:
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
    found = _CUT5.findall(text)
    tail = text[sum(map(len, found)) :]
    return [*found, tail] if tail else found
