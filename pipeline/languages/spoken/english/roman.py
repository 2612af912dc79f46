"""English Roman numerals: chapters and what else is counted, rulers, centuries, years."""

from __future__ import annotations

import re

from pipeline.languages.spoken.english.numbers import cardinal, ordinal, year
from pipeline.languages.spoken.english.places import ends_sentence
from pipeline.languages.spoken.english.tables import NUMBERED
from pipeline.languages.spoken.numerals import is_roman, roman
from pipeline.languages.spoken.rules import rule

# Reigns: a first name before a numeral is a ruler's; anything else before it is a thing that is counted.
_RULERS = (
    "Henry|Charles|James|George|Edward|Richard|William|Louis|Philip|Napoleon|Pius|John|Paul|Gregory|Leo|Innocent|"
    "Clement|Benedict|Urban|Alexander|Nicholas|Peter|Catherine|Ivan|Frederick|Wilhelm|Otto|Ferdinand|Alfonso|Carlos|"
    "Juan|Felipe|Francis|Elizabeth|Mary|Victoria|Robert|David|Ptolemy|Rameses|Ramesses|Darius|Xerxes|Cyrus|"
    "Christian|Gustav|Gustavus|Haakon|Harald|Olaf|Leopold|Maximilian|Joseph|Rudolf|Umberto|Boniface|Sixtus|"
    "Constantine|Justinian|Theodosius|Mehmed|Murad|Selim|Suleiman|Thutmose|Amenhotep|Sobhuza|Albert|Baldwin|Conrad|"
    "Eric|Canute|Magnus|Stephen|Sigismund|Casimir|Ladislaus|Vladislav|Wenceslaus|Julius|Adrian|Eugene|Martin|"
    "Marcellus|Celestine|Honorius|Lucius|Victor|Emmanuel|Walter|Thomas|Samuel|Arthur|Hugh|Alfred|Margaret|Isabella|"
    "Ramses|Seti|Antiochus|Seleucus|Henri|Heinrich|Karl|Carl|Friedrich|Ludwig|Franz|Joseph|Josef|Luis|Fernando|Enrique|"
    "Sancho|Ramiro|Pedro|Alfons|Afonso|João|Manuel|Miguel|Vittorio|Emanuele|Amadeus|Amadeo|Boleslaw|Bolesław|Mieszko|"
    "Kazimierz|Zygmunt|Boris|Simeon|Vasily|Vasili|Fyodor|Feodor|Béla|Bela|Andrew|Géza|Matthias|Oscar|Valdemar|Waldemar|"
    "Cnut|Knut|Frederik|Erik|Offa|Egbert|Edmund|Ethelred|Malcolm|Kenneth|Duncan|Donald|Mehmet|Mohammed|Muhammad|Ahmed|"
    "Mustafa|Osman|Bayezid|Bajazet|Hamid|Abbas|Akbar|Hassan|Hussein|Abdullah|Menelik|Tewodros|Artaxerxes|Cambyses|"
    "Nebuchadnezzar|Sargon|Mithridates|Attalus|Eumenes|Demetrius|Cleopatra|Berenice|Arsinoe|Senusret|Sesostris|"
    "Amenemhat|Amenhotep|Pepi|Necho|Psamtik|Psammetichus|Sapor|Shapur|Khosrow|Chosroes|Alexios|Alexius|Basil|Michael|"
    "Romanus|Nicephorus|Andronicus|Theodore|Tiberius|Valentinian|Theodoric|Childeric|Chilperic|Clovis|Clotaire|"
    "Dagobert|Pepin|Lothair|Lothar|Guillaume|Raymond|Roger|Bohemond|Amalric|Hugo|Berengar|Ernst|Georg|Johann|August|"
    "Augustus|Stanislaus|Christina|Margrethe|Beatrix|Wilhelmina|Willem|Baudouin|Carol|Rainier|Hadrian|Calixtus|"
    "Callixtus|Paschal|Sergius|Silvester|Sylvester|Anastasius|Pelagius|Agapetus|Wladislaw|Ottokar|Casimir|Jagiello|"
    "Nikolaus|Hassanal|Faisal|Farouk|Fuad|Selassie|Kamehameha|Pomare|Philippe|Emanuel|Humbert|Gustaf|Adolf|Adolphus|Nicolas|Isabel"
)
# Whoever bears one of these is numbered as a ruler is, whatever the name: King Offa II, the tsar Boris I.
_STYLES = (
    "[Kk]ing|[Qq]ueen|[Ee]mperor|[Ee]mpress|[TtCc]s?[zs]ar|[TtCc]s?[zs]arina|[Pp]ope|[Aa]ntipope|"
    "[Pp]rince|[Pp]rincess|"
    "[Ss]ultan|[Ss]hah|[Kk]aiser|[Dd]uke|[Aa]rchduke|[Cc]ount|[Ee]arl|[Bb]ishop|[Aa]rchbishop|[Pp]atriarch|"
    "[Pp]haraoh|[Cc]aliph|[Kk]han|[Ee]mir|[Mm]argrave|[Ll]andgrave|[Ee]lector|[Mm]aharajah?|[Dd]oge|[Bb]aron|"
    "[Dd]auphin|[Tt]etrarch|[Ss]atrap|[Ii]nfante"
)
_NAME = r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ]"
# What follows a name and its number, and not the name of somebody who says I.
_SELF = (
    r"(?:am|have|had|will|would|shall|should|do|did|think|know|can|could|must|may|might|say|said|saw|see|"
    r"want|wish|"
    r"hope|believe|suppose|never|always|always|love|loved|met|went|ever|thought|knew|heard|found|told|mean|meant|"
    r"need|feel|felt|take|took)\b"
)
_COUNTED = (
    "chapter|page|book|part|volume|act|scene|canto|section|stanza|appendix|war|article|title|figure|"
    "plate|table|"
    "lecture|letter|psalm|phase|type|class|stage|level|grade|episode|season|century|satire|ode|eclogue|sonnet|"
    "elegy|book of|lesson|essay|note|case|column|tome|fragment|epistle|discourse|sermon|lot|group|division"
)
_COUNTED_WORDS = frozenset(_COUNTED.split("|"))
_SHORT = "|".join(
    sorted((k for k in NUMBERED if len(k) > 1 and k not in ("par", "app", "op", "tel", "ext")), key=len, reverse=True)
)
_PLURAL = (
    "chapters|pages|books|parts|volumes|acts|scenes|cantos|sections|plates|figures|articles|tables|wars|letters|psalms"
)
_SMALL = frozenset(
    "page pages act scene chapter book part volume canto sc ch chap chaps vol vols bk pt p pp cap lib".split()
)
_BOOKISH = frozenset("vol vols bk bks ch chap chaps cap lib".split())
# Numerals that are words, initials or units stay what they are.
_WORDS = frozenset("MD DC CD CV MC DI MI MIX LI DM MM CC CI DX ML CL DIM MID CIVIL LIV VIM ID DVD".split())
_NUM = r"[IVXLCDM]+|[ivxlcdm]+"
# Small ones are joined by "and" or a dash alone: "Part III, l. 250" goes on with a line.
_LIST = (
    r"(?P<rest>(?:(?:, and |, | and | & | or | to |[-–])(?-i:[IVXLC]+)\b(?!\.[A-Z]))+|"
    r"(?:(?: and |[-–])(?-i:[ivxlc]+)\b)+|)"
)


