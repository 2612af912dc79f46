"""What is not read of a manuscript, and the switches that read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RefusedError
from pipeline.manifests import Read
from pipeline.manifests.editing import Draft, write_all
from pipeline.records import Block, Chapter, Coverage, Manuscript, Metadata, Span
from pipeline.report.day import Switch, edits_of_switch, skipped_of
from pipeline.report.day.skipped import text_of
from pipeline.script import select


def block(text: str, kind: str = "paragraph") -> Block:
    return Block(kind, (Span(text),))  # type: ignore[arg-type]


BOOK = Manuscript(Metadata("A Book", language="en"), (
    Chapter("Imprint", "imprint", (block("Printed by nobody."),)), Chapter("Colophon", "imprint", (block("Set in type."),)),
    Chapter("One", "body", (block("One", "heading"), block("It was late."), block("A note on it.", "note"), block("a | b", "table"))),
    Chapter("Two", "body", (block("Nobody came, and nobody had been asked to come."),)),
    Chapter("Licence", "boilerplate", (block("You may read this."),), reason="boilerplate"),
))  # type: ignore[arg-type]  # fmt: skip


def skipped(**read: object):  # type: ignore[no-untyped-def]
    chosen = Read(**read)  # type: ignore[arg-type]
    return skipped_of(
        "book", select(BOOK, chosen), chosen, Coverage(100, 60, {"number": 5}, {"role: imprint": 20, "boilerplate": 15})
    )


def test_chapters_have_their_reason_and_their_switch() -> None:
    found = skipped(skip_chapters=("Two",))
    assert [(part.title, part.reason) for part in found.parts] == [
        ("Imprint", "role: imprint"), ("Colophon", "role: imprint"), ("One", ""), ("Two", "chapter skipped by the production"), ("Licence", "boilerplate"),
    ]  # fmt: skip
    imprint, _, one, two, licence = (part.switch for part in found.parts)
    assert imprint == Switch("role", "imprint", "read", "all 2 chapters of the role imprint")
    assert (one, two, licence) == (Switch("chapter", "One", "skip"), Switch("chapter", "Two", "read"), None)
    assert (found.spoken, found.others) == (65, (("boilerplate", 15),))
    assert found.parts[3].excerpt == "Nobody came, and nobody had been asked to come."


def test_kinds_of_text_within_chapters_have_switches_both_ways() -> None:
    kinds = {kind.name: kind for kind in skipped().kinds}
    assert [(name, kind.reason, kind.switch.to) for name, kind in kinds.items() if kind.switch] == [
        ("headings", "", "skip"), ("notes", "note", "read"), ("tables", "", "skip"),
    ]  # fmt: skip
    assert (kinds["notes"].places, kinds["notes"].excerpts) == (1, ("A note on it.",))
    assert [*text_of(select(BOOK, Read()).chapters[2])][2] == ("note", "A note on it.", "note")


HEAD = "# ours\nmanuscript: a.epub  # the proof\nvoice: heart\ndeliver: [m4b]\n"


@pytest.mark.parametrize(("switches", "read"), [
    ([Switch("kind", "notes", "read")], "read: {notes: inline}\n"), ([Switch("kind", "notes", "skip")], ""),
    ([Switch("kind", "headings", "skip"), Switch("kind", "tables", "skip")], "read: {headings: skip, tables: skip}\n"),
    ([Switch("chapter", "It’s late", "skip"), Switch("chapter", "It's late", "skip")], "read: {skip_chapters: [It’s late]}\n"),
    ([Switch("chapter", "It’s late", "skip"), Switch("chapter", "It's late", "read")], "read: {skip_chapters: []}\n"),
    ([Switch("role", "body", "read")], ""),
])  # fmt: skip
def test_a_switch_writes_read_and_nothing_else(tmp_path: Path, switches: list[Switch], read: str) -> None:
    path = tmp_path / "production.yaml"
    path.write_text(HEAD)
    for switch in switches:
        draft = Draft(tmp_path)
        draft.edit(edits_of_switch(draft, path, switch))
        write_all(draft.changes())
    assert path.read_text() == HEAD + read


def test_a_role_is_read_with_the_usual_ones(tmp_path: Path) -> None:
    path = tmp_path / "production.yaml"
    path.write_text(HEAD)
    draft = Draft(tmp_path)
    draft.edit(edits_of_switch(draft, path, Switch("role", "imprint", "read")))
    assert draft.changes()[0].diff.rstrip().endswith("body, epilogue, afterword, appendix, credits, imprint]}")


@pytest.mark.parametrize(("switch", "said"), [
    (Switch("role", "villain", "read"), "no role"), (Switch("kind", "smells", "read"), "no kind of text"), (Switch("chapter", " ", "skip"), "without a title"),
])  # fmt: skip
def test_there_is_no_such_switch(tmp_path: Path, switch: Switch, said: str) -> None:
    path = tmp_path / "production.yaml"
    path.write_text(HEAD)
    with pytest.raises(RefusedError, match=said):
        edits_of_switch(Draft(tmp_path), path, switch)
