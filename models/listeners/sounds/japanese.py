"""Japanese words as morae, by OpenJTalk's dictionary: a word sounds the same in kanji and in kana."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.listeners.sounds import letters

_MORA = re.compile(r"[ァ-ヴ][ァィゥェォャュョヮ]?|ー")
_ALIKE = str.maketrans("ヲヂヅ", "オジズ")  # written apart and said alike: しづく is しずく
_ROWS = {
    "ア": "ァアカガサザタダナハバパマャヤラワヮ",
    "イ": "ィイキギシジチヂニヒビピミリ",
    "ウ": "ゥウクグスズツヅヌフブプムュユルヴ",
    "エ": "ェエケゲセゼテデネヘベペメレ",
    "オ": "ォオコゴソゾトドノホボポモョヨロヲ",
}
_VOWEL_OF = {kana: vowel for vowel, row in _ROWS.items() for kana in row}


def units(text: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    import pyopenjtalk  # loads a dictionary of 100 MB, and only where there is Japanese

    at = 0
    for word in pyopenjtalk.run_frontend(text):
        # It answers in full width and may fold what it read: a word that is not found stands where it was left.
        start = text.find(word["string"], at)
        start = at if start < 0 else start
        end = min(len(text), start + len(word["string"]))
        if sounds := _morae(word["pron"]):
            yield start, max(end, start), word["string"], sounds
        at = max(at, end)


def sounds_of_ipa(ipa: str) -> tuple[str, ...]:
    return letters.sounds_of_ipa(ipa)


def _morae(kana: str) -> tuple[str, ...]:
    """Its morae; the long mark as the vowel that it lengthens, for recognisers write either."""
    morae: list[str] = []
    for mora in _MORA.findall(kana.replace("’", "").translate(_ALIKE)):
        lengthened = _VOWEL_OF.get(morae[-1][-1], "") if mora == "ー" and morae else mora
        morae += [lengthened] if lengthened else []
    return tuple(morae)