def _stop(m: re.Match[str]) -> str:
    """The numeral's own full stop is kept where the line goes on with a new sentence, or ends."""
    if not m.group().endswith("."):
        return ""
    return "" if re.match(r"\s+[a-z]|[,;:)]", m.string[m.end() :]) else "."


def _counted(m: re.Match[str]) -> str | None:
    word, numeral = m["w"], m["n"]
    known = word.rstrip(".").lower()
    small = numeral.islower() and known in _SMALL and numeral not in ("c", "d", "l", "m")  # 5 p. m.
    if not (numeral.isupper() or word.isupper() or small) or not is_roman(numeral.upper()):
        return None
    if numeral in ("C", "D", "L", "M") and known not in ("chapter", "psalm", "canto", "book", "sonnet"):
        return None  # Appendix C
    following = re.match(r"\s+([a-z’']+)", m.string[m.end() :])
    if (
        numeral == "I"
        and known != "war"
        and not word.endswith(".")
        and not m["rest"]
        and following
        and following[1] not in ("of", "and", "to", "is", "was", "in", "the", "by", "or")
    ):
        return None  # the part I did
    if (
        numeral == "I"
        and word.endswith(".")
        and known not in _BOOKISH
        and following
        and following[1] not in ("of", "and", "to")
    ):
        return None  # "oh! no. I am sure"
    if known in NUMBERED:
        words = NUMBERED[known]
        word = words.capitalize() if word[0].isupper() else words
    rest = re.sub(r"[IVXLC]+|[ivxlc]+(?![a-z])", lambda n: _listed(n.group()), m["rest"].replace("&", "and"))
    rest = re.sub("[-–]", " to ", rest)
    return f"{word.capitalize() if word.isupper() else word} {cardinal(roman(numeral))}{rest}{_stop(m)}"


