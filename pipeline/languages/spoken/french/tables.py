"""Tables of the French rules: units, money, abbreviations, names."""

from __future__ import annotations

_PREFIXES = {
    "p": "pico", "n": "nano", "µ": "micro", "μ": "micro", "m": "milli", "c": "centi", "d": "déci", "h": "hecto",
    "k": "kilo", "M": "méga", "G": "giga", "T": "téra",
}  # fmt: skip
# Each base with the prefixes that it is used with.
_BASES = {
    "m": ("pnµμmcdhk", "mètre"), "g": ("nµμmk", "gramme"), "l": ("µμmcdh", "litre"), "L": ("mcdh", "litre"),
    "s": ("nµμm", "seconde"), "V": ("µμmkM", "volt"), "W": ("µμmkMGT", "watt"), "Wh": ("kMGT", "wattheure"),
    "A": ("µμmk", "ampère"), "Hz": ("mkMGT", "hertz"), "J": ("mkMG", "joule"), "Pa": ("hkMG", "pascal"),
    "N": ("mkM", "newton"), "o": ("kMGT", "octet"), "cal": ("k", "calorie"), "eV": ("kMGT", "électronvolt"),
    "Ω": ("mkM", "ohm"), "F": ("pnµμm", "farad"), "bar": ("m", "bar"), "bit": ("kMG", "bit"), "t": ("kM", "tonne"),
}  # fmt: skip


def _many(one: str) -> str:
    return one if one.endswith("z") else one + "s"


UNITS = {
    **{f"{p}{base}": (_PREFIXES[p] + one, _many(_PREFIXES[p] + one))
       for base, (prefixes, one) in _BASES.items() for p in prefixes},
    **{base: (one, _many(one)) for base, (_, one) in _BASES.items() if base not in ("F", "N", "J", "o", "bit")},
    "h": ("heure", "heures"), "min": ("minute", "minutes"), "mn": ("minute", "minutes"), "ha": ("hectare", "hectares"),
    "ft": ("pied", "pieds"), "lb": ("livre", "livres"), "dB": ("décibel", "décibels"), "ch": ("cheval", "chevaux"),
    "°C": ("degré Celsius", "degrés Celsius"), "°F": ("degré Fahrenheit", "degrés Fahrenheit"),
    "°": ("degré", "degrés"), "K": ("kelvin", "kelvins"), "Ko": ("kilooctet", "kilooctets"),
}  # fmt: skip
MONEY = {
    "€": ("euro", "euros", "centime", "centimes"), "EUR": ("euro", "euros", "centime", "centimes"),
    "$": ("dollar", "dollars", "cent", "cents"), "US$": ("dollar américain", "dollars américains", "cent", "cents"),
    "£": ("livre", "livres", "penny", "pence"), "¥": ("yen", "yens", "sen", "sen"),
    "FF": ("franc", "francs", "centime", "centimes"), "CHF": ("franc suisse", "francs suisses", "centime", "centimes"),
    "F": ("franc", "francs", "centime", "centimes"), "frs": ("franc", "francs", "centime", "centimes"),
    "₣": ("franc", "francs", "centime", "centimes"), "GBP": ("livre sterling", "livres sterling", "penny", "pence"),
    "JPY": ("yen", "yens", "sen", "sen"),
    "CAD": ("dollar canadien", "dollars canadiens", "cent", "cents"), "₩": ("won", "wons", "jeon", "jeon"),
    "FCFA": ("franc CFA", "francs CFA", "centime", "centimes"), "ct": ("centime", "centimes", "centime", "centimes"),
    "RUB": ("rouble", "roubles", "kopeck", "kopecks"), "CNY": ("yuan", "yuans", "fen", "fens"),
    "USD": ("dollar américain", "dollars américains", "cent", "cents"),
}  # fmt: skip
SHORT = {
    "mm": "messieurs", "mr": "monsieur", "mrs": "madame", "mme": "madame", "mmes": "mesdames", "mlle": "mademoiselle",
    "mlles": "mesdemoiselles", "mᵐᵉ": "madame", "mᵐᵉˢ": "mesdames", "mˡˡᵉ": "mademoiselle", "mˡˡᵉˢ": "mesdemoiselles",
    "dr": "docteur", "dʳ": "docteur", "dʳᵉ": "docteure", "dʳˢ": "docteurs", "dʳᵉˢ": "docteures", "pr": "professeur",
    "prof": "professeur", "st": "saint", "ste": "sainte", "etc": "et cetera", "cf": "confer", "p. ex": "par exemple",
    "p.ex": "par exemple", "c.-à-d": "c'est-à-dire", "env": "environ", "apr. j.-c": "après Jésus-Christ",
    "av. j.-c": "avant Jésus-Christ", "ap. j.-c": "après Jésus-Christ", "j.-c": "Jésus-Christ", "bd": "boulevard",
    "boul": "boulevard", "cie": "compagnie", "mgr": "monseigneur", "éd": "édition", "tél": "téléphone",
    "janv": "janvier", "févr": "février", "sept": "septembre", "oct": "octobre", "nov": "novembre", "déc": "décembre",
    "s.v.p": "s'il vous plaît", "av": "avenue", "apr": "après", "hab": "habitants", "p. s": "post-scriptum",
    "n. b": "nota bene", "c. à d": "c'est-à-dire", "r. s. v. p": "réponse s'il vous plaît", "id": "idem",
    "ibid": "ibidem", "op. cit": "opus citatum", "suiv": "suivantes", "vve": "veuve", "qqch": "quelque chose",
    "qqn": "quelqu'un", "c.q.f.d": "ce qu'il fallait démontrer", "r.-v": "rendez-vous", "faub": "faubourg",
    "fg": "faubourg", "cdt": "commandant", "lt": "lieutenant", "sgt": "sergent",
}  # fmt: skip
NUMBERED = {
    "n°": "numéro", "nº": "numéro", "no": "numéro", "p": "page", "pp": "pages", "nᵒ": "numéro", "nos": "numéros",
    "n°s": "numéros", "nᵒˢ": "numéros", "t": "tome", "vol": "volume", "chap": "chapitre", "art": "article",
    "fig": "figure", "§": "paragraphe", "§§": "paragraphes", "al": "alinéa", "sc": "scène", "liv": "livre",
    "ch": "chapitre", "l": "ligne", "v": "vers", "éd": "édition", "f": "folio", "pl": "planche", "tabl": "tableau",
}  # fmt: skip
