"""Cases and genders of German ordinals and of "ein": from the article or the preposition before, and the noun after.

No dictionary: the endings of nouns, which compounds share with their last part, and what these do not tell by name.
"""

from __future__ import annotations

import re

from pipeline.languages.spoken.stops import starters

_FEMININE = re.compile(
    r"(?:ung|heit|keit|schaft|tät|ion|ik|[^fi]ur|anz|enz|ei|[^eiau]ie|itis|[aeoyl]sis|thek|ucht|party|kenntnis|laubnis|"
    r"sternis|wildnis|wandtnis|(?:er|ist|ent|at|ant|ar|an|ur|or|ot|ig|und|ürst|äf|ött|eld|öw|zös|üd|sch|och|irt|ss|og|ert|"
    r"ärt|art|zt|är)in|liga|fahrt|schrift|stadt|zahl|bahn|hand|wahl|welt|wand|front|form|nummer|kammer|mutter|tochter|"
    r"schwester|oper|mauer|dauer|trauer|ziffer|feier|feder|steuer|person|arbeit|kraft|luft|macht|schlacht|(?<!ge)schicht|"
    r"pflicht|(?<!ge)sicht|nacht|andacht|tracht|fracht|wacht|kunst|gunst|angst|post|burg|bank|kunft|jagd|(?<![tb])art|"
    r"tour|haut|maus|braut|frau|schau|uhr|mark|milch|tür|spur|gefahr|gebühr|regel|tafel|schachtel|gabel|insel|formel|"
    r"kugel|schüssel|trommel|muschel|wurzel|nadel|kuh|gans|wurst|nuss|lust(?<!verlust)|medizin|jugend|gegend|tugend|"
    r"predigt|flucht|flut|glut|schuld|faust|brust|geburt|saat|naht|zeit|frist|gestalt|gewalt|anstalt|(?<=d)tat)$",
    re.IGNORECASE,
)
# Of those that end like others, the few that are masculine.
_MASCULINE = re.compile(
    r"(?:name|junge|buchstabe|gedanke|glaube|wille|friede|funke|same|bote|erbe|zeuge|(?:^|bank|stamm)kunde|löwe|"
    r"(?<!w)affe|(?<!p)hase|rabe|riese|neffe|geselle|genosse|insasse|matrose|deutsche|franzose|russe|pole|türke|"
    r"däne|schwede|preuße|sachse|ologe|experte|käse|see|tee|kaffee|schnee|klee|(?<!s)tanz|glanz|kranz|schwanz|"
    r"streik|(?<!ge)schrei|brei|spion|turm|strom|sturm|wurm|tum(?<=ichtum|irrtum)|aum|konsum|moment|kuchen|drachen|"
    r"knochen|rachen|flur|gefreite|beamte|vorsitzende|reisende|abgeordnete|angeklagte|angestellte|verwandte|"
    r"gelehrte|geliebte|tote|gesandte|ieur|teur|sprung|garten|boden|wagen|ofen|hafen|laden|magen|regen|rücken|"
    r"schatten|faden|balken|braten|brunnen|haufen|kasten|kragen|nacken|rahmen|rasen|riemen|schaden|streifen|tropfen|"
    r"bogen|degen|graben|norden|süden|osten|westen|frieden|morgen|orden|posten|wein(?<!schwein))s?$",
    re.IGNORECASE,
)
_NEUTER = re.compile(
    r"(?:lein|ment|um|en|jahrhundert|jahrtausend|jahr|jahrzehnt|kapitel|buch|mal|bild|haus|kind|stück|quartal|zeug|"
    r"gebot|gebiet|gerät|gefühl|gewicht|geschäft|gewölbe|gebirge|getreide|gewerbe|gemüse|jh|jhd|jhdt|land|kreuz|kraut|"
    r"(?:^|en|ngs|dt)tor|spiel|werk|(?<!ant)wort|gesetz|regiment|bataillon|korps|geschoss|fleisch|fell|lager|gitter|"
    r"futter|gewitter|feuer|abenteuer|produkt|urteil|abteil|auto|problem|atom|leder|syndrom|jekt|nym|material|modell|"
    r"horn|heim|thema|schema|skop|lett|latein|prinzip|foto|lexikon|fass|blech|gras|theater|rezept|konzept|phon|oxid|salz|"
    r"organ|schwein|turnier|verb|zimmer|heft|blatt|viertel|drittel|(?:^|[srnhk])ende|auge|gebäude|gemälde|gelände|"
    r"gespräch|gericht|(?:^|[grkmns])reich|wunder|fenster|glas|bein|brett|dorf|schiff|pferd|tier|schloss|schloß|lied|"
    r"konzert|semester|gramm|ziel|ding|konzil|beispiel|nis|geschlecht|gedicht|gesicht|geschenk|bett|bier|boot|brot|"
    r"fest|feld|gold|grab|hemd|(?<!c)herz|kleid|(?<!pf)licht|messer(?<!durchmesser)|opfer|papier|recht|schwert|signal|"
    r"system|(?<![ärl])ufer|wasser|weib|wetter|exemplar|gleis|netz|volk|team|hotel|kilo|pfund|hundert|dutzend|paar|meer|heer|"
    r"rätsel|mittel|genie|knie|stadion|geschrei|blei|(?:^|hühner)ei|mosaik|mitglied|amt|dach|bad|fach|loch|tal|holz|blut|"
    r"geld|glück|haar|ohr|tuch|angebot|verbot|interesse|zeitalter|mittelalter)(?:e?s)?$",
    re.IGNORECASE,
)
_NEUTER_TOO = re.compile(r"(?:geschrei|blei|stadion|mosaik|genie|knie|(?:^|hühner)ei|futter|feuer)$", re.IGNORECASE)