def _listed(text: str) -> str:
    return cardinal(roman(text)) if is_roman(text.upper()) else text


def _ruler(m: re.Match[str]) -> str | None:
    if not is_roman(m["n"]) or (m["w"], m["n"]) == ("Malcolm", "X"):
        return None
    after = m.string[m.end() :]
    if m["n"] == "I" and _styled(m) and not re.match(rf"\s{_SELF}", after):
        return f"{m['w']} the first"
    if m["n"] == "I" and not re.match(
        r"(?:[,.;:)’']|\s(?:of|was|had|and|became|died|in|to|reigned|the)\b|$|--)", after
    ):
        return None  # "Charles I think" is a speaker
    also = re.fullmatch(r"(and|,) ([IVX]+)(\.?)", (m["also"] or "").strip())
    if m["also"] and (also is None or not is_roman(also[2])):
        return None
    more = f"{',' if also[1] == ',' else ' and'} the {ordinal(roman(also[2]))}" if also else ""  # James I and VI
    return f"{m['w']} the {ordinal(roman(m['n']))}{more}" + ("." if also and also[3] and ends_sentence(m) else "")


def _styled(m: re.Match[str]) -> bool:
    return re.search(rf"\b(?:{_STYLES}) (?:{_NAME} )?$", m.string[: m.start()]) is not None


def _style(m: re.Match[str]) -> str | None:
    """King Offa II, Sultan Abdul Hamid II, the Emir Khalaf I; not Queen Street I, nor the King I knew."""
    if (
        not is_roman(m["n"])
        or m["n"] in _WORDS
        or (
            m["n"] == "I"
            and re.match(
                rf"\s(?:{_SELF}|[a-z]+ed\b(?! "
                rf"(?:in|of|by|at|on|the)))",
                m.string[m.end() :],
            )
        )
    ):
        return None
    return f"{m['w']} the {ordinal(roman(m['n']))}"


def _heir(m: re.Match[str]) -> str:
    """John Smith III."""
    return f"{m['w']} the {ordinal(roman(m['n']))}"


def _range(m: re.Match[str]) -> str | None:
    first, second = m[1], m[2]
    if not (is_roman(first) and is_roman(second) and roman(first) < roman(second)):
        return None
    return f"{cardinal(roman(first))} to {cardinal(roman(second))}"


def _nth(m: re.Match[str]) -> str | None:
    return ordinal(roman(m["n"])) if is_roman(m["n"]) and len(m["n"]) + len(m.group()) > 2 else None


def _place(m: re.Match[str]) -> str | None:
    """III.ii.55: act, scene and line."""
    if not (is_roman(m[1]) and is_roman(m[2].upper())):
        return None
    end = "." if m.group().endswith(".") and ends_sentence(m) else ""
    to = f" to {cardinal(int(m[4]))}" if m[4] else ""
    return ", ".join([cardinal(roman(m[1])), cardinal(roman(m[2])), cardinal(int(m[3]))]) + to + end


def _numeral(m: re.Match[str]) -> str | None:
    text = m[1]
    if len(text) < 2 or text in _WORDS or not is_roman(text):
        return None
    n = roman(text)
    return year(n) if len(text) > 3 and 1400 <= n < 2100 else cardinal(n)


_NAMED = re.compile(r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ] [IVX]+\b")
_CAPITALS = re.compile("[IVXLCDM]{2}")


def _after(words: str) -> str:
    """Looks back from a numeral's first letter to one of `words` before it, over one white space or two."""
    by_length: dict[int, list[str]] = {}
    for word in words.split("|"):
        by_length.setdefault(len(word), []).append(re.escape(word))
    return "|".join(f"(?<=(?i:{'|'.join(same)})\\s{gap}.)" for same in by_length.values() for gap in ("", "\\s"))


