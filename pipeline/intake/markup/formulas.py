"""MathML in words, where it is simple: letters, figures, powers, fractions, roots. What is not simple has no words."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.intake.markup.xml import content, local

TOKENS = 30  # of a formula that somebody follows by ear
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
_WORDS: dict[str, list[str]] = {
    "en": [
        "plus",
        "minus",
        "equals",
        "times",
        "divided by",
        "over",
        "is less than",
        "is greater than",
        "is less than or equal to",
        "is greater than or equal to",
        "is not equal to",
        "is about",
        "plus or minus",
        "to",
        "in",
        "infinity",
    ],
    "de": [
        "plus",
        "minus",
        "gleich",
        "mal",
        "geteilt durch",
        "durch",
        "kleiner als",
        "größer als",
        "kleiner oder gleich",
        "größer oder gleich",
        "ungleich",
        "ungefähr gleich",
        "plus minus",
        "gegen",
        "aus",
        "unendlich",
    ],
    "fr": [
        "plus",
        "moins",
        "égale",
        "fois",
        "divisé par",
        "sur",
        "inférieur à",
        "supérieur à",
        "inférieur ou égal à",
        "supérieur ou égal à",
        "différent de",
        "environ égal à",
        "plus ou moins",
        "tend vers",
        "appartient à",
        "l'infini",
    ],
    "es": [
        "más",
        "menos",
        "igual a",
        "por",
        "dividido por",
        "sobre",
        "menor que",
        "mayor que",
        "menor o igual que",
        "mayor o igual que",
        "distinto de",
        "aproximadamente",
        "más menos",
        "tiende a",
        "pertenece a",
        "infinito",
    ],
    "zh": [
        "加",
        "减",
        "等于",
        "乘以",
        "除以",
        "除以",
        "小于",
        "大于",
        "小于等于",
        "大于等于",
        "不等于",
        "约等于",
        "正负",
        "趋于",
        "属于",
        "无穷大",
    ],
    "ja": [
        "プラス",
        "マイナス",
        "イコール",
        "かける",
        "わる",
        "わる",
        "小なり",
        "大なり",
        "小なりイコール",
        "大なりイコール",
        "ノットイコール",
        "ニアリーイコール",
        "プラスマイナス",
        "から",
        "属する",
        "無限大",
    ],
}
# squared, cubed, to the power of, index, root, a fraction of the first over the second
_FORMS: dict[str, tuple[str, str, str, str, str, str]] = {
    "en": ("{} squared", "{} cubed", "{} to the power of {}", "{} sub {}", "the square root of {}", "{} over {}"),
    "de": ("{} Quadrat", "{} hoch 3", "{} hoch {}", "{} Index {}", "die Wurzel aus {}", "{} durch {}"),
    "fr": ("{} au carré", "{} au cube", "{} puissance {}", "{} indice {}", "racine de {}", "{} sur {}"),
    "es": ("{} al cuadrado", "{} al cubo", "{} elevado a {}", "{} sub {}", "la raíz de {}", "{} sobre {}"),
    "zh": ("{}的平方", "{}的立方", "{}的{}次方", "{} {}", "根号{}", "{1}分之{0}"),
    "ja": ("{}の二乗", "{}の三乗", "{}の{}乗", "{} {}", "ルート{}", "{1}分の{0}"),
}
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
    """What is said for a formula: its alttext where that is words, else its tokens; None where it has no words."""
    alternative = " ".join((el.get("alttext") or "").split())
    if alternative and not _PLACEHOLDER.fullmatch(alternative) and not _TEX.search(alternative):
        return alternative
    primary = language.partition("-")[0].lower()
    if primary not in _WORDS or sum(1 for one in el.iter() if local(one) in ("mi", "mn", "mo", "mtext")) > TOKENS:
        return None
    said = _said(el, primary)
    return " ".join(said.split()) if said and any(map(str.isalnum, said)) else None


def _said(el: etree._Element, tongue: str) -> str | None:
    name, parts = local(el), [child for child in el if local(child) and not local(child).startswith("annotation")]
    if name in ("mi", "mn", "mtext"):
        text = "".join(content(el).split()) if name != "mtext" else content(el)
        return _GREEK.get(text, text) if tongue not in ("zh", "ja") else text
    if name == "mo":
        return _operator("".join(content(el).split()), tongue)
    if name == "mspace":
        return " "
    said = [_said(part, tongue) for part in parts]
    if any(one is None for one in said):
        return None
    inner = [one for one in said if one is not None]
    squared, cubed, power, index, root, fraction = _FORMS[tongue]
    if name in _ROWS:
        return " ".join(inner)
    if name == "msup" and len(inner) == 2:
        exponent = inner[1].strip()
        if exponent in ("′", "'", "″", "∗", "×", "T", "+", "-"):
            return None
        form = squared if exponent == "2" else cubed if exponent == "3" else power
        return form.format(*inner)
    if name == "msub" and len(inner) == 2:
        return index.format(*inner)
    if name == "msqrt":
        return root.format(" ".join(inner))
    if name == "mfrac" and len(inner) == 2:
        return fraction.format(*inner)
    return None


def _operator(sign: str, tongue: str) -> str | None:
    sign = _SAME.get(sign, sign)
    if sign in _SIGNS:
        return f" {_WORDS[tongue][_SIGNS.index(sign)]} "
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
    """A picture's alternative text that is a placeholder, a file's name or a number."""
    return bool(_PICTURE.fullmatch(alternative) or _FILE.fullmatch(alternative) or _PLACEHOLDER.fullmatch(alternative))
