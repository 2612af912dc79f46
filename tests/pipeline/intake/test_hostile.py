"""Files made to do harm, or by accident as bad as that: refused or read, in bounded time and memory."""

from __future__ import annotations

import io
import os
import random
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import ManuscriptError
from pipeline.intake import read_manuscript
from pipeline.records import Manuscript
from pipeline.untrusted.bounds import ZIP_ENTRY_BYTES
from tests.pipeline.intake.books import book, page

# CPU seconds, on whatever machine: the slowest of these takes three, and what grows with the square takes minutes.
SECONDS, MEGABYTES = 60.0, 200


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


@pytest.fixture
def little_memory() -> Iterator[None]:
    tracemalloc.start()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MEGABYTES << 20


def refused(path: Path, *words: str) -> None:
    with pytest.raises(ManuscriptError) as caught:
        read_manuscript(path)
    assert str(path) in str(caught.value)
    for word in words:
        assert word in str(caught.value)


def read_or_refused(path: Path) -> Manuscript | None:
    """A manuscript or a refusal that names the file; any other exception is a bug."""
    try:
        return read_manuscript(path)
    except ManuscriptError as error:
        if str(path) not in str(error):
            raise
        return None


@pytest.mark.usefixtures("little_memory")
def test_zip_bomb_by_ratio(tmp_path: Path) -> None:
    refused(book(tmp_path / "b.epub", one__xhtml=page("<p>" + "a" * (20 << 20) + "</p>")), "times its size")


@pytest.mark.usefixtures("little_memory")
def test_document_larger_than_any(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(ZIP_ENTRY_BYTES // 2 + 10).hex()
    refused(book(tmp_path / "b.epub", one__xhtml=noise), "MB")


def test_entry_that_lies_about_its_size(tmp_path: Path) -> None:
    path = book(tmp_path / "b.epub", one__xhtml=page("<p>" + "a" * 100_000 + "</p>"))
    data = path.read_bytes()
    real = (len(page("")) + 100_007).to_bytes(4, "little")
    path.write_bytes(data.replace(real, (50).to_bytes(4, "little")))
    refused(path, "one.xhtml")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated(tmp_path: Path, share: float) -> None:
    path = book(tmp_path / "b.epub")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    refused(path, "zip")


def test_flipped_bytes(tmp_path: Path) -> None:
    """Whatever is damaged: a manuscript or a refusal, never another exception."""
    whole = book(
        tmp_path / "b.epub", one__xhtml=page("<h1>One</h1><p>" + "Some words to read. " * 50 + "</p>")
    ).read_bytes()
    chance = random.Random(7)
    path = tmp_path / "damaged.epub"
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        read_or_refused(path)


def test_paths_out_of_the_book_and_doubled_entries(tmp_path: Path) -> None:
    path = book(tmp_path / "b.epub")
    warnings.simplefilter("ignore", UserWarning)  # zipfile's own, of the doubled name
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../outside.txt", "x")
        archive.writestr("/absolute.txt", "x")
        archive.writestr("one.xhtml", page("<h1>One</h1><p>The later entry.</p>"))
    manuscript = read_manuscript(path)
    assert [finding.code for finding in manuscript.findings] == ["i-009"] * 3
    assert manuscript.chapters[0].blocks[-1].text == "The later entry."
    assert not (tmp_path.parent.parent / "outside.txt").exists()


@pytest.mark.usefixtures("little_memory")
def test_many_entries(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a", "b")
    end = data.getvalue()[-22:]
    path = tmp_path / "b.epub"
    path.write_bytes(data.getvalue()[:-22] + end[:8] + b"\xfe\xff\xfe\xff" + end[12:])
    refused(path, "entries")


def test_entities_that_multiply(tmp_path: Path) -> None:
    doctype = (
        "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
        + "]>"
    )
    path = book(tmp_path / "b.epub", one__xhtml=doctype + page("<h1>One</h1><p>Before &j; after &a;.</p>"))
    assert read_manuscript(path).chapters[0].blocks[-1].text == "Before &j; after aaaaaaaaaa."


def test_entities_from_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    doctype = f"<!DOCTYPE html [<!ENTITY s SYSTEM 'file://{secret}'>]>"
    path = book(tmp_path / "b.epub", one__xhtml=doctype + page("<h1>One</h1><p>Here: &s;.</p>"))
    assert "secret" not in read_manuscript(path).chapters[0].blocks[-1].text.replace("&s;", "")


@pytest.mark.parametrize("depth", [200, 1_000, 50_000])
def test_nested_deeper_than_any_page(tmp_path: Path, depth: int) -> None:
    path = book(tmp_path / "b.epub", one__xhtml=page("<div>" * depth + "deep" + "</div>" * depth + "<p>after</p>"))
    manuscript = read_or_refused(path)
    if manuscript:
        assert "deep" in " ".join(block.text for chapter in manuscript.chapters for block in chapter.blocks)


def test_nested_contents(tmp_path: Path) -> None:
    nav = '<nav epub:type="toc">' + "<ol><li><a href='one.xhtml'>x</a>" * 100 + "</li></ol>" * 100 + "</nav>"
    assert len(read_manuscript(book(tmp_path / "b.epub", nav__xhtml=page(nav))).chapters) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "a " * 300_000 + "</p>",
        "<p>" + "<br/>" * 50_000 + "x</p>",
        "<p>x" + "<b>y</b> <i>z</i>" * 30_000 + "</p>",
        "<p>" + "* " * 100_000 + "</p>",
        "<p>" + "- " * 50_000 + "x</p>",
        "".join(f'<p><a id="r{n}" href="#n{n}">[{n}]</a></p>' for n in range(5_000)),
        "<table>" + "<tr><td>1</td><td>2</td></tr>" * 10_000 + "</table>",
        "<ruby>" + "漢<rt>かん</rt>" * 10_000 + "</ruby>",
        "<h2>I</h2>" * 5_000,
    ],
    ids=["words", "breaks", "styles", "stars", "dashes", "links", "rows", "ruby", "headings"],
)
def test_much_of_one_thing(tmp_path: Path, body: str) -> None:
    read_manuscript(book(tmp_path / "b.epub", one__xhtml=page(body)))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 3_000_000,
        "word " * 500_000,
        "\n" * 1_000_000 + "x",
        "I\n\n" * 50_000 + "end",
        "* " * 500_000,
        "Chapter 1\n\n" * 20_000 + "end",
        "_a" * 300_000,
        "[1] " * 100_000 + "\n\n[1] note",
        "《《《｜｜［＃" * 50_000 + "《か》" * 10,
        "一" * 300_000 + "《か》《か》《か》",
        "won- " * 100_000 + "\n" + "abc-\nabc\n" * 1_000,
        "<" * 1_000_000,
    ],
    ids=[
        "letters",
        "words",
        "lines",
        "numbers",
        "stars",
        "chapters",
        "underscores",
        "references",
        "marks",
        "kanji",
        "hyphens",
        "angles",
    ],
)
def test_much_of_one_thing_in_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "much.txt"
    path.write_text(text, "utf-8")
    read_manuscript(path)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000,
        "*a " * 30_000,
        "> " * 5_000 + "x",
        "- " * 3_000 + "x",
        "[^1]" * 20_000,
        "`" * 30_000,
        "![](" * 20_000,
    ],
)
def test_much_of_one_thing_in_markdown(tmp_path: Path, text: str) -> None:
    path = tmp_path / "much.md"
    path.write_text(text, "utf-8")
    read_or_refused(path)


