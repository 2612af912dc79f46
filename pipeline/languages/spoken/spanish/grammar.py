"""Gender of Spanish nouns, as counted things need it: doscientas mujeres, treinta y una noches, una vez.

The article before a number decides; else the noun's ending, with the exceptions of daily use.
"""

from __future__ import annotations

import re

_ACCENTS = str.maketrans("áéíóú", "aeiou")


def _bare(noun: str) -> str:
    """The noun without accents, which move with the plural (imagen, imágenes)."""
    return noun.translate(_ACCENTS)


def _bare_words(text: str) -> frozenset[str]:
    return frozenset(_bare(text).split())


_MASCULINE_A = _bare_words(
    "día mapa planeta cometa poeta profeta pirata atleta papa cura guardia centinela tranvía yoga sofá albacea gorila "
    "atlas problema sistema tema clima idioma programa poema drama dilema lema esquema teorema diploma enigma estigma "
    "dogma síntoma fantasma panorama telegrama kilogramo gramo diagrama aroma axioma carisma emblema fonema genoma "
    "holograma morfema prisma reuma sintagma trauma volapié monarca patriarca jerarca policía camarada belga indígena "
    "homicida suicida pijama puma delta vodka crucigrama anagrama epigrama pentagrama cardiograma organigrama turista "
    "artista periodista dentista futbolista novelista guardabosques paraguas parabrisas cumpleaños"
)
_FEMININE = _bare_words(
    "mujer mano noche vez tarde parte clase calle gente nube flor luz cruz voz paz piel sal miel cárcel red pared "
    "sangre madre torre llave nave nieve fuente fiebre mente muerte suerte corriente leche base frase fase clave sede "
    "ley res tos foto moto radio orden imagen virgen razón sazón ave serie especie superficie planicie sed hiel col "
    "catedral señal capital postal vocal tribu sociedad salud carne cumbre costumbre legumbre lumbre raíz nariz "
    "matriz perdiz codorniz lombriz actriz emperatriz institutriz cicatriz faz tez niñez vejez vez hoz coz hélice "
    "índole prole mole pose dosis tesis crisis hipótesis síntesis aná metrópoli polis sílaba barbarie intemperie "
    "efigie carie catástrofe estrofe epidermis sien crin plebe nube fe víspera pirámide base índole ingle peste "
    "hueste hélice liebre fiebre pelvis génesis praxis sinopsis torre cofradía mies nuez tijera tribu sor miss reina "
    "hermana hembra"
)
_ENDINGS = re.compile(r"(?:cion|sion|xion|gion|nion|stion|dad|tad|tud|umbre|triz|ncia|eza|ez|ie|sis|itis|iz)$")
_NOT = _bare_words(
    "pez juez ajedrez arroz lápiz maíz matiz tapiz barniz cariz desliz aprendiz camión avión sarampión paréntesis "
    "análisis énfasis éxtasis oasis génesis césped abad huésped alud ataúd laúd pie"
)
_GREEK = re.compile(r"(?:ista|[aeiou]ma|[gr]rama|crata|arca)$")
_FEMININE_MA = frozenset(
    "cama rama dama llama fama trama goma broma forma loma paloma suma pluma espuma bruma cima rima victima lagrima "
    "firma arma alma crema quema gema yema flema diadema barca comarca marca charca arca ama escama mama toma coma "
    "prima estima esgrima alarma palma calma norma reforma plataforma tarima lista pista vista revista entrevista "
    "conquista arista autopista".split()
)
_DETERMINERS = {
    **dict.fromkeys("las unas estas esas aquellas otras todas algunas muchas nuestras vuestras cuantas tantas ambas "
                    "pocas ninguna la una esta esa aquella otra".split(), True),
    **dict.fromkeys("los unos estos esos aquellos otros todos algunos muchos nuestros vuestros el del al un este ese "
                    "aquel otro".split(), False),
}  # fmt: skip
# Before their noun: these hide its gender.
_HIDING = frozenset(
    "grandes gran mejores peores jóvenes nobles fuertes tristes felices pobres fieles célebres "
    "diferentes simples leales fértiles ilustres enormes siguientes mayores menores".split()
)
_NOUN = re.compile(r"\s([^\W\d_]+)(?:\s([^\W\d_]+))?")
_NOT_NOUNS = frozenset(
    "a al de del en y o u e por que con para sin sobre entre los las el la lo un una antes después más menos millones "
    "millón mil billones billón trillones trillón como si se es son era fue está están hay ha han según hasta desde "
    "durante contra cuando donde pero ni no sólo solo a.m p.m y/o hacia tras ante bajo mediante".split()
)
_LAST = re.compile(r"([^\W\d_]+)\s[¡¿(«“\"]*$")


def is_feminine(noun: str) -> bool:
    """The noun in one or in many, in small letters."""
    ones = list(map(_bare, _singulars(noun)))
    for one in ones:
        if one in _NOT or one in _MASCULINE_A:
            return False
        if one in _FEMININE:
            return True
    if ones[0] not in _FEMININE_MA and _GREEK.search(ones[0]):
        return False
    return ones[0].endswith("a") or _ENDINGS.search(ones[0]) is not None


def _singulars(noun: str) -> list[str]:
    if noun.endswith("ces"):
        return [noun[:-3] + "z", noun[:-1]]
    if re.search(r"(?:ion|en|on)es$", noun):
        return [noun[:-2], noun[:-1]]
    if noun.endswith("es"):
        return [noun[:-2], noun[:-1], noun] if noun[-3:-2] not in "aeiou" else [noun[:-1], noun[:-2]]
    return [noun[:-1], noun] if noun.endswith("s") else [noun]


def feminine(before: str, after: str) -> bool | None:
    """Whether what is counted between two texts is feminine; None where nothing is counted."""
    noun = _NOUN.match(after)
    last = _LAST.search(before)
    told = _DETERMINERS.get(last[1].lower()) if last else None
    if not noun or noun[1].lower() in _NOT_NOUNS:
        of = re.match(r" de (?:las|ellas|nosotras|estas|esas|aquellas)\b", after)
        return True if of else None
    if told is not None:
        return told
    word = noun[1].lower()
    if word in _HIDING and noun[2] and noun[2].lower() not in _NOT_NOUNS:
        word = noun[2].lower()
    return is_feminine(word)
