"""Chinese: words and their readings (listeners/sounds/mandarin.py), a syllable at a time in Kokoro's phonemes.

Third tones are written as the dictionary has them: the network was trained so, and with sandhi written out a recogniser
misheard 11 syllables of three lines, against 6. What is no ideograph is made one as GPT-SoVITS's front end does.

Latin words are spoken as English ones are: the phonemes of both languages are one alphabet to the network.
"""

from __future__ import annotations

import functools
import re

from models.gpt_sovits.frontend.chinese.g2p import can_say, normalised
from models.kokoro.frontend import english
from models.listeners.sounds.mandarin import words_read

_LATIN = re.compile(r"[A-Za-z][A-Za-z'’.\-]*(?: +[A-Za-z][A-Za-z'’.\-]*)*")
_PARTS = re.compile(r"[一-龥]+|[^一-龥]")
_MARKS = {",": ",", ".": ".", "!": "!", "?": "?", "…": "…", "-": "—"}
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
_INITIALS = {
    "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x",
    "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s", "": "",
}  # fmt: skip
# `0` is where the tone stands.
_FINALS = {
    "a": "a0", "ai": "ai0", "an": "a0n", "ang": "a0ŋ", "ao": "au0", "e": "ɤ0", "ei": "ei0", "en": "ə0n", "eng": "ə0ŋ",
    "er": "ɚ0", "i": "i0", "ia": "ja0", "ian": "jɛ0n", "iang": "ja0ŋ", "iao": "jau0", "ie": "je0", "in": "i0n",
    "ing": "i0ŋ", "io": "jɔ0", "iong": "jʊ0ŋ", "iou": "jou0", "o": "wo0", "ong": "ʊ0ŋ", "ou": "ou0", "u": "u0",
    "ua": "wa0", "uai": "wai0", "uan": "wa0n", "uang": "wa0ŋ", "uei": "wei0", "uen": "wə0n", "ueng": "wə0ŋ",
    "uo": "wo0", "ü": "y0", "üe": "ɥe0", "üan": "ɥɛ0n", "ün": "y0n", "ê": "ɛ0",
}  # fmt: skip
_WHOLE = {"o": "ɔ0", "er": "ɚ0", "ê": "ɛ0", "m": "m0", "n": "n0", "ng": "ŋ0", "hm": "hm0", "hng": "hŋ0"}
_BUZZED = frozenset({"zh", "ch", "sh", "r", "z", "c", "s"})  # whose i is the consonant held


def phonemised(text: str) -> str:
    parts, end = [], 0
    for latin in _LATIN.finditer(text):
        parts += [_chinese(text[end : latin.start()]), english.american(latin.group())]
        end = latin.end()
    return " ".join(filter(None, [*parts, _chinese(text[end:])]))


def unspeakable(text: str) -> str:
    return "".join(dict.fromkeys(c for c in _LATIN.sub("", text) if not can_say(c)))


def _chinese(text: str) -> str:
    said: list[str] = []
    for part in _PARTS.findall(normalised(text.replace("——", "，"))):
        if part in _MARKS:
            if said:
                said[-1] += _MARKS[part]
        elif part.strip():
            said += ["".join(map(syllable, syllables)) for _, syllables in words_read(part)]
    return " ".join(said)


@functools.cache
def syllable(pinyin: str) -> str:
    """zhong1 -> ꭧʊ→ŋ"""
    from pypinyin.contrib.tone_convert import to_finals, to_initials

    base, tone = pinyin[:-1].replace("v", "ü"), _TONES[pinyin[-1]]
    if base in _WHOLE:
        return _WHOLE[base].replace("0", tone)
    initial, final = to_initials(base, strict=True), to_finals(base, strict=True, v_to_u=True)
    if initial in _BUZZED and final == "i":
        return f"{_INITIALS[initial]}ɨ{tone}"
    return _INITIALS[initial] + _FINALS[final].replace("0", tone)
