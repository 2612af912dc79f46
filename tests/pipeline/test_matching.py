"""Pickups and waivers find their lines by words as people type them, or by their slates."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import ManifestError
from pipeline.manifests import Pickup, Pickups, Read, Waiver, parse_yaml
from pipeline.matching import picked_up, plain
from pipeline.qa.findings import PlacedFinding
from pipeline.qa.waivers import waive
from pipeline.script import select
from pipeline.takes import requests_for
from tests.factories import line, tone_voice
from tests.pipeline.script.manuscripts import manuscript


@pytest.mark.parametrize(("book", "typed"), [
    ("“It was late,” she said.", '"It was late," she said.'), ("„Es ist spät“, sagte sie.", '"Es ist spät", sagte sie.'),
    ("« Il est tard », dit-elle.", '"Il est tard", dit-elle.'), ("Don’t — I can’t.", "Don't - I can't."), ("Wait…", "Wait..."),
    ("It was—no—nothing.", "It was--no--nothing."), ("It was\u2009late,\u00a0very late.", "It was late, very late."),
    ("soft\u00adhyphen", "softhyphen"), ("1914–1918", "1914-1918"), ("‘Tis ’twas", "'Tis 'twas"), ("caf\u00e9", "cafe\u0301"),
    ("a\nline of\n verse", "a line of verse"), ("‹So›", "'So'"),
])  # fmt: skip
def test_signs_that_no_keyboard_has_need_not_be_typed(book: str, typed: str) -> None:
    assert plain(book) == plain(typed)
    found, findings = picked_up([line("Other."), line(book, 2)], [Pickup(text=typed, attempt=2, reason="a cough")])
    assert [*found] == ["c001.l0002"]
    assert not findings
    finding = PlacedFinding("t-003", "c001.l0002", "long", "c001.l0002", book)
    assert waive([finding], [Waiver(code="t-003", where=typed, reason="heard")])[0][0].waived == "heard"


@pytest.mark.parametrize("typed", ["It was late", "it was late.", "It was 'late'.", "It, was late."])
def test_other_words_and_other_stops_are_another_line(typed: str) -> None:
    assert not picked_up([line("It was late.")], [Pickup(text=typed, attempt=1, reason="a cough")])[0]


def test_a_slate_picks_one_of_several_lines_of_the_same_words() -> None:
    lines = [line("Oh!"), line("Oh!", 2), line("No.", 3)]
    both = [Pickup(text="Oh!", attempt=1, reason="late")]
    one = [Pickup(text="Oh!", slate="c001.l0002", attempt=1, reason="late")]
    voices = {"tone": tone_voice()}
    assert [request.attempt for request in requests_for(lines, voices, both) if request] == [1, 1, 0]
    assert [request.attempt for request in requests_for(lines, voices, one) if request] == [0, 1, 0]
    alone = [Pickup(slate="c001.l0003", attempt=3, reason="late")]
    assert [request.attempt for request in requests_for(lines, voices, alone) if request] == [0, 0, 3]


@pytest.mark.parametrize(("pickup", "said"), [
    (Pickup(text="Oh!", slate="c001.l0002", attempt=1, reason="late"), "c001.l0002 is 'No.' now, not 'Oh!' (late)"),
    (Pickup(slate="c009.l0002", attempt=1, reason="late"), "there is no line c009.l0002 (late)"),
    (Pickup(text="Ah!", attempt=1, reason="late"), "'Ah!' is no line of this book (late)"),
])  # fmt: skip
def test_a_pickup_of_no_line_is_noted(pickup: Pickup, said: str) -> None:
    found, findings = picked_up([line("Oh!"), line("No.", 2)], [pickup])
    assert not found
    assert [(finding.code, finding.found) for finding in findings] == [("q-002", said)]


@pytest.mark.parametrize("pickup", [
    "{attempt: 1, reason: a}", "{text: ' ', attempt: 1, reason: a}", "{text: '...', attempt: 1, reason: a}",
    "{slate: l0042, attempt: 1, reason: a}", "{slate: c1.l1, attempt: 1, reason: a}", "{text: a, slate: here, attempt: 1, reason: a}",
])  # fmt: skip
def test_a_pickup_names_a_line(pickup: str) -> None:
    with pytest.raises(ManifestError, match="by its words|should match pattern"):
        parse_yaml(f"pickups: [{pickup}]\n", Path("pickups.yaml"), Pickups)


def test_chapters_are_named_in_the_same_way() -> None:
    book = manuscript("One.")
    book = replace(book, chapters=(replace(book.chapters[0], title="It’s “Late” — Again"),))
    selected = select(book, Read(skip_chapters=('It\'s "Late" - Again',)))
    assert selected.chapters[0].reason == "chapter skipped by the production"
