"""Language identification of a whole text, by its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.languages import known
from pipeline.languages.tags import primary, tag

__all__ = ["guess", "primary", "tag"]

_COMMON = {
    tag: record.letters.common.split() for tag, record in known().items() if record.letters and record.letters.common
}
_SCRIPTS = tuple((tag, record.script) for tag, record in known().items() if record.script_tells)
_WORD = re.compile(r"[^\W\d_]+")


def guess(text: str) -> str:
    """The likeliest language of a text, "" where the text is too short to tell."""
    sample = text if len(text) <= 30_000 else text[:10_000] + text[len(text) // 2 : len(text) // 2 + 20_000]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return ""
    for language, block in _SCRIPTS:
        share = len(re.findall(f"[{block}]", sample)) / letters
        if share > (0.1 if language in ("ja", "ko") else 0.4):
            if language == "ru" and _ukrainian(sample):
                return "uk"
            return _chinese(sample) if language == "zh" else language
    words = Counter(word.lower() for word in _WORD.findall(sample))
    total = sum(words.values())
    scores = {language: sum(words[word] for word in common) / total for language, common in _COMMON.items()}
    best = max(scores, key=lambda language: scores[language])
    # Words of one letter tell nothing: "a" is Portuguese, Czech and English.
    return best if scores[best] > 0.08 and any(words[word] for word in _COMMON[best] if len(word) > 1) else ""


def _ukrainian(sample: str) -> bool:
    return len(re.findall("[іїєґ]", sample)) > len(re.findall("[ыэёъ]", sample))


def _chinese(sample: str) -> str:
    traditional = len(re.findall("[這個們來時說國對學為過還會後開與無從東車馬長門問見]", sample))
    simplified = len(re.findall("[这个们来时说国对学为过还会后开与无从东车马长门问见]", sample))
    return "zh-Hant" if traditional > simplified else "zh-Hans"


# Languages by the letters that they are written in.
_WRITTEN = {
    "ja": "ja",
    "zh": "zh",
    "yue": "zh",
    "ko": "ko",
    "el": "el",
    "th": "th",
    "ka": "ka",
    "hy": "hy",
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk"), "ru"),
    **dict.fromkeys(("ar", "fa", "ur", "ps"), "ar"),
    **dict.fromkeys(("he", "yi"), "he"),
    **dict.fromkeys(("hi", "mr", "ne"), "hi"),
    **dict.fromkeys((*_COMMON, "no", "ca", "gl", "hu", "ro", "sk", "hr", "vi"), "latin"),
}
_LEAST_LETTERS, _LEAST_WORDS = 200, 80  # a page or less proves nothing


# Languages that are often declared for English or Chinese texts without being an error.
_NEAR = frozenset("sco enm ang pcm jam tpi bis bi hwc gul lzh wuu nan hak gan cdo hsn cjy za ii mul und zxx".split())


def _else_written(declared: str) -> str:
    """Of a language that stands nowhere here: Latin letters, unless it is one that may be written otherwise."""
    return "" if primary(declared) in _NEAR else "latin"


def contradicted(text: str, declared: str) -> str:
    """The language that a text is plainly in although `declared` is another; "" where there is any doubt.

    Of the 72 books of the corpora none is contradicted, and none of their 2,000 pages of 120 words.
    """
    own = _WRITTEN.get(primary(declared), "") or _else_written(declared)
    sample = text if len(text) <= 12_000 else text[:6_000] + text[len(text) // 2 : len(text) // 2 + 6_000]
    if not own or not (guessed := guess(sample)) or primary(guessed) == primary(declared):
        return ""
    letters = sum(map(str.isalpha, sample))
    if _WRITTEN.get(primary(guessed)) != own:
        if primary(declared) not in _WRITTEN and primary(guessed) not in ("ja", "ko", "zh", "el", "th"):
            return ""  # Cyrillic, Arabic and Devanagari are many languages'
        return guessed if letters >= (_LEAST_LETTERS if _WRITTEN.get(primary(guessed)) != "latin" else 400) else ""
    words = Counter(word.lower() for word in _WORD.findall(sample))
    if own != "latin" or words.total() < _LEAST_WORDS:
        return ""
    if primary(declared) not in _COMMON:  # neighbours share letters
        share = sum(words[word] for word in _COMMON[guessed]) / words.total()
        return guessed if guessed == "en" and share >= 0.2 else ""
    theirs, mine = (set(_COMMON[lang]) for lang in (guessed, primary(declared)))
    theirs_share, own_share = (
        sum(words[word] for word in words_of_it) / words.total() for words_of_it in (theirs - mine, mine - theirs)
    )
    return guessed if theirs_share >= 0.08 and own_share <= 0.3 * theirs_share else ""
