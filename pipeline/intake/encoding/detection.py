"""Character encoding detection: BOM and strict UTF-8 first, then the encoding whose decoding looks like language.

Each candidate encoding must pass a threshold of its own before it is compared with others (see `evidence`). For
Chinese, Japanese and Korean the score is the share of common characters. For alphabets it asks whether each letter
beyond ASCII belongs to the language and stands where such a letter may stand, and whether the language's common words
occur. Wrong encodings fail by far. Where none passes, or two with different text pass alike, the text is refused:
mojibake would be worse.
"""

from __future__ import annotations

import codecs
import re

from pipeline.intake.encoding import evidence, wide_scripts
from pipeline.intake.encoding.candidates import HIGH

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ESCAPES = ((rb"\x1b\$\)[CA]", "iso2022_kr"), (rb"\x1b(?:\$[@B]|\([JBI]|\$\([DOPQ])", "iso2022_jp_ext"))
SAMPLE = 200_000
# Encoding labels as web pages declare them, and the codec that browsers use for each.
_LABELS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "windows-1252": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "euc-jp": "euc_jis_2004",
    "x-euc-jp": "euc_jis_2004",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "iso-2022-jp": "iso2022_jp_ext",
    "unicode": "utf-16",
    "unicode-1-1-utf-8": "utf-8",
}
CURE = "save it as UTF-8, or name its encoding (`encoding: windows-1250` in production.yaml, or --encoding)"


def codec_of(label: str) -> str:
    """The codec for an encoding label as people and pages write it, "" where the label names no text encoding."""
    name = _LABELS.get(label.strip().lower().replace("_", "-"), label.strip())
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return name if getattr(codec, "_is_text_encoding", True) else ""


def decode_text(data: bytes, label: str = "", language: str = "") -> tuple[str, str, int]:
    """Decodes a text: (text, encoding that was guessed or "" where it is certain, number of undecodable characters).

    Args:
        label: the encoding that a person named; nothing is guessed then.
        language: the language that the text declares; a page may be too short to show it.

    Raises ValueError where the bytes are no text in any encoding, Unclear where several encodings fit alike.
    """
    if label:
        return _labelled(data, label)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding, "replace")
            return text, "", text.count("\ufffd")
    if b"\0" in data[:SAMPLE] or (escaped := _escaped(data)) is None:
        return _wide(data)
    if escaped:
        text = data.decode(escaped, "replace")
        return text, escaped.replace("iso2022_", "iso-2022-").removesuffix("_ext"), text.count("\ufffd")
    try:
        return data.decode("utf-8"), "", 0
    except UnicodeDecodeError:
        pass
    torn = data.decode("utf-8", "replace")
    lost, whole = torn.count("\ufffd"), sum(1 for character in torn if character > "\x7f" and character != "\ufffd")
    if whole > 4 * lost:  # UTF-8 with a few broken bytes
        return torn, "utf-8", lost
    sample = data[:SAMPLE]
    if sum(byte < 32 and byte not in (9, 10, 12, 13, 26, 27) for byte in sample) > len(sample) // 50:
        if not wide_scripts.utf16_byte_order(sample):
            raise ValueError("is no text")
        return _wide(data)
    encoding = evidence.best(data, language)
    if encoding.startswith("utf-16"):
        return _wide(data)
    text = data.decode(encoding, "replace")
    return text, evidence.NAMES.get(encoding, encoding), text.count("\ufffd")


def _labelled(data: bytes, label: str) -> tuple[str, str, int]:
    codec = codec_of(label)
    if not codec:
        raise ValueError(
            f"cannot be read as {label!r}, which names no encoding: write it as in windows-1250, gb18030, shift_jis"
        )
    for bom, encoding in _BOMS:
        if data.startswith(bom) and encoding.replace("-", "")[:5] == codec.replace("-", "").lower()[:5]:
            data, codec = data[len(bom) :], encoding
            break
    text = data.decode(codec, "replace")
    return text, "", text.count("\ufffd")


def _escaped(data: bytes) -> str | None:
    """The 7-bit encoding of a text's escape sequences (ISO-2022, HZ), "" without any, None for unknown ones."""
    if b"\x1b" in data and not HIGH.search(data[:SAMPLE]):
        return next((encoding for sign, encoding in _ESCAPES if re.search(sign, data)), "")
    if b"~{" in data and b"~}" in data and wide_scripts.shows_chinese(data[:SAMPLE], "hz"):
        return "hz"
    return ""


def _wide(data: bytes) -> tuple[str, str, int]:
    """Decodes UTF-16 or UTF-32 without a BOM, in the byte order whose characters look like text."""
    for encoding in ("utf-32-le", "utf-32-be"):
        try:
            return data.decode(encoding), encoding, 0
        except UnicodeDecodeError:
            continue
    encoding = wide_scripts.utf16_byte_order(data[:SAMPLE])
    if not encoding:
        raise ValueError("is no text: it holds zero bytes")
    text = data[: len(data) // 2 * 2].decode(encoding, "replace")
    return text, encoding, text.count("\ufffd") + len(data) % 2
