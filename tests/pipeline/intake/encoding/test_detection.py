"""Encoding detection: a text is decoded correctly or refused, and never read as mojibake."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from pipeline.errors import ManuscriptError
from pipeline.intake import read_manuscript
from pipeline.intake.encoding.detection import decode_text
from pipeline.intake.encoding.evidence import Unclear
from pipeline.intake.markup.xml import parse, text_of
from tests.pipeline.intake.books import book, page
from tests.pipeline.intake.texts import ENCODINGS, TEXTS

EVERYWHERE = "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32-be".split()
KNOWN = [(language, encoding) for language, names in ENCODINGS.items() for encoding in names.split()]
STRANGE = [
    (language, encoding)
    for language, encoding in itertools.product(
        TEXTS, sorted({encoding for names in ENCODINGS.values() for encoding in names.split()})
    )
    if (language, encoding) not in KNOWN and encoding != "hz"
]


@pytest.mark.parametrize("language", TEXTS)
def test_unicode_without_a_mark(language: str) -> None:
    for encoding in EVERYWHERE:
        assert decode_text(TEXTS[language].encode(encoding))[0] == TEXTS[language], encoding


@pytest.mark.parametrize(("language", "encoding"), KNOWN)
def test_a_page(language: str, encoding: str) -> None:
    text = TEXTS[language]
    data = text.encode(encoding, "ignore")  # what the encoding lacks, a person had to leave out
    assert decode_text(data)[0] == data.decode(encoding)


def test_a_page_in_what_nobody_would_use_is_right_or_refused() -> None:
    """German in a Russian code page and the like: as far as the letters are in it."""
    for language, encoding in STRANGE:
        text = TEXTS[language]
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        try:
            found = decode_text(data)[0]
        except Unclear:
            continue
        assert found == text, (language, encoding)


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("de", "cp1252"),
        ("pl", "cp1250"),
        ("ru", "koi8-r"),
        ("zh-Hans", "gb18030"),
        ("zh-Hant", "big5"),
        ("ja", "cp932"),
        ("ko", "euc_kr"),
    ],
)
def test_a_few_bad_bytes_change_nothing(language: str, encoding: str) -> None:
    data = (TEXTS[language] + "\n").encode(encoding, "ignore") * 4
    whole = data.decode(encoding)
    bad = bytearray(data)
    bad[len(data) // 3] = bad[2 * len(data) // 3] = 0xFF
    text, _, _ = decode_text(bytes(bad))
    assert sum(one != other for one, other in zip(text, whole, strict=False)) < 6 or text[-100:] == whole[-100:]


def test_utf8_with_bad_bytes_stays_utf8() -> None:
    for language in ("en", "de", "zh-Hans"):
        data = TEXTS[language].encode()
        text, guessed, lost = decode_text(data[: len(data) // 2] + b"\xff" + data[len(data) // 2 :])
        assert (guessed, 0 < lost < 5) == ("utf-8", True)
        assert text[:40] == TEXTS[language][:40]


def test_a_licence_in_english_before_the_text_does_not_decide() -> None:
    licence = "This eBook is for the use of anyone anywhere at no cost and with almost no restrictions.\n" * 500
    text = licence + "\n".join([TEXTS["pl"]] * 30).replace("„", '"').replace("”", '"')
    assert decode_text(text.encode("iso-8859-2"))[0] == text


def test_one_letter_late_in_a_book_tells_two_encodings_apart() -> None:
    plain = TEXTS["fr"].replace("cœur, l'œuvre", "reste")
    text = "\n".join([plain] * 120 + ["Son cœur battait."] + [plain] * 120)
    assert decode_text(text.encode("iso-8859-15"))[0] == text


@pytest.mark.parametrize(
    "data",
    [
        "Zażółć gęślą jaźń".encode("cp1250"),
        "Ærø Þór".encode("cp1252"),
        "Œuvre".encode("cp1252"),
        "日本".encode("cp932"),
        "Gwnaeth yr hŷn ddŵr tŷ".encode("iso-8859-14"),
        b"\xe4 \xf6 \xfc " * 40,
    ],
)
def test_what_tells_no_language_is_not_guessed(data: bytes) -> None:
    with pytest.raises(Unclear):
        decode_text(data)


def test_the_sentence_names_the_cure_and_the_cure_works(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes("Zażółć gęślą jaźń".encode("cp1250"))
    with pytest.raises(ManuscriptError, match="nothing names.*encoding: windows-1250"):
        read_manuscript(path)
    assert read_manuscript(path, "windows-1250").chapters[0].blocks[0].text == "Zażółć gęślą jaźń"
    with pytest.raises(ManuscriptError, match="names none"):
        read_manuscript(path, "windows-12500")
    with pytest.raises(ManuscriptError, match="leave out"):
        read_manuscript(book(tmp_path / "book.epub", one__xhtml=page("<p>Words.</p>")), "utf-8")


@pytest.mark.parametrize(
    ("declared", "encoding", "language"),
    [
        ("iso-8859-1", "utf-8", "de"),
        ("gb2312", "utf-8", "zh-Hans"),
        ("windows-1252", "cp1250", "pl"),
        ("utf-8", "cp1252", "fr"),
        ("windows-1252", "shift_jis", "ja"),
        ("iso-8859-1", "gb18030", "zh-Hans"),
        ("gb2312", "big5", "zh-Hant"),
        ("iso-8859-1", "cp1251", "ru"),
        ("no-such-thing", "cp1252", "de"),
        ("", "cp1251", "ru"),
        ("", "euc_jp", "ja"),
    ],
)
def test_a_wrong_declaration_loses_against_the_text(declared: str, encoding: str, language: str) -> None:
    said = f' charset="{declared}"' if declared else ""
    text = TEXTS[language]
    data = f'<html class="und der la de"><head><meta{said}/></head><body><p>{text}</p></body></html>'.encode(
        encoding, "ignore"
    )
    root, trouble = parse(data)
    assert text_of(root) == " ".join(text.encode(encoding, "ignore").decode(encoding).split())
    assert "was read as" in trouble


@pytest.mark.parametrize(
    ("declared", "language"),
    [
        ("iso-8859-1", "de"),
        ("windows-1250", "pl"),
        ("windows-1251", "ru"),
        ("koi8-r", "ru"),
        ("gb2312", "zh-Hans"),
        ("gbk", "zh-Hans"),
        ("big5", "zh-Hant"),
        ("shift_jis", "ja"),
        ("euc-jp", "ja"),
        ("iso-2022-jp", "ja"),
        ("euc-kr", "ko"),
        ("windows-1253", "el"),
        ("windows-1254", "tr"),
        ("windows-1255", "he"),
        ("iso-8859-15", "fr"),
    ],
)
def test_a_right_declaration_is_believed_in_silence(declared: str, language: str) -> None:
    text = TEXTS[language].encode(declared, "ignore").decode(declared)
    for short in (text, text[:30]):
        root, trouble = parse(
            f'<html><head><meta charset="{declared}"/></head><body><p>{short}</p></body></html>'.encode(declared)
        )
        assert (text_of(root), trouble) == (" ".join(short.split()), "")
