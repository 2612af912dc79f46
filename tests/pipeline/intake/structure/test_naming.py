"""Placeholders for titles and authors, and what programs add around real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake import read_manuscript
from pipeline.intake.structure.naming import is_placeholder, split_page_title, title_and_creators
from tests.pipeline.intake.books import HERE, book, page


@pytest.mark.parametrize(
    "title",
    [
        "Unknown",
        "Untitled",
        "[No title]",
        "Converted Ebook",
        "Microsoft Word - x.doc",
        "Microsoft Word - Document1",
        "document",
        "Document 3",
        "untitled-1",
        "New Document",
        "Ohne Titel",
        "Unbenannt",
        "Sans titre",
        "Sin título",
        "无标题",
        "無題",
        "名称未設定",
        "9780000000000",
        "final_v2.docx",
        "manuscript.odt",
        "(unknown)",
        "Book Title",
        "",
        "calibre",
        "Titre inconnu",
    ],
)
def test_placeholders_are_no_titles(title: str) -> None:
    assert is_placeholder(title)


@pytest.mark.parametrize(
    "title",
    [
        "The Unknown",
        "Untitled Woman",
        "1984",
        "Ulysses",
        "A Book",
        "It",
        "Unknown Soldiers",
        "The Untitled Books",
        "Pages of Rain",
        "Ohne Titel und Namen",
        "無題の山",
        "She",
        "11/22/63",
        "A Document in Madness",
        "Title Fight",
        "Test of Courage",
        "Emma",
        "X",
    ],
)
def test_titles_are_titles(title: str) -> None:
    assert not is_placeholder(title)


@pytest.mark.parametrize(
    ("title", "begins", "parts"),
    [
        ("Die Verwandlung, by Franz Kafka—A Project Gutenberg eBook", "", ("Die Verwandlung", "Franz Kafka")),
        ("The Project Gutenberg eBook of Emma, by Jane Austen", "", ("Emma", "Jane Austen")),
        ("The Project Gutenberg EBook of The Ferry by Ann Writer", "", ("The Ferry", "Ann Writer")),
        ("The Ferry, by Ann Writer | Project Gutenberg", "", ("The Ferry", "Ann Writer")),
        ("The Ferry by Ann Writer", "The Ferry by Ann Writer", ("The Ferry", "Ann Writer")),
        ("Death by Water", "Nobody saw the ferry.", ("Death by Water", "")),
        ("Trial by Jury", "", ("Trial by Jury", "")),
        ("The Ferry - Wikisource, the free library", "", ("The Ferry", "")),
        ("Emma", "", ("Emma", "")),
    ],
)
def test_a_page_title_is_a_title_and_an_author(title: str, begins: str, parts: tuple[str, str]) -> None:
    assert split_page_title(title, begins) == parts


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Austen, Jane", "Jane Austen"),
        ("van Gogh, Vincent", "Vincent van Gogh"),
        ("Sammy Davis, Jr.", "Sammy Davis, Jr."),
        ("Smith, Elder & Co.", "Smith, Elder & Co."),
        ("Kafka, Franz, 1883-1924", "Franz Kafka"),
        ("夏目漱石", "夏目漱石"),
        ("Franz Kafka—A Project Gutenberg eBook", "Franz Kafka"),
        ("Plato", "Plato"),
    ],
)
def test_names_are_said_as_people_say_them(written: str, said: str) -> None:
    assert title_and_creators("Emma", [written], "x")[1] == (said,)


def test_a_placeholder_is_a_finding_and_the_file_is_the_title(tmp_path: Path) -> None:
    package = (HERE / "stock" / "book.opf").read_text("utf-8")
    package = package.replace("A Book", "Untitled").replace("A. Writer", "Unknown")
    manuscript = read_manuscript(book(tmp_path / "the_late_ferry.epub", book__opf=package))
    assert manuscript.title == "the late ferry"
    assert manuscript.creators == ()
    assert [(finding.code, finding.where) for finding in manuscript.findings] == [
        ("i-018", "title"),
        ("i-018", "creators"),
    ]


STORY = "<p>The ferry was late that evening, and nobody on the landing had brought a lamp with him.</p>"


@pytest.mark.parametrize(
    "line",
    [
        "Typed by Tom Reader",
        "E-text prepared by Ann Writer and the Online Distributed Proofreading Team",
        "Transcribed by T. R.",
        "This etext was produced by Ann Writer",
        "Scanned and proofread by Tom Reader",
        "HTML by Tom",
        "Saisi par Anne",
        "Gescannt und korrigiert von Tom Leser",
        "录入：某人",
        "Created using Sphinx 4.2.0.",
        "© Copyright 2010, Ann Writer. Created using Sphinx 4.2.0.",
        "Built with MkDocs using a theme",
    ],
)
def test_who_typed_it_is_not_read(line: str, tmp_path: Path) -> None:
    made = book(tmp_path / "book.epub", one__xhtml=page(f"<h1>One</h1>{STORY * 3}<p>{line}</p>"))
    kinds = [block.kind for block in read_manuscript(made).chapters[0].blocks]
    assert kinds == ["heading", *["paragraph"] * 3, *(["boilerplate"] if line != "HTML by Tom" else ["paragraph"])]


@pytest.mark.parametrize(
    "line",
    [
        "Produced by nothing but rain, the river rose.",
        "It was made by hand.",
        "She typed by the light of a candle until morning.",
        "The lamp was created using what they had.",
        "Prepared by no one, he went in.",
    ],
)
def test_sentences_of_the_kind_are_read(line: str, tmp_path: Path) -> None:
    made = book(tmp_path / "book.epub", one__xhtml=page(f"<h1>One</h1>{STORY * 3}<p>{line}</p>"))
    assert {block.kind for block in read_manuscript(made).chapters[0].blocks} == {"heading", "paragraph"}


def test_a_page_foot_is_not_read_and_a_story_in_one_is(tmp_path: Path) -> None:
    foot = '<div role="contentinfo">© Copyright 2010-2021, Some Developers, Creative Commons. Created using Sphinx 4.2.0.</div>'
    false = f'<div role="contentinfo">{STORY}</div>'
    made = book(tmp_path / "book.epub", one__xhtml=page(f"<h1>One</h1>{STORY * 3}{false}<p>So it was.</p>{foot}"))
    kinds = [block.kind for block in read_manuscript(made).chapters[0].blocks]
    assert kinds == ["heading", *["paragraph"] * 5, "boilerplate"]


@pytest.mark.parametrize(
    ("head", "read"),
    [
        ("<h1>Chapter XI. Of the Sea</h1><p>Chapter XI. Of the Sea</p>", 1),
        ("<h1>Chapter XI</h1><h2>Of the Sea</h2><p>CHAPTER XI: OF THE SEA.</p>", 2),
        ("<h1>Of the Sea</h1><h2>Of the Sea</h2>", 1),
        ("<h2>Das Meer</h2><p><b>Das Meer</b></p>", 1),
        ("<h1>第一章 海</h1><p>第一章 海</p>", 1),
        ("<h1>Of the Sea</h1><p>Of the Seas</p>", 1),
        ("<h1>1</h1><h2>Of the Sea</h2>", 2),
    ],
)
def test_a_heading_is_said_once(head: str, read: int, tmp_path: Path) -> None:
    made = book(tmp_path / "book.epub", one__xhtml=page(head + STORY * 3))
    blocks = read_manuscript(made).chapters[0].blocks
    assert sum(block.kind == "heading" and block.read for block in blocks) == read
    assert sum(block.kind == "paragraph" for block in blocks) == (4 if "Seas" in head else 3)
