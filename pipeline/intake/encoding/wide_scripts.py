"""Scores of encodings for Chinese, Japanese and Korean: the share of common characters; UTF-16 without a BOM."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.intake.encoding.alphabets import COMMON
from pipeline.intake.encoding.candidates import ASCII, RUN, TORN, Candidate

# Encodings of scripts with thousands of characters -> the language whose common characters their text holds.
WIDE_SCRIPTS = {"cp932": "ja", "euc_jis_2004": "ja", "gb18030": "zh", "big5hkscs": "zh", "cp949": "ko"}
THRESHOLD = 0.30  # share of common characters
LEAST = 6  # common characters that a decoding must hold
_BETWEEN = re.compile(r"(?:^|[\x00-\x7f])[^\x00-\x7f]+", re.MULTILINE)


def wide_candidates(data: bytes) -> Iterator[Candidate]:
    for encoding, script in WIDE_SCRIPTS.items():
        text = data.decode(encoding, "replace")
        good, total = common_characters(text, script)
        if good > max(LEAST, THRESHOLD * total):
            yield Candidate(encoding, (good / total - THRESHOLD) / (1 - THRESHOLD), good, "".join(RUN.findall(text)))


def common_characters(text: str, script: str) -> tuple[int, int]:
    """(common characters that are not glued to Latin letters, all characters beyond ASCII).

    (0, 0) where too many could not be decoded.
    """
    known, good, total = COMMON[script], 0, 0
    for around, number in Counter(_BETWEEN.findall(text)).items():
        run = around.strip(ASCII)
        total += number * len(run)
        if not (around[0].isalpha() and around[0] < "\x7f" and len(run) < 3):
            good += number * sum(map(known.__contains__, run))
    return (good, total) if text.count("\ufffd") <= 1 + TORN * total else (0, total)


def shows_chinese(data: bytes, encoding: str) -> bool:
    good, total = common_characters(data.decode(encoding, "replace"), "zh")
    return good > max(LEAST, THRESHOLD * total)


def utf16_candidates(data: bytes) -> Iterator[Candidate]:
    """UTF-16 without a BOM: a page of Chinese or Japanese in it may hold no zero byte."""
    if b"\0" not in data and len(data) % 2 == 0 and (encoding := utf16_byte_order(data)):
        text = data.decode(encoding, "replace")
        good, total = max(common_characters(text, script) for script in COMMON)
        if good > max(LEAST, THRESHOLD * total):
            yield Candidate(encoding, (good / total - THRESHOLD) / (1 - THRESHOLD), good, "".join(RUN.findall(text)))


def utf16_byte_order(data: bytes) -> str:
    """ "utf-16-le" or "utf-16-be", whichever makes text of the bytes; "" where neither clearly does."""
    data = data[: len(data) // 2 * 2]
    shares = {encoding: _plausible(data.decode(encoding, "replace")) for encoding in ("utf-16-le", "utf-16-be")}
    first, second = sorted(shares, key=lambda encoding: -shares[encoding])
    return first if shares[first] > 0.5 and shares[first] > 2 * shares[second] else ""


_PLAUSIBLE = re.compile(
    "[\t\n\r -~\u00a0-\u024f\u0370-\u03ff\u0410-\u045f\u0531-\u0587\u05d0-\u05ea\u0621-\u064a"
    "\u0901-\u0dff\u0e01-\u0eff\u10a0-\u10ff\u1ea0-\u1ef9\u2010-\u2026\u3000-\u30ff\uff01-\uff5e]"
)


def _plausible(text: str) -> float:
    counts = Counter(text)
    common = frozenset().union(*COMMON.values())
    good = sum(number for character, number in counts.items() if character in common or _PLAUSIBLE.match(character))
    return good / max(1, len(text))
