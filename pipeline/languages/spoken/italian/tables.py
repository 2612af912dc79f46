"""Tables of the Italian rules: units, money, abbreviations, names."""

from __future__ import annotations

MONTHS = tuple("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split())
MONTH = (
    r"gen(?:naio|n?\.)|feb(?:braio|br?\.|\.)|mar(?:zo|\.)|apr(?:ile|\.)|mag(?:gio|\.)|giu(?:gno|\.)|lug(?:lio|\.)|"
    r"ago(?:sto|\.)|sett?(?:embre|\.)|ott(?:obre|\.)|nov(?:embre|\.)|dic(?:embre|\.)"
)
_PREFIXES = {
    "n": "nano", "µ": "micro", "μ": "micro", "m": "milli", "c": "centi", "d": "deci", "h": "etto", "k": "chilo",
    "M": "mega", "G": "giga", "T": "tera",
}  # fmt: skip
# Each base with the prefixes that it is used with, one and many.
_BASES = {
    "m": ("nµμmcdhk", "metro", "metri"), "g": ("µμmhk", "grammo", "grammi"), "l": ("µμmcdh", "litro", "litri"),
    "s": ("nµμm", "secondo", "secondi"), "V": ("mkM", "volt", "volt"), "W": ("mkMGT", "watt", "watt"),
    "A": ("mk", "ampere", "ampere"), "Hz": ("kMGT", "hertz", "hertz"), "J": ("kM", "joule", "joule"),
    "Pa": ("hkM", "pascal", "pascal"), "B": ("kMGT", "byte", "byte"), "cal": ("k", "caloria", "calorie"),
    "Ω": ("kM", "ohm", "ohm"), "bar": ("m", "bar", "bar"), "bit": ("kMG", "bit", "bit"),
}  # fmt: skip
UNITS = {
    **{f"{p}{base}": (_PREFIXES[p] + one, _PREFIXES[p] + many) for base, (prefixes, one, many) in _BASES.items()
       for p in prefixes},
    **{base: (one, many) for base, (_, one, many) in _BASES.items() if base not in ("B", "J", "bit")},
    "h": ("ora", "ore"), "min": ("minuto", "minuti"), "sec": ("secondo", "secondi"), "mL": ("millilitro", "millilitri"),
    "t": ("tonnellata", "tonnellate"), "q": ("quintale", "quintali"), "ha": ("ettaro", "ettari"),
    "km/h": ("chilometro all'ora", "chilometri all'ora"), "m/s": ("metro al secondo", "metri al secondo"),
    "kWh": ("chilowattora", "chilowattora"), "°": ("grado", "gradi"), "°C": ("grado Celsius", "gradi Celsius"),
    "° C": ("grado Celsius", "gradi Celsius"), "°F": ("grado Fahrenheit", "gradi Fahrenheit"),
    "° F": ("grado Fahrenheit", "gradi Fahrenheit"), "dB": ("decibel", "decibel"), "K": ("kelvin", "kelvin"),
}  # fmt: skip
_MONEY = {
    "€": ("euro", "euro", "centesimo", "centesimi"), "eur": ("euro", "euro", "centesimo", "centesimi"),
    "$": ("dollaro", "dollari", "centesimo", "centesimi"),
    "usd": ("dollaro statunitense", "dollari statunitensi", "centesimo", "centesimi"),
    "us$": ("dollaro statunitense", "dollari statunitensi", "centesimo", "centesimi"),
    "£": ("sterlina", "sterline", "penny", "penny"), "gbp": ("sterlina", "sterline", "penny", "penny"),
    "₤": ("lira", "lire", "centesimo", "centesimi"), "itl": ("lira", "lire", "centesimo", "centesimi"),
    "¥": ("yen", "yen", "sen", "sen"), "jpy": ("yen", "yen", "sen", "sen"),
    "chf": ("franco svizzero", "franchi svizzeri", "centesimo", "centesimi"),
    "fr": ("franco", "franchi", "centesimo", "centesimi"), "₽": ("rublo", "rubli", "copeco", "copechi"),
}  # fmt: skip
MONEY = {**_MONEY, **{code.upper(): words for code, words in _MONEY.items()}}
NUMBERED = {
    "n": "numero", "nr": "numero", "num": "numero", "n°": "numero", "nº": "numero", "nn": "numeri", "pag": "pagina",
    "pagg": "pagine", "p": "pagina", "pp": "pagine", "cap": "capitolo", "capp": "capitoli", "vol": "volume",
    "voll": "volumi", "art": "articolo", "artt": "articoli", "fig": "figura", "figg": "figure", "tav": "tavola",
    "tavv": "tavole", "t": "tomo", "v": "verso", "vv": "versi", "par": "paragrafo", "§": "paragrafo",
    "§§": "paragrafi", "sez": "sezione", "ed": "edizione", "lib": "libro", "sc": "scena", "int": "interno",
    "col": "colonna", "all": "allegato", "co": "comma",
}  # fmt: skip
ABBREVIATIONS = {
    "sig": "signor", "sigg": "signori", "dott": "dottor", "dr": "dottor", "prof": "professor", "avv": "avvocato",
    "ing": "ingegner", "arch": "architetto", "rag": "ragionier", "geom": "geometra", "on": "onorevole",
    "sen": "senatore", "mons": "monsignor", "card": "cardinale", "gen": "generale", "col": "colonnello",
    "cap": "capitano", "ten": "tenente", "cav": "cavaliere", "comm": "commendatore", "ecc": "eccetera",
    "p. es": "per esempio", "p.es": "per esempio", "per es": "per esempio", "ad es": "ad esempio", "es": "esempio",
    "cfr": "confronta", "tel": "telefono", "ca": "circa", "pag": "pagina", "pagg": "pagine", "vol": "volume",
    "art": "articolo", "fig": "figura", "sec": "secolo", "v.le": "viale", "fam": "famiglia", "ed": "edizione",
    "edd": "edizioni", "tav": "tavola", "op. cit": "opera citata", "ibid": "ibidem", "n.b": "nota bene",
    "p.s": "post scriptum", "s.p.a": "società per azioni", "s.r.l": "società a responsabilità limitata",
    "u.s": "ultimo scorso", "c.m": "corrente mese", "c.a": "corrente anno", "gent.mo": "gentilissimo", "min": "minuto",
    "max": "massimo", "lun": "lunedì", "mart": "martedì", "merc": "mercoledì", "giov": "giovedì", "ven": "venerdì",
    "sab": "sabato", "dom": "domenica",
}  # fmt: skip
# Their last letters are raised in print, and no stop follows.
RAISED = {
    "sig.ra": "signora", "sig.na": "signorina", "sig.re": "signore", "sig.ri": "signori", "dott.ssa": "dottoressa",
    "dr.ssa": "dottoressa", "prof.ssa": "professoressa", "v.le": "viale", "p.za": "piazza", "p.zza": "piazza",
    "c.so": "corso", "l.go": "largo", "f.lli": "fratelli", "s.ta": "santa", "s.to": "santo", "gent.ma": "gentilissima",
    "gent.mo": "gentilissimo", "ill.mo": "illustrissimo", "ill.ma": "illustrissima", "spett.le": "spettabile",
    "egr.": "egregio",
}  # fmt: skip
SAINTS = (
    "Pietro|Paolo|Giovanni|Giuseppe|Francesco|Antonio|Marco|Matteo|Luca|Lorenzo|Martino|Michele|Nicola|Domenico|"
    "Benedetto|Bernardo|Giorgio|Gennaro|Ambrogio|Agostino|Girolamo|Sebastiano|Rocco|Carlo|Filippo|Giacomo|Andrea|"
    "Tommaso|Vincenzo|Siro|Zeno|Babila|Miniato|Vitale|Apollinare"
)
RULERS = (
    "Luigi|Carlo|Enrico|Filippo|Vittorio Emanuele|Vittorio Amedeo|Emanuele Filiberto|Umberto|Carlo Alberto|Ferdinando|"
    "Francesco|Giovanni Paolo|Giovanni|Paolo|Pio|Leone|Gregorio|Innocenzo|Urbano|Clemente|Bonifacio|Sisto|Giulio|"
    "Adriano|Alessandro|Benedetto|Celestino|Martino|Eugenio|Niccolò|Callisto|Nicola|Pietro|Federico|Ottone|Guglielmo|"
    "Giorgio|Edoardo|Riccardo|Giacomo|Napoleone|Massimiliano|Giuseppe|Leopoldo|Alfonso|Roberto|Ruggero|Tolomeo|Ramses|"
    "Dario|Amedeo|Cosimo|Ludovico|Ercole|Elisabetta|Caterina|Maria|Giovanna|Margherita|Cristina|Isabella|Cleopatra|"
    "Anna"
)
