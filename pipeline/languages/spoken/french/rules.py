"""The rules of French."""

from __future__ import annotations

import re

from pipeline.languages.spoken.european.numbers import BEFORE, romans, whole
from pipeline.languages.spoken.european.rules import rules
from pipeline.languages.spoken.european.wording import Wording
from pipeline.languages.spoken.french import grammar
from pipeline.languages.spoken.french.numbers import cardinal, decimals, digits, feminine, ordinal, ratio
from pipeline.languages.spoken.french.tables import MONEY, NUMBERED, SHORT, UNITS
from pipeline.languages.spoken.rules import rule
from pipeline.languages.spoken.stops import sentence_ends

TO = " à "
MONTHS = tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split())


def _clock(h: int, minute: int, second: int | None) -> str:
    hour = "minuit" if h in (0, 24) and second is None else f"{feminine(h)} heure{'s' if h > 1 else ''}"
    if second:
        minutes = f" {feminine(minute)} minute{'s' if minute > 1 else ''} et" if minute else " et"
        return f"{hour}{minutes} {feminine(second)} seconde{'s' if second > 1 else ''}"
    return hour + (f" {feminine(minute)}" if minute else "")


def _date(day: int, month: int, year: str) -> str:
    return f"{'premier' if day == 1 else cardinal(day)} {MONTHS[month - 1]}" + (f" {year}" if year else "")


def _counted(n: int, noun: str) -> str:
    return feminine(n) if noun.partition(" ")[0] == "livre" or grammar.feminine(f" {noun}") else cardinal(n)


_WORDS = Wording(
    cardinal=cardinal, counted=_counted, ratio=ratio, decimals=decimals, year=cardinal, digits=digits,
    date=_date, clock=_clock, months=MONTHS,
    month_pattern=r"janv(?:ier|\.)|févr(?:ier|\.)|mars|avr(?:il|\.)|mai|juin|juil(?:let|\.)|août|sept(?:embre|\.)|"
                  r"oct(?:obre|\.)|nov(?:embre|\.)|déc(?:embre|\.)",
    to="à", point="virgule", minus="moins", plus="plus", percent="pour cent", mixed=" et ", by="sur", times="fois",
    equals="égale",
    divided="divisé par", per="par",
    marks={
        ".": "point", "@": "arobase", "/": "barre oblique", ":": "deux points", "-": "tiret", "_": "tiret bas",
        "?": "point d'interrogation", "=": "égal", "&": "et", "#": "dièse", "%": "pour cent", "+": "plus", "~": "tilde",
    },
    spell=lambda part: part if part in ("com", "net", "org") else " ".join(part), units=UNITS,
    money=MONEY,
    scales="millions|million|milliards|milliard|billions|billion", of_scale="de ",
    symbols={
        "&": "et", "%": "pour cent", "=": "égale", "€": "euros", "$": "dollars", "£": "livres", "§": "paragraphe",
        "°": "degrés", "π": "pi", "‰": "pour mille", "+": "plus", "@": "arobase", "©": "copyright", "×": "fois",
    },
    abbreviations=SHORT, numbered=NUMBERED, powers={"²": "carrés", "³": "cubes"}, power_after=True,
    to_power="puissance",
    short_scales={
        "k": ("mille", "mille"), "M": ("million", "millions"), "Md": ("milliard", "milliards"),
        "Mds": ("milliard", "milliards"),
    }, against="à", elided="d'", half="demi", of_part="de ")  # fmt: skip


_DECADES = {
    "20": "twenties", "30": "thirties", "40": "forties", "50": "fifties", "60": "sixties", "70": "seventies",
    "80": "eighties", "90": "nineties",
}  # fmt: skip
_NOT_COUNTED = re.compile(
    r" (?:à|et|ou|de|du|des|le|la|les|un|une|en|au|aux|il|elle|on|ils|elles|je|tu|nous|vous|se|"
    r"ne|y|a|ont|par|pour|que|qui|est|sont|sur|dans|avec|mille|millions?|milliards?)\b"
)


