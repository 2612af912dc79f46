"""Gender of Portuguese nouns, as counted things need it: duas casas, duzentas páginas, vinte e uma noites."""

from __future__ import annotations

import re

_MASCULINE_A = frozenset(
    "dia mapa planeta cometa poeta profeta pirata atleta papa guarda sofá camarada clima tema problema sistema idioma "
    "programa poema drama dilema lema esquema teorema diploma enigma estigma dogma sintoma fantasma panorama telegrama "
    "quilograma grama miligrama diagrama aroma axioma carisma emblema cinema trauma prisma monarca patriarca artista "
    "turista dentista jornalista pianista maestria".split()
) - {"maestria"}
_FEMININE = frozenset(
    "mulher mão noite vez tarde parte classe gente nuvem flor luz cruz voz paz pele sal carne rede parede "
    "madre mãe torre chave nave neve fonte febre mente morte sorte corrente base frase fase sede lei rês foto "
    "moto rádio ordem imagem virgem razão série espécie superfície tribo sociedade saúde árvore cor dor raiz "
    "nariz matriz atriz imperatriz cicatriz fé maçã irmã manhã lã avó viagem pensão questão expressão ilusão "
    "prisão visão paixão fração ponte estante hélice crise tese análise síntese hipótese dose face metade "
    "cidade".split()
) - {"sal", "nariz"}
_FEMININE_MA = frozenset(
    "cama rama dama fama trama chama lama grama gema goma vista lista pista revista entrevista".split()
)
_ENDINGS = re.compile(r"(?:ção|são|dade|tude|gem|triz|ice|ície|ção|ose|ite|ância|ência|eza)$")
_NOUN = re.compile(r"\s([^\W\d_]+)")
_NOT_NOUNS = frozenset(
    "a ao aos à às de do da dos das em no na nos nas e ou que com para por pelo pela sem sobre entre os as o "
    "um uma antes depois mais menos milhões milhão mil bilhões bilhão como se é são era foi está há não já "
    "até durante contra quando onde mas nem após segundo horas".split()
) - {"horas"}


def _singular(noun: str) -> str:
    if noun.endswith("ões"):
        return noun[:-3] + "ão"
    if noun.endswith("ães"):
        return noun[:-3] + "ão"
    if noun.endswith("ns"):
        return noun[:-2] + "m"
    if noun.endswith(("res", "zes")):
        return noun[:-2]
    return noun.removesuffix("s")


def is_feminine(noun: str) -> bool:
    """The noun in one or in many, in small letters."""
    one = _singular(noun)
    if one in _MASCULINE_A or noun in _MASCULINE_A:
        return False
    if one in _FEMININE or noun in _FEMININE:
        return True
    if one.endswith(("ista", "ama", "ema", "oma")) and one not in _FEMININE_MA:
        return False
    return one.endswith("a") or _ENDINGS.search(one) is not None


def feminine(after: str) -> bool | None:
    """Whether the noun with which `after` begins is feminine; None where none is counted."""
    noun = _NOUN.match(after)
    if not noun or noun[1].lower() in _NOT_NOUNS:
        return None
    return is_feminine(noun[1].lower())
