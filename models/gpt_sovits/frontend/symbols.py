"""Symbol tables: the phones and their ids (SPEC 4.1).

v1 (322) has Chinese, English and Japanese; v2 (732) adds Korean, Cantonese and the Japanese pitch marks. The order must
not change: an id is a row of the trained embeddings. A test holds both tables against their SHA-256.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

UNKNOWN = "UNK"
PUNCTUATION = ("!", "?", "…", ",", ".")
_PAUSES = ("-", "SP", "SP2", "SP3", UNKNOWN)

INITIALS = tuple("AA EE OO b c ch d f g h j k l m n p q r s sh t w x y z zh".split())
FINALS = tuple(
    "E En a ai an ang ao e ei en eng er i i0 ia ian iang iao ie in ing iong ir iu o ong ou u ua uai uan "
    "uang ui un uo v van ve vn".split()
)
_JAPANESE = "I N U a b by ch cl d dy e f g gy h hy i j k ky m my n ny o p py r ry s sh t ts u v w y z".split()
_ARPABET = [
    *(vowel + stress for vowel in "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split() for stress in "012"),
    "ER", "IH",  # bare, as some entries of the dictionaries have them
    *"B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH".split(),
]  # fmt: skip
_PITCH = ("[", "]")
_KOREAN = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅓㅔㅗㅜㅡㅣ停空"
_CANTONESE_FINALS = (
    "a aa aai aak aam aan aang aap aat aau ai ak am an ang ap at au e ei ek eng eoi eon eot g i ik im in ing ip it iu "
    "k m n o oe oek oeng oi ok on ong ot ou p t u ui uk un ung ut yu yun yut".split()
)


def _cantonese() -> Iterable[str]:
    yield from {f"Y{x}" for x in "a aa ai ak au b c d e f g gw h j k kw l m n ng o oi ok on ou p s t uk w z".split()}
    yield from (f"Y{final}{tone}" for final in _CANTONESE_FINALS for tone in range(1, 7))


@functools.cache
def table(version: str) -> tuple[str, ...]:
    """The phones of table "v1" or "v2", in the order of their ids."""
    finals = (final + str(tone) for final in FINALS for tone in range(1, 6))
    base = sorted({"_", *INITIALS, *finals, *_JAPANESE, *PUNCTUATION, *_PAUSES, *_ARPABET})
    if version == "v1":
        return tuple(base)
    return (*base, *_PITCH, *sorted(_KOREAN), *sorted(_cantonese()))


@functools.cache
def ids(version: str) -> Mapping[str, int]:
    return {phone: index for index, phone in enumerate(table(version))}
