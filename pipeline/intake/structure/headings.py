"""How chapters are called, in the languages of the trade: for titles, and for headings that nothing marks as such."""

from __future__ import annotations

import re

_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3}|C{1,3}(?:XC|XL|L?X{0,3}))(?:IX|IV|V?I{0,3})"
_NUMBER = rf"(?:\d{{1,4}}|{_ROMAN})"
# Numbers in words, as chapters are counted; several words may make one number ("twenty-first", "décimo quinto").
_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|and|first|second|third|last|"
    r"(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)tie|hundred)th",
    r"(?:eins?|zwei|drei|vier|fünf|sechs?|sieb(?:en)?|acht|neun|zehn|elf|zwölf|und|(?:zwan|vier|fünf|sech|sieb|acht|"
    r"neun)zig|drei(?:ß|ss)ig|hundert)+(?:s?te[rsn]?)?|(?:ers|drit|letz)te[rsn]?",
    r"une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|"
    r"quarante|cinquante|soixante|et|cents?|premi(?:er|[eè]re)|seconde?|derni(?:er|[eè]re)|"
    r"(?:un|deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|treiz|quatorz|quinz|seiz|vingt|trent|quarant|"
    r"cinquant|soixant|cent)i[eè]me",
    r"uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once(?=\W*$)|doce|trece|catorce|quince|dieci\w{3,6}|veint\w{1,7}|"
    r"treinta|cuarenta|cincuenta|sesenta|y|cien(?:to)?|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sexto|"
    r"s[eé]ptim[oa]|octav[oa]|noven[oa]|(?:un|duo)?d[eé]cim[oa]\w{0,8}|\w{3,8}[eé]sim[oa]|[uú]ltim[oa]",
    r"prim[oa]|second[oa]|terz[oa]|quart[oa]|sest[oa]|settim[oa]|ottav[oa]|non[oa]|\w{3,16}esim[oa]|due(?=\W*$)|tre|"
    r"quattro|cinque|sei|sette|otto|nove|dieci|undici|\w{2,6}dici|dici\w{4,6}|vent\w{1,8}",
    r"primeir[oa]|terceir[oa]|oitav[oa]|um|dois|tr[eê]s|quatro|sete|oito|dez|onze|doze|treze|catorze|vinte|e",
    r"een|één|twee|drie|vijf|zes|zeven|acht|negen|tien|twaalf|\w{3,5}tien|\w{3,16}tig|eerste|tweede|derde|vierde|"
    r"vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|\w{3,5}tiende|\w{3,16}tigste|laatste",
    r"перв\w{2}|втор\w{2}|треть\w|(?:четв[её]рт|пят|шест|седьм|восьм|девят|десят|\w{3,7}надцат|двадцат|тридцат|"
    r"сороков|пятидесят|последн)\w{2}|двадцать|тридцать|сорок|пятьдесят",
    r"pierwsz[ya]|drug[ia]|trzeci[a]?|czwart[ya]|piąt[ya]|szóst[ya]|siódm[ya]|ósm[ya]|dziewiąt[ya]|dziesiąt[ya]|"
    r"\w{4,9}nast[ya]|första|andra|tredje|fjärde|femte|sjätte|f[øö]rste|annet|prvn[íi]|druh[áý]|třetí|"
    r"ensimmäinen|toinen|kolmas|birinci|ikinci|üçüncü|első|második|harmadik",
)
_ORDINAL = (
    r"(?:the\s+)?(?!(?:and|und|et|y|e)\b)(?:"
    + "|".join(rf"(?:{words})(?:[\s-]+(?:{words})){{0,4}}" for words in _WORDS)
    + ")"
)
_CJK_NUMBER = r"[〇零一二三四五六七八九十百千两兩卅廿\d０-９]{1,8}"
# What may follow the number: nothing, a title after a sign, or a title that does not end as a sentence does.
_REST = r"(?:\s*[.:—–―\-]+\s*.{0,150}|\s+\S.{0,100}(?<![.!?,;])|\s*)"

_CHAPTER_WORD = (
    r"chapter|chap\.|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|kapittel|luku|rozdział|kapitola|"
    r"глава|"
    r"розділ|κεφάλαιο|bölüm|fejezet|capitolul|letter|lettre|brief|carta|canto|gesang|chant|scene|"
    r"sc[eè]ne|szene|escena|scena|stave|section|abschnitt|article|artikel|§"
)
_PART_WORD = (
    r"part|book|volume|vol\.|act|teil|buch|band|akt|aufzug|partie|livre|tome|acte|parte|libro|tomo|acto|atto|"
    r"deel|boek|osa|część|часть|книга|том|частина|μέρος|kısım|del|bok|díl|epoch|phase|cycle"
)


# Languages that put the number first: "1. Kapitel", "XXIII. Kapitel", "II. felvonás".
_AFTER = (
    r"kapitel|kapittel|kapitola|luku|fejezet|bölüm|hoofdstuk|rozdział|глава|abschnitt|gesang|szene|auftritt",
    r"teil|buch|band|akt|aufzug|część|часть|книга|kısım|del|díl|rész|felvonás|osa",
)


