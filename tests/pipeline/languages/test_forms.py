"""A sign beside a figure must not switch its rule off: every form of forms/LANGUAGE.tsv before and after every sign.

forms/en.tsv has a form a line: as written, as said, and (rarely) the signs beside which it means something else, such
as a figure before a mark that is also the sign of inches. What stands around a form is said as it is written.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.languages.spoken import spoken

HERE = Path(__file__).parent / "forms"
LANGUAGES = sorted(path.stem for path in HERE.glob("*.tsv"))
# What closes, and what comes after it, by kind of writing; the first sign of each pair opened before.
AFTER = [",", ":", ";", "!", "?", "…", "—", ")", "]", "”", "’", '"', "'", "»", "“", ".”", ",”"]
BEFORE = ["“", "‘", '"', "'", "(", "[", "«", "„", "‚", "—", "…", ": ", "; ", ", ", "»", "¿", "¡", "“‘"]
OPENS = {")": "(", "]": "[", "”": "“", "’": "‘", '"': '"', "'": "'", "»": "«", "“": "„"}
ASIAN_AFTER = [
    "，",
    "。",
    "：",
    "；",
    "！",
    "？",
    "、",
    "……",
    "——",
    "」",
    "』",
    "”",
    "’",
    "）",
    "》",
    "】",
    "〉",
    ",",
    ")",
    "), ",
    "!",
    "?",
    ";",
    "・",
    "…",
]
ASIAN_BEFORE = [
    "，",
    "。",
    "：",
    "；",
    "！",
    "？",
    "、",
    "……",
    "——",
    "「",
    "『",
    "“",
    "‘",
    "（",
    "《",
    "【",
    "〈",
    "(",
    ": ",
    "・",
    "…",
    '"',
    "—",
]
# Characters that are part of no number, unit or date, before a form and after it.
NEIGHBOURS = {"zh": ("他把", "吧她说"), "ja": ("彼女は", "だと言った")}
WORDS = {
    "en": ("Then", "he left"),
    "de": ("Dann", "ging er"),
    "fr": ("Alors", "il sortit"),
    "es": ("Luego", "vino"),
    "it": ("Poi", "se ne andò"),
    "pt": ("Depois", "se foi"),
}


def _forms(language: str) -> list[tuple[str, str, str]]:
    out = []
    for line in (HERE / f"{language}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("# "):
            written, said, but = (*line.split("\t"), "")[:3]
            out.append((written, said, but))
    return out


def _frames(language: str) -> list[tuple[str, str, str]]:
    """What stands before, what stands after, and the sign in question."""
    if language in NEIGHBOURS:
        before, after = NEIGHBOURS[language]
        return [
            (before, after, "Han"),
            ("", after, "Han"),
            (before, "", "Han"),
            *((f"{before}", f"{sign}{after}", sign) for sign in ASIAN_AFTER),
            *((f"{before}{sign}", after, sign) for sign in ASIAN_BEFORE),
        ]
    before, after = WORDS[language]
    out = [("", "", ""), (f"{before} ", f" {after}", "")]
    for sign in AFTER:
        opened = OPENS.get(sign.strip(".,"), "")
        out += [
            (f"{opened}{before} ", sign + (after if sign == "—" else f" {after}"), sign),
            (f"{opened}{before} ", sign, sign),
        ]
    for sign in BEFORE:
        closes = next((c for c, o in OPENS.items() if o == sign), "")
        out += [
            (f"{before}, {sign}" if sign[-1] != " " else f"{before}{sign}", f" {after}{closes}", sign),
            (sign.lstrip(",;: "), f" {after}{closes}", sign),
        ]
    return out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_is_said_the_same_beside_every_sign(language: str) -> None:
    wrong: dict[str, list[str]] = {}
    asked = 0
    for written, said, but in _forms(language):
        for before, after, sign in _frames(language):
            if sign.strip() and any(c in but for c in sign.strip()):
                continue
            asked += 1
            found = spoken(before + written + after, language).text
            right = {
                " ".join(f"{before}{said}{stop}{after}".split())
                for stop in (("", ".") if written.endswith(".") else ("",))
            }  # p.m. may end a sentence
            if found not in right:
                wrong.setdefault(f"{written} ({said})", []).append(f"{before}{written}{after} → {found}")
    table = "\n".join(f"{form}: {len(lines)} places, such as {' | '.join(lines[:3])}" for form, lines in wrong.items())
    assert not wrong, f"{sum(map(len, wrong.values()))} of {asked}:\n{table}"
    assert asked > 300
