"""Mojibake detection: text that was decoded wrongly is found, and correct text of no language is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake import read_manuscript
from pipeline.intake.encoding import mojibake
from pipeline.records import Block, Finding, Span
from tests.pipeline.intake.books import book, page
from tests.pipeline.intake.texts import TEXTS

WRONGLY = [
    *(
        (language, "utf-8", seen)
        for language in ("en", "de", "fr", "es", "pl", "cs", "tr", "ru", "el", "he", "zh-Hans", "ja")
        for seen in ("cp1252", "latin-1")
    ),
    ("en", "utf-8", "cp1251"),
    ("fr", "utf-8", "cp1251"),
    ("ru", "utf-8", "cp1251"),
    ("uk", "utf-8", "cp1251"),
    ("fr", "utf-8", "cp1250"),
    ("fr", "utf-8", "mac-roman"),
    ("en", "utf-8", "mac-roman"),
    ("es", "utf-8", "mac-roman"),
    ("de", "utf-8", "cp437"),
    ("fr", "utf-8", "cp850"),
    ("en", "utf-8", "cp437"),
    ("zh-Hans", "utf-8", "gbk"),
    ("ja", "utf-8", "cp932"),
    ("zh-Hans", "gbk", "cp1252"),
    ("zh-Hant", "big5", "cp1252"),
    ("ja", "cp932", "cp1252"),
    ("ja", "euc_jp", "latin-1"),
    ("ko", "euc_kr", "latin-1"),
    ("ru", "cp1251", "cp1252"),
    ("ru", "koi8-r", "cp1252"),
    ("el", "cp1253", "cp1252"),
    ("pl", "cp1250", "cp1252"),
    ("pl", "iso-8859-2", "latin-1"),
    ("fr", "latin-1", "cp1251"),
    ("de", "latin-1", "ascii"),
    ("fr", "cp1252", "utf-8"),
]


def findings_of(text: str) -> list[Finding]:
    return mojibake.mojibake_findings(
        [Block("paragraph", (Span(part + " "),)) for part in text.split("\n")], "book.txt"
    )


@pytest.mark.parametrize("language", TEXTS)
def test_no_language_is_taken_for_it(language: str) -> None:
    assert findings_of(TEXTS[language]) == []
    assert findings_of(TEXTS[language].upper()) == []


@pytest.mark.parametrize(
    "text",
    [
        "„Gruß“, sagte er, „daß“ … „Spaß“.",
        "MENÜ“ und CAFÉ” – FRÜH…",
        "Vitamine A, B2 & C; Q&A; AT&T; R&D",
        "Is it? Yes?no.",
        "See http://example.org/find?q=a&copy=1 for more.",
        "m³ of x², 3½ cups, 20 °C, § 5, 5 µm, ªº",
        "Привет, HTML-код и IT‑отдел",
        "π≈3; α-Teilchen; Δx",
        "È vero? Sì, è così: «perché» — è già là.",
        "Ça… Où ? À… É!",
        "hääyöaie, päää",
        "你好——世界……",
        "MANHÃ” e NÃO», disse",
        "Đà Nẵng, Hà Nội, Nguyễn Ái Quốc",
        "þéð síðáð",
        "ÎLE D’OLÉRON",
    ],
)
def test_what_looks_odd_and_is_right(text: str) -> None:
    assert findings_of(text) == []


@pytest.mark.parametrize(("language", "right", "seen"), WRONGLY)
def test_a_text_that_was_decoded_wrongly(language: str, right: str, seen: str) -> None:
    data = TEXTS[language].encode(right, "ignore")
    text = data.decode(seen, "replace")
    if seen == "cp1252":  # as browsers show the five bytes that it lacks
        text = "".join(
            chr(byte) if shown == "\ufffd" else shown
            for byte, shown in ((byte, bytes([byte]).decode(seen, "replace")) for byte in data)
        )
    assert [finding.code for finding in findings_of("\n".join([text] * 5))][:1] == ["i-020"], text[:80]


@pytest.mark.parametrize(
    "text", ["cafÃ© Ã©tait", "â€œYesâ€\x9d", "ÄãºÃ£¬ÊÀ½ç", "caf\ufffd", "l&amp;rsquo;été".replace("&amp;", "&")]
)
def test_a_word_is_a_finding(text: str) -> None:
    assert [finding.code for finding in findings_of(text)] == ["i-020"]


def test_much_of_it_refuses_the_book_and_a_little_does_not(tmp_path: Path) -> None:
    good, bad = f"<p>{TEXTS['fr']}</p>", f"<p>{TEXTS['fr'].encode().decode('latin-1')}</p>"
    for n, (body, codes) in enumerate(((good * 30 + bad, {"i-020"}), (good * 3 + bad * 3, {"i-020", "i-021"}))):
        manuscript = read_manuscript(book(tmp_path / f"{n}.epub", one__xhtml=page(f"<h1>Un</h1>{body}")))
        assert {finding.code for finding in manuscript.findings if finding.code in ("i-020", "i-021")} == codes