def gender(noun: str) -> str:
    """m, f or n: a guess that is right for most nouns; the masculine where nothing tells."""
    if _MASCULINE.search(noun):
        return "m"
    if _FEMININE.search(noun) and not _NEUTER_TOO.search(noun):
        return "f"
    return "n" if _NEUTER.search(noun) else "f" if noun[-1:] == "e" else "m"


# What stands before decides first. -e after der (masculine), die, das; -en after every other case.
_ALWAYS = {
    **dict.fromkeys("das die diese jene jede welche ans ins fürs aufs durchs übers ums vors eine keine meine deine "
                    "seine ihre unsere unsre eure".split(), "e"),
    **dict.fromkeys("dem den des diesem diesen jenem jenen jedem jeden welchem welchen am im vom zum zur beim hinterm "
                    "unterm überm einem einen einer eines keinem keinen keiner keines meinem meinen meiner meines "
                    "deinem deinen deiner deines seinem seinen seiner seines ihrem ihren ihrer ihres unserem unseren "
                    "unserer unseres eurem euren eurer eures beiden allen".split(), "en"),
}  # fmt: skip
_LIKE_DER = frozenset(["der", "dieser", "jener", "jeder", "welcher", "mancher"])
_LIKE_DAS = frozenset(["dieses", "jenes", "jedes", "welches"])
_BARE = frozenset(["ein", "kein", "mein", "dein", "sein", "ihr", "unser", "euer"])
_STRONG = {
    "nom": {"m": "er", "f": "e", "n": "es"}, "acc": {"m": "en", "f": "e", "n": "es"},
    "dat": {"m": "em", "f": "er", "n": "em"}, "gen": {"m": "en", "f": "er", "n": "en"},
}  # fmt: skip
_CASES = {
    **dict.fromkeys(
        "aus bei mit nach seit von zu außer gegenüber in an auf unter vor über hinter neben zwischen laut samt".split(),
        "dat",
    ),
    **dict.fromkeys("für gegen ohne durch um bis per pro à ab".split(), "acc"),
    **dict.fromkeys("wegen während trotz statt anstatt".split(), "gen"),
}
_STARTERS = starters("de")
PREPOSITIONS = frozenset(_CASES)
# 1. und 2. Klasse, vom 1. bis 3. Mai: ordinals in a row share their article and their noun.
_LINK = r"(?: ?[-–/] ?|,? (?:und|oder|sowie|bzw\.|u\.|bis) |, )"
_ROW_BEFORE = re.compile(rf"(?:\d{{1,4}}\.(?:\d{{1,2}}\.)?{_LINK})+$")
_ROW_AFTER = re.compile(rf"(?:{_LINK}\d{{1,4}}\.)+")
_LAST = re.compile(r"([^\W\d_]+)[\s„“\"‚‘»«(]*$")
_LAST_TWO = re.compile(r"(?:([^\W\d_]+)\s+)?([^\W\d_]+)[\s„“\"‚‘»«(]*$")
_NOUN = re.compile(
    r"(?:,(?! d(?:er|ie|as|e[nms])\b| (?:[ksm]?eine?|ihre|wer|er|diese|alle)[rnms]?\b))?"
    r"\s+(?:[a-zäöüß]+(?:e|e[rnms])\s+){0,2}[„“\"‚‘»«(]?([A-ZÄÖÜ][\wäöüß]*)"
)


def article(before: str) -> str:
    """The word before a number, in small letters; before a row of numbers, the word before the first."""
    row = _ROW_BEFORE.search(before)
    last = _LAST.search(before[: row.start()] if row else before)
    return last[1].lower() if last else ""


