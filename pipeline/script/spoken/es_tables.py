"""What Spanish rules know by heart."""

from __future__ import annotations

UNITS = {
    "m": ("metro", "metros"), "km": ("kilómetro", "kilómetros"), "cm": ("centímetro", "centímetros"),
    "mm": ("milímetro", "milímetros"), "kg": ("kilogramo", "kilogramos"), "g": ("gramo", "gramos"),
    "mg": ("miligramo", "miligramos"), "l": ("litro", "litros"), "ml": ("mililitro", "mililitros"),
    "cl": ("centilitro", "centilitros"), "h": ("hora", "horas"), "min": ("minuto", "minutos"),
    "s": ("segundo", "segundos"), "seg": ("segundo", "segundos"), "ms": ("milisegundo", "milisegundos"),
    "mph": ("milla por hora", "millas por hora"), "kph": ("kilómetro por hora", "kilómetros por hora"),
    "km/h": ("kilómetro por hora", "kilómetros por hora"), "psi": ("p s i", "p s i"), "t": ("tonelada", "toneladas"),
    "lb": ("libra", "libras"), "oz": ("onza", "onzas"), "V": ("voltio", "voltios"), "W": ("vatio", "vatios"),
    "kW": ("kilovatio", "kilovatios"), "Hz": ("hercio", "hercios"), "kHz": ("kilohercio", "kilohercios"),
    "MHz": ("megahercio", "megahercios"), "ha": ("hectárea", "hectáreas"), "°C": ("grado Celsius", "grados Celsius"),
    "°": ("grado", "grados"), "GB": ("gigabyte", "gigabytes"), "MB": ("megabyte", "megabytes"),
    "KB": ("kilobyte", "kilobytes"), "TB": ("terabyte", "terabytes"), "dB": ("decibelio", "decibelios"),
    "ft": ("pie", "pies"), "in": ("pulgada", "pulgadas"),
}  # fmt: skip
_MONEY = {
    "$": ("dólar", "dólares", "centavo", "centavos"),
    "us$": ("dólar estadounidense", "dólares estadounidenses", "centavo", "centavos"),
    "usd": ("dólar estadounidense", "dólares estadounidenses", "centavo", "centavos"),
    "€": ("euro", "euros", "céntimo", "céntimos"), "eur": ("euro", "euros", "céntimo", "céntimos"),
    "£": ("libra", "libras", "penique", "peniques"), "¥": ("yen", "yenes", "centavo", "centavos"),
    "₩": ("won", "wones", "jeon", "jeon"), "₧": ("peseta", "pesetas", "céntimo", "céntimos"),
    "rs": ("rupia", "rupias", "paisa", "paisas"), "kr": ("corona", "coronas", "öre", "öre"),
    "fr": ("franco", "francos", "céntimo", "céntimos"),
    "chf": ("franco suizo", "francos suizos", "céntimo", "céntimos"), "r$": ("real", "reales", "centavo", "centavos"),
    "mex$": ("peso mexicano", "pesos mexicanos", "centavo", "centavos"),
    "mxn": ("peso mexicano", "pesos mexicanos", "centavo", "centavos"),
    "hkd": ("dólar de hong kong", "dólares de hong kong", "centavo", "centavos"),
    "pab": ("balboa", "balboas", "centésimo", "centésimos"),
    "crc": ("colón costarricense", "colones costarricenses", "céntimo", "céntimos"),
    "bop": ("peso boliviano", "pesos bolivianos", "centavo", "centavos"),
    "bob": ("boliviano", "bolivianos", "centavo", "centavos"), "hnl": ("lempira", "lempiras", "centavo", "centavos"),
    "awg": ("florín arubeño", "florines arubeños", "céntimo", "céntimos"),
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
    "cny": ("yuan", "yuanes", "fen", "fen"), "₹": ("rupia", "rupias", "paisa", "paisas"),
    "ves": ("bolívar", "bolívares", "céntimo", "céntimos"),
}  # fmt: skip
MONEY = {**_MONEY, **{code.upper(): words for code, words in _MONEY.items()}}
ZONES = {"pyt": "hora estándar de paraguay"}
ABBREVIATIONS = {
    "sr": "señor", "sra": "señora", "sres": "señores", "srta": "señorita", "dr": "doctor", "dra": "doctora", "d": "don",
    "dª": "doña", "d.ª": "doña", "mª": "María", "dña": "doña", "prof": "profesor", "lic": "licenciado",
    "ing": "ingeniero", "gral": "general", "cap": "capitán", "tte": "teniente", "sto": "santo", "sta": "santa",
    "ud": "usted", "uds": "ustedes", "vd": "usted", "vds": "ustedes", "etc": "etcétera", "p. ej": "por ejemplo",
    "p.ej": "por ejemplo", "av": "avenida", "avda": "avenida", "pza": "plaza", "pl": "plaza", "c/": "calle",
    "tel": "teléfono", "aprox": "aproximadamente", "máx": "máximo", "mín": "mínimo", "ee. uu": "Estados Unidos",
    "ee.uu": "Estados Unidos", "dpto": "departamento", "núm": "número", "excmo": "excelentísimo", "ilmo": "ilustrísimo",
    "c.º b": "camino bajo", "c.º": "camino", "lun": "lunes", "mart": "martes", "miér": "miércoles", "juev": "jueves",
    "vier": "viernes", "sáb": "sábado", "dom": "domingo", "cía": "compañía", "a. c": "antes de Cristo",
    "d. c": "después de Cristo", "fdo": "firmado", "atte": "atentamente", "ntra": "nuestra", "p. d": "posdata",
}  # fmt: skip
