"""Gender of Italian nouns, and the article that is also the number one: un giorno, uno studente, una casa, un'isola."""

from __future__ import annotations

import re

_MASCULINE_A = frozenset(
    "papa poeta profeta pirata pianeta cometa monarca patriarca duca gorilla boia vaglia delta diploma clima dogma "
    "enigma fantasma panorama problema programma poema dramma dilemma lemma schema sistema stemma tema teorema "
    "telegramma grammo chilogramma diagramma aroma asma trauma sisma plasma prisma sintomo idioma emblema cinema "
    "artista turista dentista giornalista pianista regista autista".split()
)
_FEMININE_E = re.compile(
    r"(?:[sz]ione|gione|trice|udine|igine|agine|aggine|ice|arte|otte|ente(?<=gente)|iave|ave|ebbre|evre|ede(?<=sede)|"
    r"ede(?<=fede)|orte|ulce|uce|oce|ace|arne|alle|elle|olle|ode|lce|nte(?<=mente)|nte(?<=fonte)|ase|isi|esi)$"
)
_FEMININE_OTHERS = frozenset(
    "mano radio foto moto auto dinamo notte mente gente fede sede legge madre moglie estate primavera arte parte morte "
    "sorte corte neve nave chiave torre fame sete pelle valle stelle voce croce luce pace carne fine canzone stazione "
    "ragione prigione stagione occasione regione unione opinione classe frase base fase serie specie gioventù virtù "
    "tribù gru schiavitù".split()
)
_MASCULINE_E = frozenset(
    "paese mese padre re pane pesce cane fiore cuore sole mare nome fiume ponte monte conte dente dolce giudice codice "
    "vertice indice pollice radice calice".split()
) - {"radice"}
_ELIDES = re.compile("[aeiouàèéìòùh]")
_IMPURE = re.compile("s[^aeiouàèéìòù]|z|gn|ps|pn|x|y|i[aeou]")


def is_feminine(noun: str) -> bool:
    """A noun in the singular, in small letters."""
    if noun in _FEMININE_OTHERS:
        return True
    if noun in _MASCULINE_E or noun in _MASCULINE_A:
        return False
    if noun.endswith(("tà", "tù", "ie")):
        return True
    if noun.endswith("a"):
        return not noun.endswith(("ista", "amma", "emma", "ema", "oma"))
    return noun.endswith("e") and _FEMININE_E.search(noun) is not None


def one(noun: str) -> str:
    """The article that counts one: un, uno, una, un'."""
    small = noun.lower()
    if is_feminine(small):
        return "un'" if _ELIDES.match(small) and small[0] != "h" else "una"
    return "uno" if _IMPURE.match(small) else "un"
