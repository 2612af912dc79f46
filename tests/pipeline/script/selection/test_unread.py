"""Skipped prose is one finding per reason, licences and lists are none, and a book of which little is read is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.manifests import DEFAULT_ROLES, Read
from pipeline.records import Block, Chapter, Manuscript, Metadata, Span
from pipeline.script import coverage_of, findings_on_unread, select, unread

STORY = (
    "The ferry was late that evening, and nobody on the landing had brought a lamp. They waited until the rain "
    "had come over the hill, and then they talked of other things."
)
STORIES = {
    "en": STORY,
    "de": "Die Fähre kam an diesem Abend zu spät, und niemand am Ufer hatte eine Lampe mitgebracht. Sie warteten, bis "
    "der Regen über den Hügel kam.",
    "fr": "Le bac était en retard ce soir-là, et personne sur le quai n'avait apporté de lampe. On attendit la pluie en "
    "parlant d'autre chose.",
    "es": "La barca llegó tarde aquella noche, y nadie en el muelle había traído una lámpara. Esperaron la lluvia "
    "hablando de otras cosas.",
    "zh": "那天晚上渡船来得很晚，码头上没有人带灯。大家一直等到雨从山那边过来，然后说起别的事情。",
    "ja": "その晩、渡し船はずいぶん遅れて着いた。岸にいた人は誰も明かりを持っていなかった。雨が丘を越えて来るまで待った。",
}
LICENCE = (
    "Copyright © 2020 Ann Writer. All rights reserved. No part of this publication may be reproduced without the "
    "prior written permission of the publisher. First published in London, ISBN 978-0-00-000000-0."
)


def book(*chapters: Chapter, language: str = "en") -> Manuscript:
    return Manuscript(Metadata("A Book", ("A. Writer",), language), chapters)


def chapter(*texts: str, role: str = "body", kind: str = "paragraph", title: str = "One") -> Chapter:
    return Chapter(
        title, role, (Block("heading", (Span(title),), level=1), *(Block(kind, (Span(text),)) for text in texts))
    )


def codes(manuscript: Manuscript, read: Read | None = None) -> list[str]:
    wanted = read or Read()
    selected = select(manuscript, wanted)
    return [finding.code for finding in findings_on_unread(selected, wanted, coverage_of(selected))]


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize(
    "role",
    [
        "imprint",
        "advertisement",
        "notes",
        "index",
        "glossary",
        "bibliography",
        "contents",
        "acknowledgements",
        "title-page",
        "cover",
        "boilerplate",
        "illustrations",
    ],
)
def test_a_story_in_a_role_that_is_not_read_is_seen(role: str, language: str) -> None:
    told = [STORIES[language]] * 12
    manuscript = book(chapter(*told), chapter(*told, role=role, title="Two"), language=language)
    assert "i-014" in codes(manuscript)


@pytest.mark.parametrize("kind", ["boilerplate", "contents", "note", "code", "page-number"])
def test_a_story_in_blocks_that_are_not_read_is_seen_and_refused(kind: str) -> None:
    manuscript = book(chapter(*[STORY] * 20, kind=kind), chapter(STORY, title="Two"))
    assert codes(manuscript) == ["i-014", "i-015", "i-017"]


def test_lines_of_verse_are_prose_together() -> None:
    lines = [
        "The ferry came in late that night,",
        "and no one on the shore had light;",
        "they waited for the rain to pass",
        "and talked about the price of grass.",
    ]
    assert "i-014" in codes(book(chapter(*[STORY] * 30), chapter(*lines * 4, kind="boilerplate", title="Two")))


@pytest.mark.parametrize(
    ("role", "texts"),
    [
        ("imprint", [LICENCE]),
        (
            "imprint",
            [
                "Alle Rechte vorbehalten. Kein Teil des Werkes darf ohne schriftliche Genehmigung des Verlages "
                "vervielfältigt werden. Gedruckt in der zweiten Auflage, Umschlag von A. Zeichner."
            ],
        ),
        (
            "imprint",
            ["版权所有，未经出版者许可，不得以任何形式转载。本书由某某出版社出版发行，印刷厂印刷，书号四七一一。"],
        ),
        (
            "notes",
            [
                "1. See the letter to his brother of the same week, which is lost.",
                "2. He says so himself in a later place, and nobody has believed him since then.",
            ],
        ),
        ("index", ["Ferries, 12, 15–19, 44", "Ferrymen, what they are paid, 21, 80", "Lamps, 3"] * 9),
        (
            "bibliography",
            [
                "Writer, Ann. A History of Ferries and of those who wait for them. London: Press, 1904.",
                "Reader, Tom. On Lamps, and on where to put them in the rain. Paris, 1911, vol. 2.",
            ],
        ),
        (
            "glossary",
            [
                "Ferry: a boat that goes over a river and comes back again.",
                "Landing: the place where it does not wait for anybody who is late.",
            ]
            * 3,
        ),
        (
            "acknowledgements",
            [
                "I thank the ferrymen for their patience, and I am grateful to my editor, who has waited for "
                "this book as long as they have."
            ],
        ),
        (
            "advertisement",
            [
                "Ann Writer was born in a harbour town and lives near another. She is the author of three novels "
                "and has won a prize for her first book."
            ],
        ),
        (
            "contents",
            [
                "Chapter One. In which the ferry is late and nobody minds, 1",
                "Chapter Two. In which it rains on all of them until morning, 22",
                "Chapter Three. The ferry, 41",
            ],
        ),
    ],
)
def test_what_shows_what_it_is_may_be_left_out(role: str, texts: Sequence[str]) -> None:
    manuscript = book(chapter(*[STORY] * 9), chapter(*texts, role=role, title="Two"))
    assert codes(manuscript) == []


def test_a_licence_of_half_the_book_does_not_frighten() -> None:
    manuscript = book(chapter(*[STORY] * 9), chapter(*[LICENCE] * 9, role="boilerplate", title="Licence"))
    selected = select(manuscript, Read())
    assert unread(selected, Read(), coverage_of(selected)).share == 1.0
    assert codes(manuscript) == []


def test_what_the_production_leaves_out_is_its_own_choice() -> None:
    manuscript = book(chapter(*[STORY] * 3), chapter(*[STORY] * 9, title="Two"), chapter(STORY, role="appendix"))
    assert codes(manuscript, Read(skip_chapters=("Two",))) == []
    assert codes(manuscript, Read(roles=tuple(role for role in DEFAULT_ROLES if role != "appendix"))) == []
    assert codes(book(chapter(STORY), chapter(*[STORY] * 4, kind="table")), Read(tables="skip")) == []


def test_real_code_is_no_prose() -> None:
    manuscript = book(chapter(STORY, *["for (i = 0; i < n; i++) { sum += values[i]; } // the sum of all values"] * 9))
    code = replace(
        manuscript.chapters[0],
        blocks=tuple(
            replace(block, kind="code") if "sum" in block.text else block for block in manuscript.chapters[0].blocks
        ),
    )
    assert codes(book(code)) == []


def test_a_hidden_paragraph_is_seen() -> None:
    hidden = Block("paragraph", (Span(STORY, reason="hidden"),))
    manuscript = book(Chapter("One", "body", (*chapter(*[STORY] * 20).blocks, hidden)))
    assert codes(manuscript) == ["i-014"]


def test_one_finding_for_each_reason_with_counts_and_an_example() -> None:
    manuscript = book(
        *(chapter(STORY, STORY, kind="boilerplate", title=f"Number {n}") for n in range(9)), chapter(*[STORY] * 99)
    )
    selected = select(manuscript, Read())
    said = [
        finding for finding in findings_on_unread(selected, Read(), coverage_of(selected)) if finding.code == "i-014"
    ]
    assert len(said) == 1
    assert "and 8 more chapters" in said[0].found
    assert STORY[:40] in said[0].found
