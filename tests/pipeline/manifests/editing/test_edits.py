"""Edits of manifests: what they change, and that nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ConflictError, ManifestError
from pipeline.manifests import Entry, Lexicon, Pickup, Pickups, Production, Waiver, Waivers
from pipeline.manifests.editing import ListEdit, ValueEdit, edited

PICKUPS = Path("pickups.yaml")
LATE = Pickup(text="It was late.", attempt=1, reason="swallowed the end")
OH = Pickup(text="Oh!", slate="c003.l0042", attempt=2, reason="too loud: hers")
HERE = Pickup(text="No.", file="no.wav", reason="the author's own")


def edit(old: Pickup | None, new: Pickup | None) -> ListEdit:
    return ListEdit(PICKUPS, Pickups, ("pickups",), old, new)


def change(text: str, *edits: ListEdit | ValueEdit) -> str:
    data = text.encode()
    for one in edits:
        data = edited(data, one)
    return data.decode()


LATE_FLOW = 'pickups: [{text: "It was late.", attempt: 1, reason: swallowed the end}]  # pickups.yaml\n'


@pytest.mark.parametrize(("before", "after"), [
    ("", 'pickups:\n  - text: Oh!\n    slate: c003.l0042\n    attempt: 2\n    reason: "too loud: hers"\n'),
    ("# what they heard\n---\n", '# what they heard\n---\npickups:\n  - text: Oh!\n    slate: c003.l0042\n    attempt: 2\n    reason: "too loud: hers"\n'),
    ("pickups: []  # none yet\n", 'pickups:  # none yet\n  - text: Oh!\n    slate: c003.l0042\n    attempt: 2\n    reason: "too loud: hers"\n'),
    (LATE_FLOW, 'pickups: [{text: "It was late.", attempt: 1, reason: swallowed the end}, {text: Oh!, slate: c003.l0042, attempt: 2, reason: "too loud: hers"}]  # pickups.yaml\n'),
    ("pickups: [\n  {text: No., attempt: 1, reason: a},  # one\n]\n", 'pickups: [\n  {text: No., attempt: 1, reason: a},  # one\n  {text: Oh!, slate: c003.l0042, attempt: 2, reason: "too loud: hers"},\n]\n'),
    ("pickups: [\n  {text: No., attempt: 1, reason: a}  # one\n]\n", 'pickups: [\n  {text: No., attempt: 1, reason: a},  # one\n  {text: Oh!, slate: c003.l0042, attempt: 2, reason: "too loud: hers"}\n]\n'),
    ("pickups:\n- {text: No., attempt: 1, reason: a}  # one\n\n# end", 'pickups:\n- {text: No., attempt: 1, reason: a}  # one\n- {text: Oh!, slate: c003.l0042, attempt: 2, reason: "too loud: hers"}\n\n# end'),
    ("pickups:\n    -   text: No.\n        attempt: 1\n        reason: a\n        # said twice\n# end", 'pickups:\n    -   text: No.\n        attempt: 1\n        reason: a\n        # said twice\n    -   text: Oh!\n        slate: c003.l0042\n        attempt: 2\n        reason: "too loud: hers"\n# end'),
    ("{}", '{pickups: [{text: Oh!, slate: c003.l0042, attempt: 2, reason: "too loud: hers"}]}'),
    ('{"pickups": []}', '{"pickups": [{text: Oh!, slate: c003.l0042, attempt: 2, reason: "too loud: hers"}]}'),
    ("pickups:\n  - text: |  # verse\n      A line\n      of it\n    attempt: 1\n    reason: >-\n      long\n      one\n...\n", 'pickups:\n  - text: |  # verse\n      A line\n      of it\n    attempt: 1\n    reason: >-\n      long\n      one\n  - text: Oh!\n    slate: c003.l0042\n    attempt: 2\n    reason: "too loud: hers"\n...\n'),
])  # fmt: skip
def test_an_entry_is_added_in_the_style_that_stands_there(before: str, after: str) -> None:
    assert change(before, edit(None, OH)) == after
    if "pickups" in before:  # else the list of none stays
        assert change(after, edit(OH, None)) == before


@pytest.mark.parametrize(("before", "after"), [
    (LATE_FLOW, "pickups: []  # pickups.yaml\n"),
    ("pickups:  # ours\n  # heard on Monday\n  - text: It was late.  # she coughs\n    attempt: 1\n    reason: swallowed the end\n  # end\n",
     "pickups: []  # ours\n  # heard on Monday\n  # she coughs\n  # end\n"),
    ("pickups:\n- {text: No., attempt: 1, reason: a}\n- {text: It was late., attempt: 1, reason: swallowed the end} # x\n- {text: Yes, attempt: 1, reason: b}",
     "pickups:\n- {text: No., attempt: 1, reason: a}\n# x\n- {text: Yes, attempt: 1, reason: b}"),
    ("pickups:\r\n- {text: It was late., attempt: 1, reason: swallowed the end}\r\n- {text: Yes, attempt: 1, reason: b}\r\n",
     "pickups:\r\n- {text: Yes, attempt: 1, reason: b}\r\n"),
    ("pickups: [{text: It was late., attempt: 1, reason: swallowed the end}, {text: Yes, attempt: 1, reason: b}]", "pickups: [{text: Yes, attempt: 1, reason: b}]"),
    ("pickups: [{text: Yes, attempt: 1, reason: b}, {text: It was late., attempt: 1, reason: swallowed the end}]", "pickups: [{text: Yes, attempt: 1, reason: b}]"),
    ("pickups: [\n  {text: It was late., attempt: 1, reason: swallowed the end},  # one, two\n  {text: Yes, attempt: 1, reason: b}  # [b]\n]\n",
     "pickups: [\n   # one, two\n  {text: Yes, attempt: 1, reason: b}  # [b]\n]\n"),
    ("pickups: &all\n  - {text: It was late., attempt: 1, reason: swallowed the end}\n", "pickups: &all []\n"),
])  # fmt: skip
def test_an_entry_is_removed_and_its_comments_stay(before: str, after: str) -> None:
    assert change(before, edit(LATE, None)) == after


TWICE = LATE.model_copy(update={"attempt": 2})


@pytest.mark.parametrize(("before", "after", "new"), [
    (LATE_FLOW, LATE_FLOW.replace("attempt: 1", "attempt: 2"), TWICE),
    ("pickups:\n  - reason:   swallowed the end # yes\n    attempt:    1   # first\n    text: 'It was late.'",
     "pickups:\n  - reason:   swallowed the end # yes\n    attempt:    2   # first\n    text: 'It was late.'", TWICE),
    ("pickups:\n  - text: It was late.\n    attempt: 1 # first\n    reason: swallowed the end\n",
     "pickups:\n  - text: It was late.\n    # first\n    reason: swallowed the end\n    say: It was very late.\n",
     Pickup(text="It was late.", say="It was very late.", reason="swallowed the end")),
    ("x-n: &n 1\n".replace("x-n: &n 1\n", "") + "pickups:\n  - {text: It was late., attempt: &n 1, reason: swallowed the end}\n",
     "pickups:\n  - {text: It was late., attempt: &n 2, reason: swallowed the end}\n", TWICE),
    ("pickups:\n  - &a {text: It was late., attempt: 1, reason: swallowed the end}\n  - {<<: *a, slate: c001.l0001}\n",
     "pickups:\n  - &a {text: It was late., attempt: 1, reason: swallowed the end}\n  - {<<: *a, slate: c001.l0001, attempt: 2}\n", None),
])  # fmt: skip
def test_an_entry_changes_where_it_differs(before: str, after: str, new: Pickup | None) -> None:
    at = LATE.model_copy(update={"slate": "c001.l0001"})
    one = edit(LATE, new) if new else edit(at, at.model_copy(update={"attempt": 2}))
    assert change(before, one) == after


def test_an_entry_that_others_share_is_written_out() -> None:
    before = "pickups:\n  - {text: No., attempt: &n 1, reason: a}\n  - {text: Yes, attempt: *n, reason: a}\n"
    no, yes = (Pickup(text=text, attempt=1, reason="a") for text in ("No.", "Yes"))
    assert change(before, edit(yes, yes.model_copy(update={"attempt": 3}))) == before.replace("*n", "3")
    with pytest.raises(ManifestError, match="pickups.yaml: pickups is written in a way .* change it by hand"):
        change(before, edit(no, no.model_copy(update={"attempt": 3})))
    with pytest.raises(ManifestError, match="change it by hand .*undefined alias"):
        change(before, edit(no, None))


def test_a_byte_order_mark_and_line_ends_stay() -> None:
    before = b"\xef\xbb\xbfpickups:\r\n  - {text: No., attempt: 1, reason: a} # a\ttab\r\n"
    after = edited(before, edit(None, LATE))
    assert after == before + b"  - {text: It was late., attempt: 1, reason: swallowed the end}\r\n"
    assert edited(after, edit(LATE, None)) == before


def test_an_edit_of_what_is_gone_is_a_conflict() -> None:
    with pytest.raises(ConflictError, match="somebody else has changed or removed .*It was late"):
        change("pickups: []\n", edit(LATE, TWICE))


@pytest.mark.parametrize(
    "before", ["pickups:\n", "pickup: []\n", "pickups: [\n", "pickups: {}\n", "- a\n", "pickups: !x []\n"]
)
def test_a_manifest_that_cannot_be_read_is_not_edited(before: str) -> None:
    with pytest.raises(ManifestError, match="pickups.yaml"):
        change(before, edit(None, LATE))


def test_what_the_model_refuses_is_not_written() -> None:
    bad = Pickup.model_construct(text="Oh!", slate="", attempt=0, reason="none", say="", direction="", file="")
    with pytest.raises(ManifestError, match="ask for something"):
        change("pickups: []\n", edit(None, bad))


def test_waivers_and_lexicons() -> None:
    waiver = Waiver(code="t-003", where="“Oh!”", reason="she draws it out; heard and liked")
    text = 'waivers:\n  - {code: t-003, where: "Oh!", reason: "she draws it out; heard and liked"}\n'
    after = change(text, ListEdit(Path("waivers.yaml"), Waivers, ("waivers",), None, waiver))
    assert after == text + '  - {code: t-003, where: "“Oh!”", reason: she draws it out; heard and liked}\n'
    lexicon = 'language: en\nentries:\n  - {text: Bingley, say: bing-lee}\n  - {text: Lydia, phonemes: "lˈɪdiə"}\n'
    entry = Entry(text="Darcy", say="dar-see")
    path = Path("austen.yaml")
    assert (
        change(lexicon, ListEdit(path, Lexicon, ("entries",), None, entry))
        == lexicon + "  - {text: Darcy, say: dar-see}\n"
    )
    bare = "language: en  # British\n"
    assert (
        change(bare, ListEdit(path, Lexicon, ("entries",), None, entry))
        == bare + "entries:\n  - text: Darcy\n    say: dar-see\n"
    )


def test_what_is_read_of_a_manuscript() -> None:
    path, model = Path("production.yaml"), Production
    text = "manuscript: a.epub   # the proof\nvoice: heart\ndeliver: [m4b]\n"
    inline = ValueEdit(path, model, ("read", "notes"), "skip", "inline")
    noted = change(text, inline)
    assert noted == text + "read: {notes: inline}\n"
    assert (
        change(noted, ValueEdit(path, model, ("read", "tables"), "rows", "skip"))
        == text + "read: {notes: inline, tables: skip}\n"
    )
    roles = change(text, ListEdit(path, model, ("read", "roles"), None, "index"))
    assert roles.startswith(text + "read: {roles: [")
    assert roles.endswith(", index]}\n")
    skipped = "manuscript: a.epub\nvoice: heart\ndeliver: [m4b]\nread:\n  # his wish\n  skip_chapters:\n  - One  # a\n  - Two\n"
    assert change(skipped, ListEdit(path, model, ("read", "skip_chapters"), "One", None)) == skipped.replace(
        "- One  # a", "# a"
    )
    with pytest.raises(ConflictError, match="read.notes is 'skip' by now, not 'inline'"):
        change(text, inline.reverse())
