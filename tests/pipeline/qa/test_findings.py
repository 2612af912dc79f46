"""Findings, how grave they are, and waivers."""

import pytest

from pipeline.codes import BOOK, CODES, ERROR, FILE, SEVERITIES
from pipeline.manifests import Waiver
from pipeline.qa.findings import PlacedFinding, by_code, in_words, without_place
from pipeline.qa.waivers import waive, with_waivers
from pipeline.records import Finding

LONG = PlacedFinding("t-003", "take 12ab", "4000 ms, 1500 ms expected", "c001.l0002", "Oh!", 1)
UNUSED = PlacedFinding("s-003", "austen.yaml", "'Bennets' is never used")


def test_a_code_that_refuses_a_book_or_a_file_is_an_error() -> None:
    for refuses in (BOOK, FILE):
        assert {code.severity for code in CODES.values() if code.refuses == refuses} == {ERROR}
    assert {code.severity for code in CODES.values()} == set(SEVERITIES)
    assert all(name == code.code for name, code in CODES.items())


def test_a_waiver_finds_its_finding_by_slate_words_or_place_and_gives_its_reason() -> None:
    for where in ("c001.l0002", "Oh!", "take 12ab"):
        found, unneeded = waive([LONG, UNUSED], [Waiver(code="t-003", where=where, reason="she draws it out")])
        assert [f.waived for f in found] == ["she draws it out", ""]
        assert not unneeded


def test_a_waiver_for_the_whole_book_covers_what_is_about_no_single_line() -> None:
    found, unneeded = waive([LONG, UNUSED], [Waiver(code=code, where="book", reason="so be it") for code in CODES])
    assert [f.waived for f in found] == ["", "so be it"]
    assert len(unneeded) == len(CODES) - 1


def test_a_waiver_for_another_code_or_place_silences_nothing_and_is_itself_a_finding() -> None:
    waivers = [Waiver(code="t-002", where="Oh!", reason="a"), Waiver(code="t-003", where="", reason="b")]
    found = with_waivers([LONG], waivers, "waivers.yaml")
    assert [(f.code, f.waived) for f in found] == [("t-003", ""), ("q-001", ""), ("q-001", "")]
    assert found[1].found == "t-002 at 'Oh!' (a)"


@pytest.mark.parametrize(
    ("number", "end"), [(5, "; t-003 c001.l0002: " + LONG.found), (6, "; and 1 more"), (30, "; and 25 more")]
)
def test_a_refused_file_s_reason_names_the_first_findings(number: int, end: str) -> None:
    reason = in_words([LONG] * number)
    assert reason.count("t-003 c001.l0002: 4000 ms") == 5
    assert reason.endswith(end)


def test_findings_are_grouped_gravest_first() -> None:
    groups = by_code([UNUSED, LONG, PlacedFinding("m-001", "I", "loud"), LONG])
    assert [(code, len(found)) for code, found in groups] == [("m-001", 1), ("t-003", 2), ("s-003", 1)]
    assert without_place(LONG) == Finding("t-003", "c001.l0002", LONG.found)