def noun(after: str) -> str:
    """The noun that a number belongs to, or ""."""
    row = _ROW_AFTER.match(after)
    noun = _NOUN.match(after[row.end() :] if row else after)
    return noun[1] if noun else ""


def decided(before: str) -> bool:
    """Whether an article stands before: what follows is an ordinal even without a noun (am 3.)."""
    word = article(before)
    return word in _ALWAYS or word in _LIKE_DER or word in ("ein", "kein", "als", "wurde", "wurden", "wird", "werde")


def ending(before: str, after: str, known: str | None = None) -> str:
    """The ending of an ordinal between two texts; `known` is its noun's gender where that needs no guess."""
    word, thing = article(before), noun(after)
    kind = known or (gender(thing) if thing else "")
    plural = not known and thing.endswith(("en", "ern"))
    if word in ("die", "diese", "jene", "seine", "ihre", "meine", "unsere", "keine") and plural:
        return "en"
    if word in _ALWAYS:
        return _ALWAYS[word]
    if word in _LIKE_DER:
        row = _ROW_BEFORE.search(before)
        two = _LAST_TWO.search(before[: row.start()] if row else before)
        oblique = two is not None and (two[1] or "").lower() in PREPOSITIONS
        return "en" if kind in ("f", "n") or (oblique and not known) or (plural and kind != "m") else "e"
    if word in _LIKE_DAS:
        return "en" if thing.endswith("s") else "e"
    if word in _BARE:
        return "es" if kind == "n" else "er"
    if word == "ab" and kind != "m":
        return _STRONG["dat"][kind or "m"]
    return _STRONG[_CASES.get(word, "nom")][kind or "m"]


def indefinite(before: str, thing: str) -> str | None:
    """ein, eine, einen, einem ...: the figure 1 before a noun; None after one (Artikel 1 Absatz 2)."""
    last = _LAST.search(before)
    if last and last[1][0].isupper() and last[1].lower() not in _CASES and last[1].lower() not in _STARTERS:
        return None
    case, kind = _CASES.get(article(before), "nom"), gender(thing)
    return {
        "nom": {"m": "ein", "f": "eine", "n": "ein"}, "acc": {"m": "einen", "f": "eine", "n": "ein"},
        "dat": {"m": "einem", "f": "einer", "n": "einem"}, "gen": {"m": "eines", "f": "einer", "n": "eines"},
    }[case][kind]  # fmt: skip


_WOMEN = re.compile(
    r"(?:[^uo]a|[^aei]ie|Elisabeth|Margarethe?|Adelheid|Irmgard|Hildegard|Beatrix|Sophie|Charlotte|"
    r"Christine|Juliane|Wilhelmine|Luise|Mathilde|Kunigunde|Agnes|Mary|Anne|Elizabeth|Margrethe|"
    r"Eleonore|Karoline|Isabelle|Kleopatra|Berenike|Arsinoe)$"
)
_MEN_IN_A = frozenset(["Offa", "Attila", "Mustafa", "Béla", "Geza", "Géza", "Ottokara", "Juda", "Josia", "Sancha"])
# Names that end in an s of their own; others in s stand in the genitive (der Hof Ludwigs XIV.).
_OWN_S = re.compile(
    r"(?:us|es|is|ys|ross|oss|aus|Hans|Lukas|Andreas|Thomas|Matthias|Tobias|Nikolas|Elias|Jonas|Kolas|"
    r"Barnabas|Fuchs|Moritz|Franz)$"
)
_NAMED = re.compile(r"[A-ZÄÖÜ][^\W\d_]+\s+$")


def regnal(before: str, name: str) -> tuple[str, str]:
    """Article and ending of the number of "Otto III.": der Dritte, dem Dritten, der Zweiten."""
    word = article(before)
    while (
        word
        and before.rstrip().endswith(word.capitalize())
        and _NAMED.search(before)
        and not decided(before)
        and word not in _CASES
    ):
        before = _NAMED.sub("", before)  # Kaiser Otto, Papst Johannes Paul
        word = article(before)
    own = name.removesuffix("s")
    genitive = name.endswith("s") and not _OWN_S.search(name)
    woman = _WOMEN.search(own if genitive else name) is not None and (own if genitive else name) not in _MEN_IN_A
    case = (
        "gen"
        if genitive or word in ("des", "eines")
        else {"dem": "dat", "den": "acc", "vom": "dat", "zum": "dat", "beim": "dat", "zur": "dat"}.get(word)
        or _CASES.get(word, "nom")
    )
    if word in ("an", "auf", "über"):
        case = "acc"  # ein Brief an, ein Buch über
    if woman:
        return ("die", "e") if case in ("nom", "acc") else ("der", "en")
    return {"nom": "der", "acc": "den", "dat": "dem", "gen": "des"}[case], "e" if case == "nom" else "en"
