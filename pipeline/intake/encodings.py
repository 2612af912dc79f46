"""What a text without a label is encoded in: marks and strict decoding first, then which reading looks like language.

A guess is only as good as its evidence: each candidate is decoded strictly and scored by how much of what is not
ASCII are the commonest characters of its languages. Wrong readings give rare characters, so the scores lie far apart.
"""

from __future__ import annotations

import codecs
from collections import Counter

_COMMON = {
    "cp932": "のにはをたがでてとしれさいるなこらかもあおそ一人日大年出本中子見国言上生",
    "euc-jp": "のにはをたがでてとしれさいるなこらかもあおそ一人日大年出本中子見国言上生",
    "gb18030": "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自"
               "着去之过家学对可她里后，。“”",
    "cp950": "的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自"
             "著去之過家學對可她裡後，。「」",
    "euc-kr": "이다는의에을를가고하지도로한은사그나서어아기리스자시라인들",
    "cp1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ",
    "koi8-r": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SAMPLE = 200_000


def decode_text(data: bytes) -> tuple[str, str, int]:
    """(text, encoding that was guessed or "" where it is certain, characters that could not be decoded).

    Raises ValueError where the bytes are no text in any encoding.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data[len(bom):].decode(encoding, "replace")
            return text, "", text.count("\ufffd")
    if b"\0" in data[:SAMPLE]:
        return *_wide(data), 0
    try:
        return data.decode("utf-8"), "", 0
    except UnicodeDecodeError:
        pass
    torn = data.decode("utf-8", "replace")
    lost, whole = torn.count("\ufffd"), sum(1 for character in torn if character > "\x7f" and character != "\ufffd")
    if whole > 20 * lost:  # UTF-8 with a few broken bytes
        return torn, "utf-8", lost
    encoding = _best(data)
    if encoding:
        text = data.decode(encoding, "replace")
        return text, encoding, text.count("\ufffd")
    if sum(byte < 32 and byte not in (9, 10, 12, 13, 26, 27) for byte in data[:SAMPLE]) > len(data[:SAMPLE]) // 50:
        raise ValueError("is no text")
    try:
        return data.decode("cp1252"), "windows-1252", 0
    except UnicodeDecodeError:
        return data.decode("latin-1"), "iso-8859-1", 0


def _wide(data: bytes) -> tuple[str, str]:
    """UTF-16 without a mark: the zero bytes of its ASCII stand all on one side."""
    even, odd = data[:SAMPLE:2].count(0), data[1:SAMPLE:2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if len(data) % 2 or max(even, odd) < 20 * min(even, odd) or max(even, odd) * 20 < len(data[:SAMPLE]):
        raise ValueError("is no text: it holds zero bytes")
    return data.decode(encoding, "replace"), encoding


def _best(data: bytes) -> str:
    scores: dict[str, float] = {}
    for encoding, common in _COMMON.items():
        try:
            text = data[:SAMPLE].decode(encoding)
        except UnicodeDecodeError as error:
            if len(data) <= SAMPLE or error.start < SAMPLE - 8:  # not merely cut through a character
                continue
            text = data[:error.start].decode(encoding, "replace")
        counts = Counter(character for character in text if character > "\x7f")
        total = sum(counts.values())
        single = encoding in ("cp1251", "koi8-r")
        if total and not (single and total < 0.3 * len(text)):
            scores[encoding] = sum(counts[character] for character in set(common)) / total
    best = max(scores, key=lambda encoding: scores[encoding], default="")
    return best if best and scores[best] > (0.6 if best in ("cp1251", "koi8-r") else 0.2) else ""
