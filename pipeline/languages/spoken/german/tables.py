"""Tables of the German rules: units, money, abbreviations, names."""

from __future__ import annotations

_PREFIXES = {
    "p": "piko", "n": "nano", "µ": "mikro", "μ": "mikro", "m": "milli", "c": "zenti", "d": "dezi", "h": "hekto",
    "k": "kilo", "M": "mega", "G": "giga", "T": "tera",
}  # fmt: skip
# Each base with the prefixes that it is used with.
_BASES = {
    "m": ("pnµμmcdhk", "meter", "meter"), "g": ("nµμmkp", "gramm", "gramm"), "l": ("µμmcdh", "liter", "liter"),
    "s": ("nµμm", "sekunde", "sekunden"), "V": ("µμmkM", "volt", "volt"), "W": ("µμmkMGT", "watt", "watt"),
    "Wh": ("kMGT", "wattstunde", "wattstunden"), "A": ("µμmk", "ampere", "ampere"), "Hz": ("mkMGT", "hertz", "hertz"),
    "J": ("mkMG", "joule", "joule"), "Pa": ("hkMG", "pascal", "pascal"), "N": ("mkM", "newton", "newton"),
    "B": ("kMGT", "byte", "bytes"), "cal": ("k", "kalorie", "kalorien"), "eV": ("kMGT", "elektronenvolt",
    "elektronenvolt"), "Ω": ("mkM", "ohm", "ohm"), "F": ("pnµμm", "farad", "farad"), "bar": ("m", "bar", "bar"),
    "bit": ("kMG", "bit", "bits"),
}  # fmt: skip
_UNITS = {
    **{f"{p}{base}": (_PREFIXES[p] + one, _PREFIXES[p] + many)
       for base, (prefixes, one, many) in _BASES.items() for p in prefixes},
    **{base: (one, many) for base, (_, one, many) in _BASES.items() if base not in ("B", "F", "N", "J", "bit")},
    "h": ("stunde", "stunden"), "min": ("minute", "minuten"), "t": ("tonne", "tonnen"), "ha": ("hektar", "hektar"),
    "ft": ("fuß", "fuß"), "mi": ("meile", "meilen"), "lb": ("pfund", "pfund"),
    "lbs": ("pfund", "pfund"), "oz": ("unze", "unzen"), "cwt": ("zentner", "zentner"), "dB": ("dezibel", "dezibel"),
    "°C": ("grad celsius", "grad celsius"), "°F": ("grad fahrenheit", "grad fahrenheit"), "°": ("grad", "grad"),
    "K": ("kelvin", "kelvin"), "KB": ("kilobyte", "kilobytes"), "mw": ("megawatt", "megawatt"),
    "ω": ("ohm", "ohm"), "sek": ("sekunde", "sekunden"),
    "sec": ("sekunde", "sekunden"), "PS": ("p s", "p s"), "ccm": ("kubik zentimeter", "kubik zentimeter"),
    "qm": ("quadrat meter", "quadrat meter"), "qkm": ("quadrat kilometer", "quadrat kilometer"),
    "cbm": ("kubik meter", "kubik meter"), "Std": ("stunde", "stunden"), "std": ("stunde", "stunden"),
}  # fmt: skip
# In small letters, too, as careless writers have them: kw, ghz.
UNITS = {**{u.lower(): said for u, said in reversed(_UNITS.items()) if len(u) > 1}, **_UNITS}
WEEKDAYS = {
    "Mo": "Montag", "Di": "Dienstag", "Mi": "Mittwoch", "Do": "Donnerstag", "Fr": "Freitag", "Sa": "Samstag",
    "So": "Sonntag",
}  # fmt: skip
ZONES = "mesz|mez|utc|gmt|cest|cet|est|edt|pst|pdt|cst|pt|et"
MONEY = {
    "$": ("dollar", "dollar", "cent", "cent"), "US$": ("US-dollar", "US-dollar", "cent", "cent"),
    "€": ("euro", "euro", "cent", "cent"), "EUR": ("euro", "euro", "cent", "cent"),
    "£": ("pfund", "pfund", "penny", "pence"), "¥": ("yen", "yen", "sen", "sen"),
    "CHF": ("schweizer franken", "schweizer franken", "rappen", "rappen"), "DM": ("mark", "mark", "pfennig", "pfennig"),
    "USD": ("US-dollar", "US-dollar", "cent", "cent"), "₩": ("won", "won", "jeon", "jeon"),
    "GBP": ("britisches pfund", "britische pfund", "penny", "pence"), "JPY": ("yen", "yen", "sen", "sen"),
    "RM": ("reichsmark", "reichsmark", "pfennig", "pfennig"), "Mk": ("mark", "mark", "pfennig", "pfennig"),
    "Sfr": ("schweizer franken", "schweizer franken", "rappen", "rappen"), "ct": ("cent", "cent", "cent", "cent"),
    "öS": ("schilling", "schilling", "groschen", "groschen"), "Rs": ("rupie", "rupien", "paisa", "paisa"),
    "DKK": ("dänische krone", "dänische kronen", "öre", "öre"),
    "NOK": ("norwegische krone", "norwegische kronen", "öre", "öre"),
    "SEK": ("schwedische krone", "schwedische kronen", "öre", "öre"),
    "CZK": ("tschechische krone", "tschechische kronen", "heller", "heller"),
    "PLN": ("zloty", "zloty", "groszy", "groszy"), "NZD": ("neuseeland dollar", "neuseeland dollar", "cent", "cent"),
    "HKD": ("hongkong dollar", "hongkong dollar", "cent", "cent"), "CAD": ("kanadischer dollar", "kanadische dollar",
    "cent", "cent"), "AUD": ("australischer dollar", "australische dollar", "cent", "cent"),
    "FIM": ("finnische mark", "finnische mark", "penni", "penniä"), "AED": ("dirham", "dirham", "fils", "fils"),
    "INR": ("rupie", "rupien", "paisa", "paisa"), "PKR": ("pakistanische rupie", "pakistanische rupien", "paisa",
    "paisa"), "TRY": ("türkische lira", "türkische lira", "kurusch", "kurusch"),
    "HUF": ("forint", "forint", "filler", "filler"),
    "RUB": ("rubel", "rubel", "kopeke", "kopeken"), "CNY": ("yuan", "yuan", "fen", "fen"),
}  # fmt: skip
# Also without their spaces (z.B.).
SHORT = {
    "mr": "mister", "mrs": "misses", "ms": "miss", "dr": "Doktor", "prof": "Professor", "hr": "Herr", "hrn": "Herrn",
    "fr": "Frau", "frl": "Fräulein", "st": "Sankt", "z. b": "zum Beispiel", "d. h": "das heißt",
    "u. a": "unter anderem", "u. a. m": "und anderes mehr", "usw": "und so weiter", "etc": "et cetera",
    "bzw": "beziehungsweise", "ca": "circa", "vgl": "vergleiche", "evtl": "eventuell", "ggf": "gegebenenfalls",
    "inkl": "inklusive", "exkl": "exklusive", "sog": "sogenannt", "u. ä": "und ähnliches", "v. chr": "vor Christus",
    "n. chr": "nach Christus", "i. d. r": "in der Regel", "z. t": "zum Teil", "u. u": "unter Umständen",
    "mio": "Millionen", "mrd": "Milliarden", "jh": "Jahrhundert", "jhd": "Jahrhundert", "geb": "geboren",
    "gest": "gestorben", "str": "Straße", "bspw": "beispielsweise", "jhdt": "Jahrhundert", "o. g": "oben genannt",
    "m. e": "meines Erachtens", "a. a. o": "am angegebenen Ort", "jhs": "Jahrhunderts", "hl": "heilig",
    "hrsg": "herausgegeben", "s. a": "siehe auch", "od": "oder", "kath": "katholisch", "ev": "evangelisch",
    "o. ä": "oder ähnliches", "s. o": "siehe oben", "s. u": "siehe unten", "z. zt": "zur Zeit", "a. d": "an der",
    "a. D": "außer Dienst", "i. a": "im Auftrag", "tel": "Telefon", "z. hd": "zu Händen", "i. v": "in Vertretung",
    "b. w": "bitte wenden", "v. l. n. r": "von links nach rechts", "e. v": "eingetragener Verein", "med": "med",
    "phil": "phil", "jur": "jur", "rer. nat": "rer nat", "h. c": "honoris causa", "u": "und", "abt": "Abteilung",
    "bhf": "Bahnhof", "hbf": "Hauptbahnhof", "dipl": "Diplom", "ing": "Ingenieur", "verh": "verheiratet",
    "ebd": "ebenda", "ders": "derselbe", "dies": "dieselbe", "hg": "Herausgeber", "jg": "Jahrgang", "aufl": "Auflage",
    "insbes": "insbesondere", "einschl": "einschließlich", "zzgl": "zuzüglich", "abzgl": "abzüglich",
    "gez": "gezeichnet", "betr": "betreffend", "bzgl": "bezüglich", "dgl": "dergleichen", "zz": "zurzeit",
    "allg": "allgemein", "eigtl": "eigentlich", "ehem": "ehemalig", "u. ä. m": "und ähnliches mehr",
    "u. dgl": "und dergleichen", "m. a. w": "mit anderen Worten", "i. e. s": "im engeren Sinne", "v. a": "vor allem",
    "o. dgl": "oder dergleichen", "s. d": "siehe dort", "n. b": "nota bene", "tsd": "Tausend", "skt": "Sankt",
    "drs": "Doktores", "sr": "Seiner", "ew": "Euer", "kgl": "königlich", "kais": "kaiserlich",
    "u. s. w": "und so weiter",
}  # fmt: skip
NUMBERED = {
    "nr": "nummer", "s": "seite", "bd": "band", "kap": "kapitel", "abs": "absatz", "art": "artikel", "abb": "abbildung",
    "tab": "tabelle", "§": "paragraph", "§§": "paragraphen", "ziff": "ziffer", "anm": "anmerkung", "bde": "bände",
    "z": "zeile", "v": "vers", "nrn": "nummern", "hs": "handschrift", "bl": "blatt", "taf": "tafel", "sp": "spalte",
    "rn": "randnummer", "rdnr": "randnummer", "vol": "volumen", "fig": "figur", "lfd. nr": "laufende nummer",
}  # fmt: skip