def _before_noun(m: re.Match[str]) -> str | None:
    """21 pages: vingt et une; 1 000 000 habitants: un million d'."""
    n, after = whole(m["n"]), m.string[m.end("n") :]
    if n >= 10**6 and n % 10**6 == 0 and not re.match(r" d[e'’]", after) and not _NOT_COUNTED.match(after):
        words = f"{cardinal(n)} d'" if grammar.elides(after[1:]) else f"{cardinal(n)} de "
        return words if m["s"] else words.rstrip()
    if n % 10 != 1 or _NOT_COUNTED.match(after) or m["n"][0] == "0" or len(m["n"]) > 20:
        return None
    words = cardinal(n)
    if not words.endswith("un") or not grammar.feminine(after):
        return None
    return words + "e" + (" " if m["s"] else "")


def _and_cents(m: re.Match[str]) -> str:
    """3 € 50, 12 F 75, 3 francs 50."""
    written = "F" if m["c"] in ("fr", "frs") else m["c"]
    one, many = MONEY[written][:2] if written in MONEY else (written.rstrip("s"), written.rstrip("s") + "s")
    n = whole(m["n"])
    return f"{_counted(n, one)} {one if n == 1 else many} {cardinal(int(m['p']))}"


def _quarters(m: re.Match[str]) -> str | None:
    """5 h 1/2: cinq heures et demie; midi 1/2: midi et demi."""
    words = {"1/2": " et demi" + ("" if m["n"] else "e"), "1/4": " et quart", "3/4": " trois quarts"}.get(
        {"½": "1/2", "¼": "1/4", "¾": "3/4"}.get(m["f"], m["f"])
    )
    return words and (m["n"] or _clock(int(m["h"]), 0, None).replace("minuit", "zéro heure")) + words


def _pairs(text: str) -> str:
    """01 23 45: a figure that is left over is said by itself."""
    plain = re.sub(r"\D", "", text)
    pairs = [plain[:1]] if len(plain) % 2 else []
    pairs += [plain[i : i + 2] for i in range(len(plain) % 2, len(plain), 2)]
    return " ".join(cardinal(int(p)) if p[0] != "0" else digits(p) for p in pairs)


_OF_DAY = re.compile(
    r"(?:^|\b(?:le|du|au|les|des|aux|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|dès|et|ou|"
    r"(?:date|daté) (?:de|du)),?)[\s(«“\"]*$",
    re.IGNORECASE,
)


def _short_date(m: re.Match[str]) -> str | None:
    """12.04: a day after an article or alone; a version or a section elsewhere."""
    alone = not re.search(r"\w", m.string[: m.start()]) and not re.match(r"\s+[a-zA-Z]", m.string[m.end() :])
    if not alone and not (m.start() and _OF_DAY.search(m.string[: m.start()])):
        return None
    return _date(int(m[1]), int(m[2]), "")


def _and_half(m: re.Match[str]) -> str:
    """1 1/2 heure: une heure et demie."""
    half = "demie" if grammar.feminine(f" {m['w']}") else "demi"
    return f"{_counted(int(m['n']), m['w'])} {m['w']} et {half}"


def _half_after(m: re.Match[str]) -> str:
    """deux heures ½."""
    return f"{m['w']} et {'demie' if grammar.feminine(' ' + m['w']) else 'demi'}"


def _days(m: re.Match[str]) -> str:
    words = [cardinal(int(d)) for d in re.split(r"[/-]", m["d"])]
    year = f" {cardinal(int(m['y']))}" if m["y"] else ""
    return f"{' '.join(words)} {m['m']}{year}"


def _nth(m: re.Match[str], n: int) -> str | None:
    known = n == 1 or m["e"] in ("e", "ᵉ", "ème")
    return ordinal(n, feminine=m["e"].startswith("re")) if known else None


def _part(m: re.Match[str], n: int) -> str:
    first = n == 1 and m["w"].lower() in ("chapitre", "livre", "tome", "acte", "chant")
    return f"{m['w']} {'premier' if first else cardinal(n)}"


def _lady(m: re.Match[str]) -> str:
    """Mme de Rênal, « Bonjour, Mme. »: these five are never a word."""
    rest = m.string[m.end() :].lstrip()
    end = "." if m.group().endswith(".") and (not rest or rest[0] in '»”"’)') else ""
    return SHORT[m[1].lower()] + end


def _highness(m: re.Match[str]) -> str:
    """S. M. le roi, LL. AA. RR. les princes."""
    many = len(m[1]) > 1
    noun = {"M": "Majesté", "A": "Altesse", "S": "Sainteté"}[m[2][0]]
    kind = {"R": " Royale", "I": " Impériale", "S": " Sérénissime"}[m[3][0]] if m[3] else ""
    if many:
        return f"Leurs {noun}s{kind + 's' if kind else ''}"
    return f"{'Son' if noun == 'Altesse' else 'Sa'} {noun}{kind}"


