"""Headings that word processors left as paragraphs become chapters where the evidence is strong, else a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake import read_manuscript
from tests.pipeline.intake.books import page

STORY = (
    "<p>The ferry was late that evening, and nobody on the landing had brought a lamp with him. They waited until the rain "
    "had come over the hill, and then they talked of other things.</p>"
) * 6
STYLE = "<style>.T7 {font-weight: bold; font-size: 16pt} .P3 {text-align: center}</style>"
TITLES = ("The Landing", "Of Lamps", "Rain at Last", "The Other Side")


def chapters(tmp_path: Path, heads: list[str], *, before: str = "") -> list[str]:
    path = tmp_path / "book.html"
    body = before + "".join(head + STORY for head in heads)
    path.write_text(page(body).replace("<head>", f"<head>{STYLE}"), "utf-8")
    return [chapter.title for chapter in read_manuscript(path).chapters]


@pytest.mark.parametrize(
    "form",
    [
        "<p><b>{}</b></p>",
        '<p class="P3"><span class="T7">{}</span></p>',
        '<p align="center">{}</p>',
        "<center><p>{}</p></center>",
        '<p style="text-align:center"><font size="5">{}</font></p>',
        '<p class="P3">{}</p>',
        '<p><span style="font-size: 150%">{}</span></p>',
        "<div><strong>{}</strong></div>",
    ],
)
def test_lines_that_stand_out_and_are_far_apart_are_headings(form: str, tmp_path: Path) -> None:
    assert chapters(tmp_path, [form.format(title) for title in TITLES]) == list(TITLES)


@pytest.mark.parametrize(
    "titles",
    [
        ["Chapter 1", "Chapter 2", "Chapter 3"],
        ["Erstes Kapitel", "Zweites Kapitel"],
        ["CHAPITRE PREMIER", "CHAPITRE II"],
        ["第一章 渡し", "第二章 雨"],
        ["Capítulo 1. La barca", "Capítulo 2. La lluvia"],
        ["1", "2", "3"],
        ["I.", "II.", "III.", "IV."],
    ],
)
def test_lines_that_are_called_chapters_or_count_are_headings(titles: list[str], tmp_path: Path) -> None:
    assert chapters(tmp_path, [f"<p>{title}</p>" for title in titles]) == titles


def test_the_line_under_a_number_belongs_to_the_title(tmp_path: Path) -> None:
    heads = [f"<p>Chapter {n}</p><p><b>{title}</b></p>" for n, title in enumerate(TITLES, 1)]
    assert chapters(tmp_path, heads)[0] == "Chapter 1: The Landing"


@pytest.mark.parametrize(
    "lines",
    [
        ["<p><b>No!</b></p>", "<p><b>Yes!</b></p>", "<p><b>No, never.</b></p>"],  # shouts
        ["<p><b>TOM</b></p>"] * 5,  # one speaker
        ["<p>“Chapter 3,” he said.</p>", "<p>“Chapter 4,” she said.</p>"],
        ["<p>He waited</p>", "<p>She did not</p>", "<p>So it went</p>"],
        ['<p class="P3">* * *</p>'] * 4,
        ["<p><b>The Landing</b></p>", "<p><b>Of Lamps</b></p>"],  # two may be chance
    ],
)
def test_other_short_lines_are_none(lines: list[str], tmp_path: Path) -> None:
    assert len(chapters(tmp_path, lines)) == 1


def test_bold_lines_close_together_are_a_list(tmp_path: Path) -> None:
    listed = "".join(f"<p><b>{title}</b></p><p>It was there, and they saw it as they went by.</p>" for title in TITLES)
    assert len(chapters(tmp_path, [""], before=listed)) == 1


def test_a_chapter_of_ninety_thousand_words_names_the_lines_that_look_like_headings(tmp_path: Path) -> None:
    path = tmp_path / "book.html"
    lines = "".join(f"<p>{word} and Rain</p>{STORY * 60}" for word in ("Lamps", "Boats", "Fords", "Hills"))
    path.write_text(page(lines), "utf-8")
    found = [finding for finding in read_manuscript(path).findings if finding.code == "i-019"]
    assert len(found) == 1
    assert "“Lamps and Rain”" in found[0].found


def test_a_book_with_headings_keeps_its_own(tmp_path: Path) -> None:
    heads = [f"<h2>{title}</h2>" for title in TITLES]
    assert chapters(tmp_path, [head + "<p><b>In the morning</b></p>" for head in heads]) == list(TITLES)
