"""MathML in words: letters, figures, powers, fractions, roots. Formulas that are not simple have no words."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.intake.markup.xml import content, local
from pipeline.languages import record_of
from pipeline.languages.record import FormulaWords

TOKENS = 30  # of a formula that a listener can follow
# What authoring tools write where they have no words.
_PLACEHOLDER = re.compile(
    r"\W*(?:(?:no |missing |the )?(?:alternat(?:iv)?e? ?text|alt(?:-?text)?|description|text)(?: is| was)?(?: not)?"
    r"(?: (?:available|provided|here|missing|given))?|(?:math(?:ml|ematical)?|inline|display|block)?[- ]?(?:equation|"
    r"formula|expression|math(?:ml)?|image|graphic)s?(?:[ _-]?(?:\d+|image|here))?|n/?a|todo|tbd|null|none|undefined|"
    r"untitled|gleichung|formel|équation|formule|ecuación|fórmula|数式|公式)\W*",
    re.IGNORECASE,
)
_TEX = re.compile(r"[\\{}^_$]")
_SIGNS = "+ - = × ÷ / < > ≤ ≥ ≠ ≈ ± → ∈ ∞".split()
_SAME = {
    "−": "-",
    "–": "-",
    "⋅": "×",
    "·": "×",
    "*": "×",
    "∗": "×",
    "∙": "×",
    "∕": "/",
    "⁄": "/",
    ":": "÷",
    "⩽": "≤",
    "⩾": "≥",
    "≃": "≈",
    "∼": "≈",
    "⟶": "→",
}
_SILENT = frozenset("\u2061\u2062\u2063\u2064()[]{}|,;.… \u00a0\u200b")
_GREEK = dict(
    zip(
        "αβγδεζηθλμνξπρστφχψωΓΔΘΛΠΣΦΨΩ",
        (
            "alpha beta gamma delta epsilon zeta eta theta lambda mu nu xi pi rho sigma tau phi chi psi omega "
            "gamma delta theta lambda pi sigma phi psi omega"
        ).split(),
        strict=True,
    )
)
_ROWS = frozenset(("math", "mrow", "mstyle", "semantics", "mpadded", "mfenced", "mtext", "mi", "mn", "mo", "mspace"))


def words_of(el: etree._Element, language: str) -> str | None:
    """The spoken words of a formula: its alttext where that is words, else its tokens; None where it has none."""
    alternative = " ".join((el.get("alttext") or "").split())
    if alternative and not _PLACEHOLDER.fullmatch(alternative) and not _TEX.search(alternative):
        return alternative
    words = record_of(language).formulas
    if words is None or sum(1 for one in el.iter() if local(one) in ("mi", "mn", "mo", "mtext")) > TOKENS:
        return None
    spoken = _said(el, words, greek=not record_of(language).unspaced)
    return " ".join(spoken.split()) if spoken and any(map(str.isalnum, spoken)) else None


def _said(el: etree._Element, words: FormulaWords, *, greek: bool) -> str | None:
    name, parts = local(el), [child for child in el if local(child) and not local(child).startswith("annotation")]
    if name in ("mi", "mn", "mtext"):
        text = "".join(content(el).split()) if name != "mtext" else content(el)
        return _GREEK.get(text, text) if greek else text
    if name == "mo":
        return _operator("".join(content(el).split()), words)
    if name == "mspace":
        return " "
    said = [_said(part, words, greek=greek) for part in parts]
    if any(one is None for one in said):
        return None
    inner = [one for one in said if one is not None]
    if name in _ROWS:
        return " ".join(inner)
    if name == "msup" and len(inner) == 2:
        exponent = inner[1].strip()
        if exponent in ("′", "'", "″", "∗", "×", "T", "+", "-"):
            return None
        form = words.squared if exponent == "2" else words.cubed if exponent == "3" else words.power
        return form.format(*inner)
    if name == "msub" and len(inner) == 2:
        return words.index.format(*inner)
    if name == "msqrt":
        return words.root.format(" ".join(inner))
    if name == "mfrac" and len(inner) == 2:
        return words.fraction.format(*inner)
    return None


def _operator(sign: str, words: FormulaWords) -> str | None:
    sign = _SAME.get(sign, sign)
    if sign in _SIGNS:
        return f" {words.signs.split('|')[_SIGNS.index(sign)]} "
    return " " if set(sign) <= _SILENT else sign if sign in ("%", "°") else None


# ---------------------------------------------------------------- pictures

_PICTURE = re.compile(
    r"\W*(?:(?:book |front |back )?cover(?: (?:image|page|art|picture))?|image|img|picture|pic|photo(?:graph)?|figure|"
    r"fig|illustration|graphic|drawing|logo|icon|plate|ornament|decoration|divider|separator|"
    r"alt(?:ernative)?(?: text)?|bild|abbildung|titelbild|umschlag|couverture|illustrazione|imagen|portada|copertina|"
    r"immagine|插图|图片|图|封面|表紙|挿絵|画像|图像)?[\s._:#-]*\d*\W*",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\S+\.(?:jpe?g|png|gif|svg|webp|tiff?|bmp|eps|pdf)|[\w-]*(?:_|\d{3,})[\w-]*|"
    r"(?:img|image|fig)[\w-]*\d+",
    re.IGNORECASE,
)


def says_nothing(alternative: str) -> bool:
    """Whether a picture's alternative text is a placeholder, a file name or a number."""
    return bool(_PICTURE.fullmatch(alternative) or _FILE.fullmatch(alternative) or _PLACEHOLDER.fullmatch(alternative))