# What halves are counted of.
_MEASURED = (
    "(?:heures?|ans?|années?|jours?|journées?|mois|semaines?|siècles?|minutes?|lieues?|livres?|mètres?|pieds?|"
    "pouces?|litres?|kilos?|kilomètres?|tasses?|verres?|bouteilles?|douzaines?|onces?|francs?|sols?|toises?)"
)
_KINGS = (
    "Louis|Charles|Henri|François|Philippe|Napoléon|Jean|Pie|Jean-Paul|Benoît|Léon|Guillaume|Édouard|Georges|"
    "Élisabeth|Catherine|Alexandre|Nicolas|Frédéric|Robert|Clovis|Paul|Grégoire|Innocent|Urbain|Clément|Alphonse|Victor|"
    "Sixte|Boniface|Adrien|Jules|Martin|Jacques|Édouard|Richard|Othon|Ferdinand|Joseph|Léopold|Albert|Baudouin|"
    "Christian|Gustave|Pierre|Ivan|Marie|Anne|Jeanne|Marguerite|Isabelle|Ramsès|Ptolémée|Darius|Amédée"
)
RULES = rules(
    _WORDS, "fr",
    phones=(
        rule("telephone", r"(?<![\w.,])0\d(?:[. -]\d\d){4}(?![\w-])", lambda m: _pairs(m.group()), r"0\d[. -]\d"),
        rule("telephone", r"(?<![\w.,])\+33 ?(?:\(0\) ?)?(\d(?:[. -]?\d\d){4})(?![\w-])", lambda m: "plus trente-trois "
             + _pairs(m[1]), r"\+33"),
    ),
    first=(
        rule("date",
             rf"{BEFORE}(?P<d>\d{{1,2}}(?:[/-]\d{{1,2}})+) (?P<m>{_WORDS.month_pattern})(?: (?P<y>\d{{4}}))?(?!\w)",
             _days),
        rule("date", rf"{BEFORE}(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])(?!\w|[.,]\d)(?! ?[€$£%F])", _short_date,
             r"\d\.[01]"),
        rule("decade", r"\b([2-9]0)s\b", lambda m: _DECADES.get(m[1])),
        rule("money", r"(?<![\w.,])(?P<n>\d{1,3}(?: \d{3})+|\d+) ?(?P<c>€|\$|£|FF?|francs?|frs?|euros?)\.? ?(?P<p>\d\d)"
                      r"(?![\w%])(?![.,]\d)", _and_cents, r"[€$£Fscor]\.? ?\d\d"),
        rule("money", r"(?<=\d) (?:fr?|frs|(c))\.(?!\w)", lambda m: (" centimes" if m[1] else " francs") + (
            "." if sentence_ends(m.string, m.end(), "fr") else ""), r"[rscf]\."),
        rule("time", r"(?:(?<![\w.,:/])(?P<h>[01]?\d|2[0-4]) ?h(?:eures?)?|\b(?P<n>midi|minuit)) (?:et )?"
                     r"(?P<f>[134]/[24]|[½¼¾])(?![\w/])", _quarters, r"[1-4]/[24]|[½¼¾]"),
        rule("time", r"(?<![\w.,:/])(?<!\d-)(?P<h>[01]?\d|2[0-4]) ?h(?: ?(?P<m>[0-5]\d)(?: ?mi?n\b\.?)?)?"
                     r"(?: ?(?P<s>[0-5]\d) ?s\b)?(?!\w)",
             lambda m: _clock(int(m["h"]), int(m["m"] or 0), int(m["s"]) if m["s"] else None)),
        rule("fraction", rf"(?<![\w.,/])(?P<n>\d+) ?(?:1/2|½) (?P<w>{_MEASURED})\b", _and_half, r"1/2|½"),
        rule("fraction", rf"\b(?P<w>{_MEASURED}) (?:et )?(?:1/2|½)(?![\w/])", _half_after, r"1/2|½"),
        rule("fraction", rf"(?<![\w.,/])(?<!\d )(?:1/2|½) (?=(?P<w>{_MEASURED})\b)",
             lambda m: "une demi-" if grammar.feminine(f" {m['w']}") else "un demi-", r"1/2|½"),
        rule("number", r"(?<![\w.,:/-])(?P<n>\d{1,3}(?:[ .]\d{3})+|\d+)(?= [a-zà-ÿœ])(?P<s> )?", _before_noun),
    ),
    before_numbers=(
        rule("ordinal",
             r"(?<![\w.,])(\d{1,3}(?: \d{3})+|\d+)(ers?|res?|ères?|ère|ᵉʳ|ʳᵉ|es?|èmes?|ème|ᵉ|nde?|ds?)(?!\w)",
             lambda m: ordinal(whole(m[1]), feminine=m[2] in ("re", "ère", "res", "ères", "ʳᵉ", "nde")) + ("s"
             if m[2].endswith("s") else "")),
        romans(rf"\b(?P<w>{_KINGS}) (?P<n>[IVXL]+)(?:er)?\b",
               lambda m, n: f"{m['w']} {'premier' if n == 1 else cardinal(n)}"),
        romans(r"\b(?P<n>[IVX]+)(?P<e>e|ᵉ|ème|es) s\.(?!\w)", lambda m, n: f"{ordinal(n)} siècle" + ("s"
               if re.search(r"[IVX](?:e|ᵉ|ème) (?:et|ou) $", m.string[: m.start()]) else "") + ("."
               if not m.string[m.end() :].strip(" )»”\"") else "")),
        romans(r"\b(?P<n>[IVX]+)(?P<e>ers?|res?|e|ᵉ|ème)s?(?= \w|[,.;)]|$)", _nth),
        romans(r"(?i:\b(?P<w>chapitre|livre|tome|volume|partie|acte|scène|chant|section|annexe)) "
               r"(?P<n>[IVXLC]+|[ivx]+)\b", _part),
        romans(r"^(?P<n>[IVXLC]{2,})\.?$", lambda _, n: cardinal(n)),
        rule("abbreviation", r"\b(St|Ste|Sts)(?=[ -][A-ZÉÈ])", lambda m: {
            "St": "saint", "Ste": "sainte", "Sts": "saints",
        }[m[1]], r"\bSte?s?\b"),
        rule("abbreviation", r"\b(bd|av)\.? (?=[A-ZÉÈ])(?!J\.)", lambda m: {
            "bd": "boulevard ", "av": "avenue ",
        }[m[1]], r"\b(?:bd|av)\b"),
        rule("abbreviation", r"(?<![\w.-])(?<!\w[’'])(Mmes|Mme|Mlles|Mlle|Mgr)(?![\w’'])\.?", _lady, "M(?:m|l|g)"),
        rule("abbreviation", r"(?<![\w.])(Dr|Pr|Me|Mr|Vve)\.?(?= (?:[A-ZÉÈ]|d[eu] |d['’]))", lambda m: {
            "Me": "maître", "Vve": "veuve",
        }.get(m[1]) or SHORT[m[1].lower()], "M[er]|Dr|Pr|Vv"),
        rule("abbreviation", r"(?<![\w.])(?<!LL )(?<!LL\. )MM\.(?!\w)", "messieurs", r"MM\."),
        rule("abbreviation", r"(?<![\w.])(?<!S\. )M\.(?=,?\s(?:[A-ZÉÈ]|d[eu]\s|d[’']|l[ea]\s|l[’']|et\s|ou\s|"
                             r"votre\s|son\s))", "monsieur", r"M\."),
        rule("abbreviation", r"\b(LL?)\. ?(MM?|AA?)\.(?: ?(RR?|II?)\.)?(?=,? (?:l[ea]s? |l['’]|[a-zéê]))", _highness,
             r"L\. ?[MA]|S\. ?[MA]"),
        rule("abbreviation", r"(?<![\w.])(S)\. ?(M|A|S)\.(?: ?(R|I|S)\.)?(?=,? (?:l[ea] |l['’]|[a-zéê]))", _highness,
             r"S\. ?[MAS]"),
        rule("abbreviation", r"(?<![\w.])N\.-D\.(?!\w)", "Notre-Dame", r"N\.-D"),
        rule("abbreviation", r"(?<![\w.-])(?<!\w[’'])(?:no|n[ᵒ°º]|N[ᵒ°º]|No)\s?(?=\d)", "numéro ", r"[nN][oᵒ°º]\s?\d"),
    ))  # fmt: skip
