"""What German rules know by heart."""

from __future__ import annotations

UNITS = {
    "m": ("meter", "meter"), "km": ("kilometer", "kilometer"), "cm": ("zentimeter", "zentimeter"),
    "mm": ("millimeter", "millimeter"), "dm": ("dezimeter", "dezimeter"), "kg": ("kilogramm", "kilogramm"),
    "g": ("gramm", "gramm"), "mg": ("milligramm", "milligramm"), "l": ("liter", "liter"),
    "ml": ("milliliter", "milliliter"), "cl": ("zentiliter", "zentiliter"), "t": ("tonne", "tonnen"),
    "h": ("stunde", "stunden"), "min": ("minute", "minuten"), "s": ("sekunde", "sekunden"),
    "ms": ("millisekunde", "millisekunden"), "mv": ("millivolt", "millivolt"), "mV": ("millivolt", "millivolt"),
    "V": ("volt", "volt"), "kV": ("kilovolt", "kilovolt"), "W": ("watt", "watt"), "kW": ("kilowatt", "kilowatt"),
    "kWh": ("kilowattstunde", "kilowattstunden"), "A": ("ampere", "ampere"), "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"), "GHz": ("gigahertz", "gigahertz"),
    "ft": ("fuß", "fuß"), "ha": ("hektar", "hektar"), "°C": ("grad celsius", "grad celsius"), "°": ("grad", "grad"),
    "GB": ("gigabyte", "gigabyte"), "MB": ("megabyte", "megabyte"), "KB": ("kilobyte", "kilobyte"),
    "TB": ("terabyte", "terabyte"), "dB": ("dezibel", "dezibel"), "kJ": ("kilojoule", "kilojoule"),
    "kcal": ("kilokalorie", "kilokalorien"), "hPa": ("hektopascal", "hektopascal"),
}  # fmt: skip
MONEY = {
    "$": ("dollar", "dollar", "cent", "cent"), "US$": ("US-dollar", "US-dollar", "cent", "cent"),
    "€": ("euro", "euro", "cent", "cent"), "EUR": ("euro", "euro", "cent", "cent"),
    "£": ("pfund", "pfund", "penny", "pence"), "¥": ("yen", "yen", "sen", "sen"),
    "CHF": ("schweizer franken", "schweizer franken", "rappen", "rappen"), "DM": ("mark", "mark", "pfennig", "pfennig"),
    "USD": ("US-dollar", "US-dollar", "cent", "cent"),
}  # fmt: skip
SHORT = {
    "mr": "mister", "mrs": "misses", "dr": "Doktor", "prof": "Professor", "hr": "Herr", "hrn": "Herrn", "fr": "Frau",
    "frl": "Fräulein", "st": "Sankt", "z. b": "zum Beispiel", "z.b": "zum Beispiel", "d. h": "das heißt",
    "d.h": "das heißt", "u. a": "unter anderem",
    "u. a. m": "und anderes mehr", "u.a.m": "und anderes mehr", "u.a": "unter anderem",
    "usw": "und so weiter", "etc": "et cetera",
    "bzw": "beziehungsweise", "ca": "circa", "vgl": "vergleiche", "evtl": "eventuell", "ggf": "gegebenenfalls",
    "inkl": "inklusive", "exkl": "exklusive", "sog": "sogenannt", "u. ä": "und ähnliches", "v. chr": "vor Christus",
    "n. chr": "nach Christus", "i. d. r": "in der Regel", "z. t": "zum Teil", "u. u": "unter Umständen",
    "mio": "Millionen", "mrd": "Milliarden", "jh": "Jahrhundert", "jhd": "Jahrhundert", "geb": "geboren",
    "gest": "gestorben", "str": "Straße", "bspw": "beispielsweise", "jhdt": "Jahrhundert", "o. g": "oben genannt",
    "m. e": "meines Erachtens", "a. a. o": "am angegebenen Ort", "jhs": "Jahrhunderts", "hl": "heilig",
    "hrsg": "herausgegeben", "s. a": "siehe auch", "od": "oder", "kath": "katholisch", "ev": "evangelisch",
    "o. ä": "oder ähnliches", "s. o": "siehe oben", "s. u": "siehe unten", "z. zt": "zur Zeit", "a. d": "an der",
    "i. a": "im Auftrag", "u. s. w": "und so weiter",
}  # fmt: skip
NUMBERED = {
    "nr": "nummer", "s": "seite", "bd": "band", "kap": "kapitel", "abs": "absatz", "art": "artikel", "abb": "abbildung",
    "tab": "tabelle", "§": "paragraph", "§§": "paragraphen", "ziff": "ziffer", "anm": "anmerkung", "bde": "bände",
    "z": "zeile", "v": "vers",
}  # fmt: skip
