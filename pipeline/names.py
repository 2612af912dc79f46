"""People's names as they are spoken: placeholders are recognised, and "Austen, Jane" becomes Jane Austen."""

from __future__ import annotations

import re

# What programs write where no author is known. "Anonymous" and "Various" are spoken, for title pages have them.
_NOBODY = frozenset(
    """
unknown unknown-author unknown-writer unknown-artist author-unknown unknown-creator no-author no-name author name
author-name your-name the-author writer creator n/a na none null nil undefined unspecified untitled tbd tba todo ? ??
user admin administrator root owner default calibre microsoft-office-user microsoft-word openoffice libreoffice
windows-user pc-user dell hp lenovo compaq unbekannt unbekannter-autor unbekannter-verfasser autor unbekannter inconnu
auteur-inconnu auteur desconocido autor-desconocido sconosciuto autore-sconosciuto onbekend onbekende-auteur okänd
desconhecido autor-desconhecido неизвестен неизвестный неизвестный-автор автор-неизвестен
未知 未知作者 作者 作者名 不明 著者 著者名 匿名用户""".split()
)
_BEFORE_CHRIST = r"(?:\s*B\.?C\.?(?:E\.?)?)?"
_YEARS = re.compile(
    r",\s*\(?(?:(?:ca?|b|d|fl|born|died|geb|gest)\.?\s*)*\d{3,4}\??"
    + _BEFORE_CHRIST
    + r"(?:\s*[-–]\s*(?:(?:ca?|d)\.?\s*)?(?:\d{1,4}\??)?"
    + _BEFORE_CHRIST
    + r")?\)?\s*$",
    re.IGNORECASE,
)
_SUFFIXES = frozenset(
    "jr sr ii iii iv esq phd md ma dr père pere fils saint st sir lord lady dame baron count jun sen "
    "junior senior the-elder the-younger mrs mr miss rev".split()
)
# Words after a comma that belong to a company's name or to a role in making the book.
_NO_NAME = frozenset(
    "inc ltd co llc llp gmbh ag sa plc kg corp limited company ed eds editor translator trans "
    "illustrator hrsg et-al verlag press publishing".split()
)
_PARTICLES = frozenset(
    "von van der den de du des del della di da dos das la le ter ten zu zur und af av al el ibn bin "
    "d' y e o' st".split()
)
_NAME_WORD = re.compile(r"(?:[^\W\d_]+['’.-]?)+")


def is_placeholder_name(name: str) -> bool:
    """Whether a name is a placeholder: "Unknown", "[Author]", "n/a", "Unbekannter Autor"."""
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", name.strip()).casefold()
    return not bare or re.sub(r"[\s_-]+", "-", bare) in _NOBODY


def spoken_name(name: str) -> str:
    """A name in spoken order: a catalogue's inverted form ("Austen, Jane, 1775-1817") is turned back.

    It is left as it is where it may be a company (Smith, Elder & Co.), two people, or have a suffix (Sammy Davis, Jr.).
    """
    bare = _YEARS.sub("", " ".join(name.split())).strip(" ,")
    parts = [part.strip() for part in bare.split(",")]
    suffix = ""
    if len(parts) == 3 and _word(parts[2]) in _SUFFIXES:
        suffix = " " + parts.pop()
    if len(parts) != 2 or not all(parts):
        return bare + suffix if len(parts) == 1 else bare
    last, first = parts
    if (
        _word(first) in _SUFFIXES
        or any(_word(word) in _NO_NAME for word in first.split())
        or re.search(r"[&+/;]|\b(?:and|und|et|y|e|with|mit)\b", last + " " + first)
    ):
        return bare
    if not all(map(_NAME_WORD.fullmatch, (last + " " + first).split())):
        return bare
    firsts, lasts = first.split(), last.split()
    given = [word for word in firsts if word.casefold() not in _PARTICLES and not re.fullmatch(r"\w\.?(?:\w\.)*", word)]
    family = [word for word in lasts if word.casefold() not in _PARTICLES]
    if (len(family) > 1 and len(given) > 1) or len(family) > 2 or len(firsts) > 5:
        return bare  # "Jane Austen, Charlotte Brontë" are two
    joint = "" if firsts[-1].endswith(("'", "’")) else " "
    return f"{first}{joint}{last}{suffix}"


def _word(text: str) -> str:
    return re.sub(r"[\s-]+", "-", text.replace(".", "").strip().casefold())
