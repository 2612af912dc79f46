"""Notes, how grave they are, and waivers."""

from pipeline.manifests import Waiver
from pipeline.qa.findings import FAILS, INFORMS, PlacedFinding, by_code, finding_of, gravity, waive
from pipeline.records import CODES, Finding

LONG = PlacedFinding("t-003", "take 12ab", "4000 ms, 1500 ms expected", "c001.l0002", "Oh!", 1)
UNUSED = PlacedFinding("s-003", "austen.yaml", "'Bennets' is never used")


def test_every_code_that_is_judged_exists() -> None:
    assert set(CODES) >= FAILS | INFORMS
    assert not FAILS & INFORMS
    assert {gravity(code) for code in CODES} == {"fail", "look", "know"}


def test_a_waiver_finds_its_note_by_slate_words_or_place_and_gives_its_reason() -> None:
    for where in ("c001.l0002", "Oh!", "take 12ab"):
        found = waive([LONG, UNUSED], [Waiver(code="t-003", where=where, reason="she draws it out")], "waivers.yaml")
        assert [f.waived for f in found] == ["she draws it out", ""]
        assert found[0].gravity == "waived"


def test_a_waiver_for_another_code_or_place_silences_nothing_and_is_itself_a_note() -> None:
    waivers = [Waiver(code="t-002", where="Oh!", reason="a"), Waiver(code="t-003", where="", reason="b")]
    found = waive([LONG], waivers, "waivers.yaml")
    assert [(f.code, f.waived) for f in found] == [("t-003", ""), ("q-001", ""), ("q-001", "")]
    assert found[1].found == "t-002 at 'Oh!' (a)"


def test_notes_are_grouped_gravest_first() -> None:
    groups = by_code([UNUSED, LONG, PlacedFinding("m-001", "I", "loud"), LONG])
    assert [(code, len(found)) for code, _, found in groups] == [("m-001", 1), ("t-003", 2), ("s-003", 1)]
    assert finding_of(LONG) == Finding("t-003", "c001.l0002", LONG.found)
