"""From decisions to manifests: what is written, what is written already, and what somebody else decided meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.deciding import Decision, Place, decide, decisions_bytes, import_decisions, read_decisions, touched
from pipeline.errors import ConflictError, RefusedError
from pipeline.manifests import Entry, Lexicon
from pipeline.manifests.editing import Draft, write_all
from pipeline.production import lay_out
from tests.factories import line, write_production
from tests.pipeline.production.test_production import production_parts

TAKE, OTHER = "0f" * 32, "1e" * 32
LINES = [line("“Oh!”"), line("It was late.", 2), line("“Oh!”", 3), line("* * *", 4)]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    path = write_production(tmp_path, "short", "It was late.\n")
    return Place(path, tmp_path, LINES)


def written(place: Place, *decisions: Decision) -> dict[str, str]:
    """The files beside the production after decisions, by name."""
    for decision in decisions:
        draft = Draft(place.repo)
        decide(draft, decision, place)
        write_all(draft.changes())
    return {path.name: path.read_text() for path in sorted(place.production.parent.glob("*.yaml"))}


LATE = {"slate": "c001.l0002", "text": "It was late."}
APPROVE = Decision("approve", **LATE, take=TAKE, by="A. Editor", date="2026-11-29")
PICKUP = Decision("pickup", **LATE, reason="a cough", attempt=1)
LATER = Decision("later", **LATE, reason="ask the author", by="A. Editor")


def test_each_decision_is_an_entry_of_its_manifest(place: Place) -> None:
    assert written(place, APPROVE)["approvals.yaml"] == (
        f'approvals:\n  - text: It was late.\n    take: "{TAKE}"\n    by: A. Editor\n    date: "2026-11-29"\n'
    )
    assert (
        written(place, LATER)["review.yaml"]
        == "later:\n  - text: It was late.\n    reason: ask the author\n    by: A. Editor\n"
    )
    files = written(place, PICKUP)
    assert files["pickups.yaml"] == "pickups:\n  - text: It was late.\n    attempt: 1\n    reason: a cough\n"
    assert (files["approvals.yaml"], files["review.yaml"]) == ("approvals: []\n", "later: []\n")
    say = written(place, Decision("say", **LATE, say="It was very late.", reason="a slip"))["pickups.yaml"]
    assert say == "pickups:\n  - text: It was late.\n    reason: a slip\n    say: It was very late.\n"
    waiver = written(place, Decision("waive", **LATE, code="t-003", reason="she draws it out"))["waivers.yaml"]
    assert waiver == "waivers:\n  - code: t-003\n    where: It was late.\n    reason: she draws it out\n"


def test_what_a_word_processor_pastes_is_written_without_what_no_manifest_holds(place: Place) -> None:
    pasted = Decision("say", **LATE, say=" It was\x0bvery late.\x0c", reason="a\x00slip \ud83d")
    said = written(place, pasted)["pickups.yaml"]
    assert said == "pickups:\n  - text: It was late.\n    reason: a slip\n    say: It was very late.\n"


def test_a_line_of_words_that_others_have_is_named_by_its_slate_too(place: Place) -> None:
    one = Decision("pickup", "c001.l0003", "“Oh!”", reason="late", attempt=2)
    assert "    slate: c001.l0003\n" in written(place, one)["pickups.yaml"]
    waive = Decision("waive", "c001.l0003", "“Oh!”", code="t-003", reason="late")
    assert "    where: c001.l0003\n" in written(place, waive)["waivers.yaml"]
    assert "  - slate: c001.l0004\n" in written(place, Decision("later", "c001.l0004", "* * *"))["review.yaml"]


def test_an_entry_for_several_lines_is_left_to_them(place: Place) -> None:
    path = place.production.with_name("pickups.yaml")
    path.write_text("pickups: [{text: '\"Oh!\"', attempt: 1, reason: both}]\n")
    files = written(place, Decision("pickup", "c001.l0003", "“Oh!”", attempt=2, reason="the second"))
    assert files["pickups.yaml"] == (
        "pickups: [{text: '\"Oh!\"', attempt: 1, reason: both}, "
        '{text: "“Oh!”", slate: c001.l0003, attempt: 2, reason: the second}]\n'
    )


def test_a_decision_that_stands_there_changes_nothing(place: Place) -> None:
    for decision in (APPROVE, LATER, PICKUP):
        written(place, decision)
        draft = Draft(place.repo)
        decide(draft, decision, place)
        assert not draft.changes()


def test_a_pickup_goes_on_from_the_one_before_and_keeps_what_its_author_wrote(place: Place) -> None:
    path = place.production.with_name("pickups.yaml")
    path.write_text(
        "pickups:\n# hers\n- reason: a cough   # twice\n  text: 'It was late.'\n  say: Late.\n  attempt:  1\n"
    )
    again = written(place, Decision("pickup", **LATE))["pickups.yaml"]
    assert (
        again
        == path.read_text()
        == "pickups:\n# hers\n- reason: a cough   # twice\n  text: 'It was late.'\n  say: Late.\n  attempt:  2\n"
    )
    recording = written(place, Decision("pickup", **LATE, file="late.wav"))["pickups.yaml"]
    assert recording == "pickups:\n# hers\n- reason: a cough   # twice\n  text: 'It was late.'\n  file: late.wav\n"


@pytest.mark.parametrize(("what", "undoes"), [(APPROVE, "approve"), (PICKUP, "pickup"), (LATER, "later")])
def test_what_was_decided_is_withdrawn(place: Place, what: Decision, undoes: str) -> None:
    before = written(place)
    written(place, what)
    after = written(place, Decision("withdraw", **LATE, undoes=undoes))
    assert {name: text for name, text in after.items() if not text.endswith(": []\n")} == before


def test_undo_is_the_reverse_byte_for_byte_or_a_conflict(place: Place) -> None:
    draft = Draft(place.repo)
    decide(draft, LATER, place)
    (change,) = draft.changes()
    assert change.diff.startswith("--- /dev/null\n+++ b/manifests/productions/short/review.yaml\n")
    change.write()
    change.reverse().write()
    assert not change.path.exists()
    change.write()
    change.path.write_text("later: []\n")
    with pytest.raises(ConflictError, match="changed by somebody else since"):
        change.reverse().write()


def test_two_reviewers_do_not_overwrite_each_other(place: Place) -> None:
    one, two = Draft(place.repo), Draft(place.repo)
    decide(one, APPROVE, place)
    decide(two, replace(APPROVE, slate="c001.l0001", text="“Oh!”"), place)
    write_all(one.changes())
    with pytest.raises(ConflictError):
        write_all(two.changes())
    assert TAKE in place.production.with_name("approvals.yaml").read_text()


@pytest.mark.parametrize(("decision", "said"), [
    (Decision("approve", "c001.l0009", "No such line.", take=TAKE), "is no line of this book any more"),
    (Decision("approve", "c001.l0009", "“Oh!”", take=TAKE), "stands at c001.l0001, c001.l0003"),
    (Decision("pickup", **LATE), "a reason"), (Decision("say", **LATE, reason="a"), "ask for something"),
    (Decision("waive", **LATE, code="t-003"), "a waiver needs a reason"), (Decision("waive", **LATE, code="x-9", reason="a"), "no code 'x-9'"),
    (Decision("withdraw", **LATE), "nothing to withdraw"), (Decision("lexicon", **LATE, word="late"), "needs the word"),
    (Decision("lexicon", **LATE, word="late", say="lait", lexicon="no.yaml"), "names no lexicon"),
    (Decision("pickup", **LATE, reason="a", file="/etc/late.wav"), "beside the production"),
])  # fmt: skip
def test_a_decision_that_cannot_be_carried_out_says_why(place: Place, decision: Decision, said: str) -> None:
    before = written(place)
    with pytest.raises(RefusedError, match=said):
        written(place, decision)
    assert written(place) == before


def test_a_word_goes_into_the_lexicon_and_the_lexicon_into_the_production(place: Place) -> None:
    files = written(place, Decision("lexicon", **LATE, word="Bingley", say="bing-lee"))
    assert files["lexicon.yaml"] == "language: en\nentries:\n  - text: Bingley\n    say: bing-lee\n"
    assert files["production.yaml"].endswith("lexicons: [lexicon.yaml]\n")
    files = written(place, Decision("lexicon", **LATE, word="Bingley", phonemes="bˈɪŋli"))
    assert files["lexicon.yaml"] == "language: en\nentries:\n  - text: Bingley\n    phonemes: bˈɪŋli\n"
    written(place, Decision("withdraw", undoes="lexicon", word="Bingley"))
    assert "entries: []" in written(place)["lexicon.yaml"]


def test_a_file_of_decisions_is_imported_once_and_for_all(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "decisions.json"
    both = [
        LATER,
        APPROVE,
        Decision("lexicon", **LATE, word="Lydia", say="liddia"),
        Decision("pickup", "c001.l0001", "“Oh!”", reason="late"),
    ]
    path.write_bytes(decisions_bytes("short", both))
    assert read_decisions(path, "short") == tuple(both)
    changes, told = import_decisions(read_decisions(path, "short"), place, {})
    assert [one.outcome for one in told] == ["new"] * 4
    assert {change.path.name for change in changes} == {
        "approvals.yaml",
        "pickups.yaml",
        "lexicon.yaml",
        "production.yaml",
    }
    write_all(changes)
    changes, told = import_decisions(read_decisions(path, "short"), place, {"c001.l0002": "moved"})
    assert not changes
    assert [one.outcome for one in told] == ["already"] * 4


def test_conflicts_are_told_one_by_one(place: Place) -> None:
    seen = [
        replace(APPROVE, seen="a1"),
        replace(PICKUP, slate="c001.l0001", text="“Oh!”", seen="b1"),
        replace(LATER, text="Gone.", slate=""),
    ]
    written(place, Decision("lexicon", word="Lydia", say="lid-ya"))
    offered = [*seen, Decision("lexicon", word="Lydia", say="liddia")]
    changes, told = import_decisions(offered, place, {"c001.l0002": "a2", "c001.l0001": "b1"})
    assert [one.outcome for one in told] == ["conflict", "new", "lost", "conflict"]
    assert "c001.l0002 has changed since" in told[0].why
    assert told[3].why == "'Lydia' is said 'lid-ya' by now"
    assert [change.path.name for change in changes] == ["pickups.yaml"]
    _, told = import_decisions(offered, place, {"c001.l0002": "a2"}, insist={0, 3})
    assert [one.outcome for one in told] == ["new", "new", "lost", "new"]


@pytest.mark.parametrize(("data", "said"), [
    (b"[]", "is no file of decisions"), (b"{", "is no file of decisions"), (b'{"schema": 1}', "is no file of decisions"),
    (b'{"schema": 2, "production": "short", "decisions": []}', "another version"), (b"[" * 100_000, "is no file of decisions"),
    (b'{"schema": 1, "production": "long", "decisions": []}', "about the production 'long', not 'short'"),
    (b'{"schema": 1, "production": "short", "decisions": [{"what": "burn"}]}', "is no file of decisions"),
    (b"\xff\xfe", "is no file of decisions"),
])  # fmt: skip
def test_a_file_that_is_no_file_of_decisions(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "decisions.json").write_bytes(data)
    with pytest.raises(RefusedError, match=said):
        read_decisions(tmp_path / "decisions.json", "short")


def test_the_lines_that_an_entry_touches_are_known_before_it_is_saved(tmp_path: Path) -> None:
    text = "Mr. Bingley came at 5. Miss Bingley did not. The Bingleys dined. Nobody else came.\n"
    path = write_production(tmp_path, "short", text, extra="lexicons: [own.yaml]\n")
    path.with_name("own.yaml").write_text("language: en\nentries: [{text: Miss Bingley, say: Miss Bing}]\n")
    job, store, _ = production_parts(path)
    lines = lay_out(job, store).state.lines
    entry = Entry(text="Bingley", say="bing-lee")
    takes = dict.fromkeys(job.voices, bool)
    found = touched(entry, "own.yaml", job.lexicons, lines, takes)
    path.with_name("own.yaml").write_text(
        "language: en\nentries: [{text: Miss Bingley, say: Miss Bing}, {text: Bingley, say: bing-lee}]\n"
    )
    job, store, _ = production_parts(path)
    after = lay_out(job, store).state.lines
    assert [one.slate for one in found] == [
        new.slate for old, new in zip(lines, after, strict=True) if old.spoken != new.spoken
    ]
    assert len(found) == 1
    assert len(touched(entry, "new.yaml", [("other.yaml", Lexicon(language="en"))], lines, takes)) == 2
