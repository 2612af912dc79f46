"""Tables of the Spanish rules: units, money, abbreviations, names."""

from __future__ import annotations

_PREFIXES = {
    "p": "pico", "n": "nano", "µ": "micro", "μ": "micro", "m": "mili", "c": "centi", "d": "deci", "h": "hecto",
    "k": "kilo", "M": "mega", "G": "giga", "T": "tera",
}  # fmt: skip
# Each base with the prefixes that it is used with.
_BASES = {
    "m": ("pnµμmcdhk", "metro"), "g": ("nµμmk", "gramo"), "l": ("µμmcdh", "litro"), "L": ("m", "litro"),
    "s": ("nµμm", "segundo"), "V": ("µμmkM", "voltio"), "W": ("µμmkMGT", "vatio"), "A": ("µμmk", "amperio"),
    "Hz": ("mkMGT", "hercio"), "J": ("mkMG", "julio"), "Pa": ("hkMG", "pascal"), "N": ("mkM", "newton"),
    "B": ("kKMGT", "byte"), "cal": ("k", "caloría"), "eV": ("kMGT", "electronvoltio"), "Ω": ("mkM", "ohmio"),
    "F": ("pnµμm", "faradio"), "bar": ("m", "bar"), "bit": ("kMG", "bit"), "t": ("kM", "tonelada"),
}  # fmt: skip
_ACCENTED = {
    "kilometro": "kilómetro", "centimetro": "centímetro", "milimetro": "milímetro", "decimetro": "decímetro",
    "hectometro": "hectómetro", "nanometro": "nanómetro", "micrometro": "micrómetro", "picometro": "picómetro",
}  # fmt: skip


def _many(one: str) -> str:
    return one + ("es" if one.endswith(("l", "r")) else "s")