_SEVERAL = re.compile(
    r"[IVXLCDMivxlc](?<=\s.)(?=[IVXLCDMivxlcdm]*\b)(?:"
    + _after(f"{_COUNTED}|{_PLURAL}|{_SHORT.replace('|', '.|')}.|p.")
    + ")"
)


def _heading(m: re.Match[str]) -> str | None:
    """A line that is "Article. I." or "Section. 2." and nothing else."""
    text = m["n"]
    if not text.isdecimal() and not is_roman(text):
        return None
    word = m["w"].capitalize() if m["w"].isupper() else m["w"]
    return f"{word} {cardinal(int(text) if text.isdecimal() else roman(text))}"


# Tried before figures are.
PLACES = (
    rule(
        "abbreviation",
        r"\bWW ?(I{1,2}|[12])\b",
        lambda m: f"World War {'one' if m[1] in 'I1' else 'two'}",
        r"WW ?[I12]",
    ),
    rule("roman numeral", rf"^(?P<w>(?i:{_COUNTED}))\.\s+(?P<n>\d+|[IVXLC]+)\.?$", _heading, r"\w\.\s+[\dIVXLC]"),
    rule("roman numeral", r"(?<![\w.])([IVX]+)\.\s?([ivx]+)\.\s?(\d+)\b(?:[-–](\d+)\b)?", _place, r"[IVX]\.\s?[ivx]"),
)
RULES = (
    rule("roman numeral", rf"\b(?P<w>{_COUNTED}|{_PLURAL}|(?:{_SHORT}|p)\.)\s+(?P<n>{_NUM})\b{_LIST}\.?(?=\W|$)",
         _counted,
         _SEVERAL, re.IGNORECASE),
    rule("roman numeral",
         rf"\b(?P<w>(?:{_RULERS})(?: [A-Z][a-z]+| [A-Z]\.(?: [A-Z][a-z]+))) (?P<n>II|III|IV)\b(?![\w.’'-]*\w)",
         _heir, r"[a-z] I[IV]"),
    rule("roman numeral", rf"\b(?P<w>{_RULERS})\s+(?P<n>[IVX]+)\b(?:\.(?=\s[a-z]|[,;:)’'—]))?(?P<also>(?: "
                          rf"and |, )[IVX]+\b\.?(?=[,;:.)]|\s[a-z]|$))?(?!\w|-(?!-))(?![’'](?!s\b)\w)",
         _ruler,
         "[A-Z]\\w+\\s+[IVX]"),
    rule("roman numeral", rf"(?<![\w.])(?P<w>(?:{_STYLES}) {_NAME}(?: {_NAME})?) "
                          rf"(?P<n>[IVX]+)\b(?:\.(?=\s[a-z]|[,;:)’'—]))?(?!\w|-(?!-))"
                          r"(?![’'](?!s\b)\w)", _style, _NAMED),
    rule("roman numeral", rf"\b(?P<w>{_NAME}) (?P<n>II|III|IV|V|VI|VII|VIII|IX|X{{1,2}}[IV]{{0,3}})\b(?=,? "
                          rf"(?:[Kk]ing|[Qq]ueen|"
                          r"[Ee]mperor|[Dd]uke|[Ss]ultan|[Pp]ope|[Tt]sar) of\b| (?:reigned|ascended|abdicated|"
                          r"succeeded)\b)",
         lambda m: None if m["w"].lower() in _COUNTED_WORDS else _heir(m), _NAMED),
    rule("roman numeral", r"\b(?P<n>[IVX]+)(?:th|st|nd|rd)\b", _nth, r"[IVX](?:th|st|nd|rd)\b"),
    rule("roman numeral", r"\b(?P<n>[IVX]+)(?= (?:century|centuries|[Dd]ynasty|Corps|Legion|Olympiad)\b)", _nth,
         r"[IVX] (?:cent|[Dd]yn|Corps|Leg|Oly)"),
    rule("roman numeral", r"(?<![\w.’'-])([IVXLC]+)[-–]([IVXLC]+)(?![\w’'-])", _range, r"[IVXLC][-–][IVXLC]"),
    rule("roman numeral", r"(?<![\w.’'-])([IVXLCDM]+)(?![\w’'-])(?!\.\w)", _numeral, _CAPITALS),
)  # fmt: skip