def _named(word: str, after: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{word})\.?\s*(?:the\s+)?(?:{_NUMBER}|{_ORDINAL})\b{_REST}|"
        rf"(?:{_ORDINAL})\s+(?:{word})\b{_REST}|{_NUMBER}\.?\s+(?:{after})\b{_REST})",
        re.IGNORECASE,
    )


_CHAPTER, _PART = map(_named, (_CHAPTER_WORD, _PART_WORD), _AFTER)
# Serials on the web say 正文 (the text itself) or the volume before the chapter, and count side stories apart.
_CJK_CHAPTER = re.compile(
    rf"\s*[【〔「『《☆★]*[、\s]?(?:正文[\s·:：]*)?"
    rf"(?:第\s*{_CJK_NUMBER}\s*[部卷篇]\s*\S{{0,20}}\s+)?"
    rf"(?:第\s*{_CJK_NUMBER}\s*[章回节節话話折齣出幕夜場场]|{_CJK_NUMBER}\s*[章回話话](?=[\s：:]|$)|"
    rf"[序楔尾终終]章|番外[篇編编]?(?:{_CJK_NUMBER})?(?=[\s：:、]|$)|"
    rf"(?:プロローグ|エピローグ|幕間|閑話|間章)(?=[\s：:0-9０-９一二三四五六七八九十]|$)).{{0,60}}|"
    rf"\s*제\s*\d{{1,4}}\s*[장화회막].{{0,60}}|\s*\d{{1,4}}\s*[장화](?:[\s.:].{{0,60}})?"
)
_CJK_PART = re.compile(
    rf"\s*(?:第\s*{_CJK_NUMBER}\s*[部卷篇编編册冊集]|卷{_CJK_NUMBER}|제\s*\d{{1,3}}\s*[부권편]|"
    rf"[上中下]\s*[卷部篇编編])(?!.{{0,30}}第\s*{_CJK_NUMBER}\s*[章回节節话話]).{{0,40}}"
)
NUMBER_ONLY = re.compile(rf"\s*(?:{_NUMBER}|{_CJK_NUMBER})\s*[.:、．]?\s*")
# Standing alone on a line, these head a chapter without a number.
NAMED_ALONE = re.compile(
    r"\s*(?:the\s+)?(?:prologue|epilogue|preface|foreword|introduction|afterword|postscript|conclusion|interlude|"
    r"contents|table of contents|list of illustrations|illustrations|acknowledge?ments?|dedication|"
    r"appendix(?:\s+\w{1,5})?|"
    r"footnotes|endnotes|notes|glossary|bibliography|index|transcriber[’']s notes?|finis|"
    r"prolog|epilog|vorwort|einleitung|nachwort|anhang|inhalt(?:sverzeichnis)?|anmerkungen|widmung|"
    r"prologue|[ée]pilogue|pr[ée]face|avant-propos|postface|introduction|conclusion|table des mati[eè]res|notes|"
    r"pr[oó]logo|ep[ií]logo|prefacio|introducci[oó]n|[ií]ndice|conclusi[oó]n|notas|prefazione|introduzione|"
    r"序|序言|前言|自序|楔子|引子|后记|後記|跋|尾声|尾聲|目录|目錄|目次|凡例|附录|附錄|はじめに|おわりに|あとがき|まえがき|序文|解説)"
    r"\s*[.:。]?\s*",
    re.IGNORECASE,
)


def is_chapter(line: str) -> bool:
    """A line that heads a chapter by its own words: "CHAPTER IV", "Zweites Kapitel", 第三回 ..."""
    return len(line) <= 160 and (_matches(_CHAPTER, line) or _CJK_CHAPTER.fullmatch(line) is not None)


def is_part(line: str) -> bool:
    """A line that heads a part, a book, a volume or an act."""
    return len(line) <= 160 and (_matches(_PART, line) or _CJK_PART.fullmatch(line) is not None)


def _matches(pattern: re.Pattern[str], line: str) -> bool:
    line = line.strip()
    return bool(pattern.fullmatch(line.rstrip(".") if line.isupper() else line))


_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_CJK_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}


def number_of(text: str) -> int:
    """The value of a line that is a number and no more (7, VII, 七, 七.), else 0."""
    text = text.strip().rstrip(".:、．").strip()
    if not text or not NUMBER_ONLY.fullmatch(text):
        return 0
    if text.isdecimal():
        return int(text)
    if text.isascii():
        values = [_ROMAN_VALUES[letter] for letter in text.lower()]
        return sum(-value if value < max(values[n:]) else value for n, value in enumerate(values))
    total = digit = 0
    for character in text:
        if character in _CJK_DIGITS:
            digit = _CJK_DIGITS[character]
        elif character in "十百":
            total += max(digit, 1) * (10 if character == "十" else 100)
            digit = 0
    return total + digit