_SI = {
    f"{p}{base}": _ACCENTED.get(
        _PREFIXES[p.lower() if p == "K" else p] + one, _PREFIXES[p.lower() if p == "K" else p] + one
    )
    for base, (prefixes, one) in _BASES.items()
    for p in prefixes
}
_SI |= {base: one for base, (_, one) in _BASES.items() if base not in ("B", "F", "N", "J", "bit", "L")}
UNITS = {
    **{unit: (one, _many(one)) for unit, one in _SI.items()},
    "h": ("hora", "horas"), "min": ("minuto", "minutos"), "seg": ("segundo", "segundos"),
    "kWh": ("kilovatio hora", "kilovatios hora"), "MWh": ("megavatio hora", "megavatios hora"),
    "mph": ("milla por hora", "millas por hora"), "kph": ("kilómetro por hora", "kilómetros por hora"),
    "km/h": ("kilómetro por hora", "kilómetros por hora"), "psi": ("p s i", "p s i"), "lb": ("libra", "libras"),
    "gsm": ("gramo por metro cuadrado", "gramos por metro cuadrado"), "oz": ("onza", "onzas"),
    "ha": ("hectárea", "hectáreas"), "°C": ("grado Celsius", "grados Celsius"), "°": ("grado", "grados"),
    "°F": ("grado Fahrenheit", "grados Fahrenheit"), "° C": ("grado centígrado", "grados centígrados"),
    "° F": ("grado Fahrenheit", "grados Fahrenheit"),
    "° c": ("grado centígrado", "grados centígrados"),
    "° f": ("grado Fahrenheit", "grados Fahrenheit"),
    "K": ("kelvin", "kelvins"), "dB": ("decibelio", "decibelios"),
    "ft": ("pie", "pies"), "in": ("pulgada", "pulgadas"), "kgs": ("kilogramo", "kilogramos"),
    "hs": ("hora", "horas"), "hrs": ("hora", "horas"), "mts": ("metro", "metros"), "kms": ("kilómetro", "kilómetros"),
    "gr": ("gramo", "gramos"), "grs": ("gramo", "gramos"), "cc": ("centímetro cúbico", "centímetros cúbicos"),
    "hab": ("habitante", "habitantes"),
}  # fmt: skip
_MONEY = {
    "$": ("dólar", "dólares", "centavo", "centavos"),
    "us$": ("dólar estadounidense", "dólares estadounidenses", "centavo", "centavos"),
    "usd": ("dólar estadounidense", "dólares estadounidenses", "centavo", "centavos"),
    "€": ("euro", "euros", "céntimo", "céntimos"), "eur": ("euro", "euros", "céntimo", "céntimos"),
    "£": ("libra", "libras", "penique", "peniques"), "¥": ("yen", "yenes", "centavo", "centavos"),
    "₩": ("won", "wones", "chon", "chon"), "₧": ("peseta", "pesetas", "céntimo", "céntimos"),
    "rs": ("rupia", "rupias", "paisa", "paise"), "kr": ("corona", "coronas", "øre", "øre"),
    "fr": ("franco", "francos", "céntimo", "céntimos"),
    "chf": ("franco suizo", "francos suizos", "céntimo", "céntimos"), "r$": ("real", "reales", "centavo", "centavos"),
    "mex$": ("peso mexicano", "pesos mexicanos", "centavo", "centavos"),
    "mxn": ("peso mexicano", "pesos mexicanos", "centavo", "centavos"),
    "hkd": ("dólar de hong kong", "dólares de hong kong", "centavo", "centavos"),
    "pab": ("balboa", "balboas", "centésimo", "centésimos"),
    "crc": ("colón costarricense", "colones costarricenses", "céntimo", "céntimos"),
    "bop": ("peso boliviano", "pesos bolivianos", "centavo", "centavos"),
    "bob": ("boliviano", "bolivianos", "centavo", "centavos"), "hnl": ("lempira", "lempiras", "centavo", "centavos"),
    "awg": ("florín arubeño", "florines arubeños", "centavo", "centavos"),
    "ars": ("peso argentino", "pesos argentinos", "centavo", "centavos"),
    "clp": ("peso chileno", "pesos chilenos", "centavo", "centavos"),
    "cop": ("peso colombiano", "pesos colombianos", "centavo", "centavos"),
    "pen": ("sol", "soles", "céntimo", "céntimos"),
    "uyu": ("peso uruguayo", "pesos uruguayos", "centésimo", "centésimos"),
    "cup": ("peso cubano", "pesos cubanos", "centavo", "centavos"),
    "gtq": ("quetzal", "quetzales", "centavo", "centavos"), "nio": ("córdoba", "córdobas", "centavo", "centavos"),
    "pyg": ("guaraní", "guaraníes", "céntimo", "céntimos"),
    "dop": ("peso dominicano", "pesos dominicanos", "centavo", "centavos"),
    "gbp": ("libra esterlina", "libras esterlinas", "penique", "peniques"), "jpy": ("yen", "yenes", "sen", "sen"),
    "cny": ("yuan", "yuanes", "fen", "fen"), "₹": ("rupia", "rupias", "paisa", "paise"),
    "ar$": ("peso argentino", "pesos argentinos", "centavo", "centavos"),
    "arp": ("peso argentino", "pesos argentinos", "centavo", "centavos"),
    "brl": ("real brasileño", "reales brasileños", "centavo", "centavos"),
    "cad": ("dólar canadiense", "dólares canadienses", "centavo", "centavos"),
    "aud": ("dólar australiano", "dólares australianos", "centavo", "centavos"),
    "cts": ("céntimo", "céntimos", "", ""), "ct": ("céntimo", "céntimos", "", ""),
    "mk": ("marco", "marcos", "céntimo", "céntimos"),
    "₡": ("colón", "colones", "céntimo", "céntimos"), "₲": ("guaraní", "guaraníes", "céntimo", "céntimos"),
    "rd$": ("peso dominicano", "pesos dominicanos", "centavo", "centavos"),
    "gyd": ("dólar guyanés", "dólares guyaneses", "centavo", "centavos"),
    "htg": ("gourde", "gourdes", "céntimo", "céntimos"), "inr": ("rupia india", "rupias indias", "paisa", "paise"),
    "krw": ("won", "wones", "chon", "chon"),
    "svc": ("colón salvadoreño", "colones salvadoreños", "centavo", "centavos"),
    "ttd": ("dólar de Trinidad y Tobago", "dólares de Trinidad y Tobago", "céntimo", "céntimos"),
    "uyw": ("unidad previsional uruguaya", "unidades previsionales uruguayas", "centésimo", "centésimos"),
    "cle": ("escudo chileno", "escudos chilenos", "centésimo", "centésimos"),
    "ecs": ("sucre ecuatoriano", "sucres ecuatorianos", "centavo", "centavos"),
    "mxp": ("peso mexicano", "pesos mexicanos", "centavo", "centavos"),
    "peh": ("sol de oro", "soles de oro", "centavo", "centavos"),
    "veb": ("bolívar venezolano", "bolívares venezolanos", "céntimo", "céntimos"),
    "vef": ("bolívar fuerte", "bolívares fuertes", "céntimo", "céntimos"),
    "ptas": ("peseta", "pesetas", "céntimo", "céntimos"), "pta": ("peseta", "pesetas", "céntimo", "céntimos"),
    "pts": ("peseta", "pesetas", "céntimo", "céntimos"), "dkk": ("corona danesa", "coronas danesas", "øre", "øre"),
    "nok": ("corona noruega", "coronas noruegas", "øre", "øre"),
    "sek": ("corona sueca", "coronas suecas", "øre", "øre"),
    "czk": ("corona checa", "coronas checas", "heller", "heller"), "pln": ("esloti", "eslotis", "grosz", "grosz"),
    "try": ("lira turca", "liras turcas", "kurus", "kurus"), "rub": ("rublo", "rublos", "kopek", "kopeks"),
    "ves": ("bolívar", "bolívares", "céntimo", "céntimos"),
}  # fmt: skip
_MONEY |= {"us $": _MONEY["us$"], "rs.": _MONEY["rs"], "kr.": _MONEY["kr"], "Q": _MONEY["gtq"], "S/": _MONEY["pen"],
           "ptas.": _MONEY["ptas"], "pts.": _MONEY["pts"], "cts.": _MONEY["cts"]}  # fmt: skip