@pytest.mark.parametrize("sign", ["é", "½", "あ", "１", "ж", "ﬁ", "à-"])
def test_words_of_60_000_letters_are_read_at_once(tmp_path: Path, sign: str) -> None:
    """Letters in a row beyond ASCII: the search for ligatures began at each of them (8 s for 30,000)."""
    path = tmp_path / "much.html"
    path.write_text(page(f"<p>It was late. {sign * (60_000 // len(sign))} He went.</p>"), "utf-8")
    began = time.process_time()
    read_or_refused(path)
    assert time.process_time() - began < 6


@pytest.mark.parametrize(
    "body",
    [
        "<h1>One</h1>" + '<p><img src="p.png" alt="image"/></p>' * 5,
        "<h1>Chapter the First</h1><h2>In the Hills</h2>" + '<div><img src="p.jpg"/></div>' * 9,
        "<h1>One</h1><p>7</p>" + '<figure><img src="scan_0001.jpg" alt="scan_0001.jpg"/></figure>' * 30,
    ],
)
def test_pictures_of_pages_under_headings_are_no_book(tmp_path: Path, body: str) -> None:
    with pytest.raises(ManuscriptError, match=r"holds \d+ images and no text to read"):
        read_manuscript(book(tmp_path / "b.epub", one__xhtml=page(body)))


@pytest.mark.parametrize(
    "body",
    [
        "<h1>One</h1>" + '<p><img src="p.png" alt="image"/></p>' * 5 + "<p>It rained all day.</p>",
        '<h1>One</h1><p><img src="p.png"/></p>',
    ],
)
def test_words_among_pictures_are_one(tmp_path: Path, body: str) -> None:
    read_manuscript(book(tmp_path / "b.epub", one__xhtml=page(body)))


def test_noise(tmp_path: Path) -> None:
    chance = random.Random(3)
    for name in ("n.epub", "n.txt", "n.html", "n.md", "n.adoc"):
        path = tmp_path / name
        for size in (1, 2, 3, 100, 5_000):
            path.write_bytes(chance.randbytes(size))
            read_or_refused(path)


def test_what_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path / "none.epub", "does not exist")
    (tmp_path / "folder").mkdir()
    refused(tmp_path / "folder", "SUMMARY.md")
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04")
    refused(tmp_path / "x.docx", "word processor")
    (tmp_path / "x.xyz").write_text("hello")
    refused(tmp_path / "x.xyz", ".epub")


def test_what_has_no_end_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    refused(tmp_path / "pipe.txt", "neither a file nor a folder")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    refused(tmp_path / "zero.txt", "neither a file nor a folder")


@pytest.mark.parametrize(
    "markup",
    [
        "<!DOCTYPE " * 10_000,
        "<!doctype html [" * 6_000,
        "<?xml " * 16_000,
        " " * 100_000 + "<p>",
        "<p>" + " " * 100_000,
        "<!--" * 25_000,
        "<" * 100_000,
        "<a " * 33_000,
        "<!DOCTYPE x [" + "] " * 50_000,
        "<!DOCTYPE x [" + "<!ENTITY a " * 9_000,
        "&a" * 50_000,
        "<a b='" * 16_000,
        "<![CDATA[" * 11_000,
        "<?" * 50_000,
        "</" * 50_000,
    ],
)
def test_a_hundred_kilobytes_of_one_sign_cost_no_seconds(tmp_path: Path, markup: str) -> None:
    began = time.process_time()
    read_or_refused(book(tmp_path / "b.epub", one__xhtml=markup + page("<p>Once upon a time.</p>")))
    assert time.process_time() - began < 5
