"""Tables of the Portuguese rules: units, money, abbreviations, names."""

from __future__ import annotations

MONTHS = tuple("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split())
MONTH = (
    r"jan(?:eiro|\.)|fev(?:ereiro|\.)|mar(?:ço|\.)|abr(?:il|\.)|maio|mai\.|jun(?:ho|\.)|jul(?:ho|\.)|ago(?:sto|\.)|"
    r"set(?:embro|\.)|out(?:ubro|\.)|nov(?:embro|\.)|dez(?:embro|\.)"
)
_PREFIXES = {
    "n": "nano", "µ": "micro", "μ": "micro", "m": "mili", "c": "centi", "d": "deci", "h": "hecto", "k": "quilo",
    "M": "mega", "G": "giga", "T": "tera",
}  # fmt: skip
# Each base with the prefixes that it is used with.
_BASES = {
    "m": ("nµμmcdhk", "metro"), "g": ("µμmhk", "grama"), "l": ("µμmcdh", "litro"), "s": ("nµμm", "segundo"),
    "V": ("mkM", "volt"), "W": ("mkMGT", "watt"), "A": ("mk", "ampere"), "Hz": ("kMGT", "hertz"), "J": ("kM", "joule"),
    "Pa": ("hkM", "pascal"), "B": ("kMGT", "byte"), "cal": ("k", "caloria"), "Ω": ("kM", "ohm"), "bar": ("m", "bar"),
    "bit": ("kMG", "bit"),
}  # fmt: skip
_ACCENTED = {
    "quilometro": "quilômetro", "centimetro": "centímetro", "milimetro": "milímetro", "decimetro": "decímetro",
    "hectometro": "hectômetro", "nanometro": "nanômetro", "micrometro": "micrômetro",
}  # fmt: skip


def _many(one: str) -> str:
    return one if one == "hertz" else one + ("es" if one.endswith(("l", "r")) else "s")


def _accented(word: str) -> str:
    return _ACCENTED.get(word, word)


_SI = {f"{p}{base}": _accented(_PREFIXES[p] + one) for base, (prefixes, one) in _BASES.items() for p in prefixes}
_SI |= {base: one for base, (_, one) in _BASES.items() if base not in ("B", "J", "bit")}
UNITS = {
    **{unit: (one, _many(one)) for unit, one in _SI.items()},
    "h": ("hora", "horas"), "min": ("minuto", "minutos"), "seg": ("segundo", "segundos"),
    "mL": ("mililitro", "mililitros"), "t": ("tonelada", "toneladas"), "ha": ("hectare", "hectares"),
    "km/h": ("quilômetro por hora", "quilômetros por hora"), "kWh": ("quilowatt-hora", "quilowatts-hora"),
    "°": ("grau", "graus"), "°C": ("grau Celsius", "graus Celsius"), "° C": ("grau Celsius", "graus Celsius"),
    "°F": ("grau Fahrenheit", "graus Fahrenheit"), "° F": ("grau Fahrenheit", "graus Fahrenheit"),
    "dB": ("decibel", "decibéis"), "K": ("kelvin", "kelvins"), "lb": ("libra", "libras"), "Pa": ("pascal", "pascais"),
}  # fmt: skip
_MONEY = {
    "r$": ("real", "reais", "centavo", "centavos"), "brl": ("real", "reais", "centavo", "centavos"),
    "€": ("euro", "euros", "cêntimo", "cêntimos"), "eur": ("euro", "euros", "cêntimo", "cêntimos"),
    "$": ("dólar", "dólares", "centavo", "centavos"), "us$": ("dólar", "dólares", "centavo", "centavos"),
    "usd": ("dólar", "dólares", "centavo", "centavos"), "£": ("libra", "libras", "péni", "pence"),
    "gbp": ("libra", "libras", "péni", "pence"), "¥": ("iene", "ienes", "sen", "sen"),
    "chf": ("franco suíço", "francos suíços", "cêntimo", "cêntimos"), "₽": ("rublo", "rublos", "copeque", "copeques"),
    "cr$": ("cruzeiro", "cruzeiros", "centavo", "centavos"), "esc": ("escudo", "escudos", "centavo", "centavos"),
}  # fmt: skip
MONEY = {**_MONEY, **{code.upper(): words for code, words in _MONEY.items()}}
NUMBERED = {
    "n": "número", "n.º": "número", "nº": "número", "n°": "número", "n.°": "número", "núm": "número", "nos": "números",
    "pág": "página", "págs": "páginas", "p": "página", "pp": "páginas", "cap": "capítulo", "caps": "capítulos",
    "vol": "volume", "vols": "volumes", "art": "artigo", "arts": "artigos", "fig": "figura", "figs": "figuras",
    "t": "tomo", "ed": "edição", "tab": "tabela", "§": "parágrafo", "§§": "parágrafos", "inc": "inciso", "fl": "folha",
    "fls": "folhas", "v": "verso", "vv": "versos", "séc": "século", "sécs": "séculos", "est": "estrofe", "al": "alínea",
}  # fmt: skip
ABBREVIATIONS = {
    "sr": "senhor", "sra": "senhora", "srta": "senhorita", "srs": "senhores", "sras": "senhoras", "dr": "doutor",
    "dra": "doutora", "drs": "doutores", "prof": "professor", "profa": "professora", "prof.ª": "professora",
    "profª": "professora", "dr.ª": "doutora", "drª": "doutora", "sr.ª": "senhora", "srª": "senhora",
    "eng": "engenheiro",
    "eng.º": "engenheiro", "arq": "arquiteto", "adv": "advogado", "exmo": "excelentíssimo", "exma": "excelentíssima",
    "exmo.": "excelentíssimo", "ilmo": "ilustríssimo", "ilma": "ilustríssima", "gen": "general", "cel": "coronel",
    "cap": "capitão", "ten": "tenente", "sgt": "sargento", "pe": "padre", "fr": "frei", "sto": "santo", "sta": "santa",
    "av": "avenida", "trav": "travessa", "pça": "praça", "lgo": "largo", "est": "estrada",
    "etc": "etcétera",
    "p. ex": "por exemplo", "p.ex": "por exemplo", "ex": "exemplo", "cf": "confira", "cia": "companhia",
    "ltda": "limitada", "tel": "telefone", "pág": "página", "págs": "páginas", "vol": "volume", "art": "artigo",
    "fig": "figura", "séc": "século", "ed": "edição", "depto": "departamento", "gov": "governador",
    "pres": "presidente",
    "op. cit": "obra citada", "ibid": "ibidem", "v. ex.ª": "Vossa Excelência",
    "v.ex.ª": "Vossa Excelência",
    "v. exa": "Vossa Excelência", "v. s.ª": "Vossa Senhoria", "s. exa": "Sua Excelência", "s.a": "sociedade anônima",
    "p.s": "pós-escrito", "obs": "observação", "aprox": "aproximadamente", "máx": "máximo", "mín": "mínimo",
    "seg": "segunda-feira", "qua": "quarta-feira", "qui": "quinta-feira", "sáb": "sábado", "dom": "domingo",
}  # fmt: skip
SAINTS = (
    "Pedro|Paulo|João|José|Francisco|Miguel|Martinho|Lourenço|Bento|Sebastião|Jorge|Marcos|Mateus|Lucas|Tiago|"
    "Bernardo|Gonçalo|Roque|Vicente|Nicolau|Filipe|Jerónimo|Jerônimo|Domingos|Luís|Tomé|Brás|Cristóvão|Mamede"
)
RULERS = (
    "João Paulo|João|Pedro|Luís|Afonso|Sancho|Dinis|Fernando|Duarte|Manuel|Sebastião|Henrique|Filipe|Felipe|José|"
    "Carlos|Miguel|Maria|Isabel|Catarina|Elisabete|Elizabeth|Vitória|Ana|Leonor|Pio|Leão|Gregório|Inocêncio|Urbano|"
    "Clemente|Bonifácio|Sisto|Júlio|Adriano|Alexandre|Bento|Paulo|Celestino|Martinho|Eugénio|Eugênio|Nicolau|"
    "Frederico|Otão|Guilherme|Jorge|Eduardo|Ricardo|Jaime|Napoleão|Francisco|Leopoldo|Alberto|Ramsés|Ptolomeu|Dario|"
    "Ivan|Cleópatra"
)