MONEY = {**_MONEY, **{code.upper(): words for code, words in _MONEY.items()}}
ZONES = {
    "pyt": "hora estándar de paraguay", "art": "hora estándar de argentina", "clt": "hora estándar de chile",
    "clst": "hora de verano de chile", "cot": "hora estándar de colombia", "bot": "hora de bolivia",
    "ect": "hora de ecuador", "vet": "hora de venezuela", "pet": "hora estándar de perú", "uyt": "hora de uruguay",
    "uyst": "hora de verano de uruguay", "pyst": "hora de verano de paraguay", "brt": "hora estándar de brasilia",
    "gyt": "hora de guyana", "gft": "hora de la guayana francesa", "galt": "hora de galápagos",
    "amt": "hora estándar del amazonas", "ast": "hora estándar del atlántico",
    "adt": "hora de verano del atlántico", "hkt": "hora estándar de hong kong", "jst": "hora estándar de japón",
    "kst": "hora estándar de corea", "sgt": "hora de singapur", "eet": "hora estándar de europa oriental",
    "eest": "hora de verano de europa oriental", "wet": "hora estándar de europa occidental",
    "west": "hora de verano de europa occidental",
}  # fmt: skip
WEEKDAYS = {
    "lun": "lunes", "mar": "martes", "mart": "martes", "mié": "miércoles", "mie": "miércoles", "miér": "miércoles",
    "jue": "jueves", "juev": "jueves", "vie": "viernes", "vier": "viernes", "sáb": "sábado", "sab": "sábado",
    "dom": "domingo",
}  # fmt: skip
NUMBERED = {
    "núm": "número", "n°": "número", "nº": "número", "n.º": "número", "n.°": "número", "núms": "números",
    "pp": "páginas", "pág": "página", "págs": "páginas", "p": "página", "pgs": "páginas", "cap": "capítulo",
    "caps": "capítulos", "vol": "volumen", "vols": "volúmenes", "art": "artículo", "arts": "artículos", "fig": "figura",
    "figs": "figuras", "t": "tomo", "ed": "edición", "lám": "lámina", "párr": "párrafo", "apdo": "apartado",
    "inc": "inciso", "§": "párrafo", "§§": "párrafos", "cuad": "cuadro", "f": "folio", "fol": "folio", "vv": "versos",
    "lib": "libro", "esc": "escena", "v": "verso",
}  # fmt: skip
ABBREVIATIONS = {
    "sr": "señor", "sra": "señora", "sres": "señores", "srta": "señorita", "dr": "doctor", "dra": "doctora", "d": "don",
    "dª": "doña", "d.ª": "doña", "mª": "María", "dña": "doña", "prof": "profesor", "lic": "licenciado",
    "ing": "ingeniero", "gral": "general", "cap": "capitán", "tte": "teniente", "sto": "santo", "sta": "santa",
    "ud": "usted", "uds": "ustedes", "vd": "usted", "vds": "ustedes", "etc": "etcétera", "p. ej": "por ejemplo",
    "p.ej": "por ejemplo", "av": "avenida", "avda": "avenida", "pza": "plaza", "plza": "plaza", "pl": "plaza",
    "tel": "teléfono", "aprox": "aproximadamente", "máx": "máximo", "mín": "mínimo", "ee. uu": "Estados Unidos",
    "ee.uu": "Estados Unidos", "dpto": "departamento", "núm": "número", "excmo": "excelentísimo", "ilmo": "ilustrísimo",
    "c.º a": "camino alto", "c.º b": "camino bajo", "c.º v": "camino viejo", "c.º": "camino", "p.º a": "paseo alto",
    "p.º b": "paseo bajo", "arr.º": "arroyo", "carr.ª": "carrera", "lun": "lunes", "mart": "martes",
    "miér": "miércoles", "juev": "jueves", "vier": "viernes", "sáb": "sábado", "dom": "domingo", "cía": "compañía",
    "fdo": "firmado", "atte": "atentamente", "ntra": "nuestra", "ibíd": "ibídem", "íd": "ídem",
    "op. cit": "opus citatum", "stos": "santos", "stas": "santas", "s. a. r": "Su Alteza Real", "cf": "confróntese",
    "p. d": "posdata", "gob": "gobierno", "esq": "esquina", "avd": "avenida", "blvr": "bulevar", "blvd": "bulevar",
    "bvar": "bulevar", "ctra": "carretera", "carret": "carretera", "cta": "cuenta", "pje": "pasaje", "p.º": "paseo",
    "pº": "paseo", "rbla": "rambla", "profa": "profesora", "arq": "arquitecto", "cnel": "coronel",
    "dptal": "departamental", "admón": "administración", "adm": "administración", "apdo": "apartado",
    "izq": "izquierda", "izda": "izquierda", "dcha": "derecha", "dto": "descuento", "hno": "hermano",
    "hnos": "hermanos", "hna": "hermana", "mons": "monseñor", "pdte": "presidente", "pdta": "presidenta",
    "rte": "remitente", "sgto": "sargento", "srs": "señores", "sras": "señoras", "dres": "doctores", "stgo": "Santiago",
    "ej": "ejemplo", "tfno": "teléfono", "urb": "urbanización", "v. gr": "verbigracia", "vgr": "verbigracia",
    "s. a": "sociedad anónima", "r. i. p": "descanse en paz", "q. e. p. d": "que en paz descanse",
    "d. e. p": "descanse en paz", "rr. hh": "recursos humanos", "ff. aa": "fuerzas armadas", "ss. mm": "Sus Majestades",
    "s. m": "Su Majestad", "s. s": "Su Santidad", "s. e": "Su Excelencia", "jj. oo": "Juegos Olímpicos",
    "cc. oo": "Comisiones Obreras", "p. a": "por autorización", "p. o": "por orden", "a. m": "de la mañana",
    "p. m": "de la tarde",
}  # fmt: skip
# After a year or a century; without their stops.
ERAS = {
    "ac": "antes de Cristo", "dc": "después de Cristo", "ajc": "antes de Jesucristo", "djc": "después de Jesucristo",
    "ane": "antes de nuestra era", "dne": "de nuestra era", "ne": "de nuestra era", "aec": "antes de la era común",
    "ec": "era común",
}  # fmt: skip
