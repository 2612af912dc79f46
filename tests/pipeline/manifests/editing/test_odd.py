"""Whatever the YAML looks like, an edit says what it should and leaves every other byte and comment as it was."""

from __future__ import annotations

import difflib
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pipeline.manifests import Pickup, Pickups
from pipeline.manifests.editing import ListEdit, edited
from pipeline.manifests.editing.edits import read
from tests.pipeline.manifests.editing.odd import Odd, odd_brackets, odd_files, pickups

PATH = Path("pickups.yaml")
FILES = st.one_of(odd_files(), odd_brackets())
relaxed = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def edit(old: Pickup | None, new: Pickup | None) -> ListEdit:
    return ListEdit(PATH, Pickups, ("pickups",), old, new)


def said(data: bytes) -> tuple[Pickup, ...]:
    return read(data, PATH, Pickups).pickups


def comments_stay(after: bytes, file: Odd) -> bool:
    return all(one in after.decode() for one in file.comments)


@relaxed
@given(FILES)
def test_the_files_are_what_they_are_meant_to_be(file: Odd) -> None:
    assert said(file.data) == file.pickups


@relaxed
@given(FILES, pickups())
def test_an_addition_only_adds(file: Odd, new: Pickup) -> None:
    after = edited(file.data, edit(None, new))
    assert said(after) == (*file.pickups, new)
    assert comments_stay(after, file)
    removed = "".join(
        file.text[a:b] for op, a, b, _, _ in difflib.SequenceMatcher(None, file.text, after.decode(), False).get_opcodes() if op != "insert"
        and op != "equal"
    )  # fmt: skip
    assert set(removed) <= set("[] \r\n")
    if file.pickups:
        assert edited(after, edit(new, None)) == file.data or new in file.pickups
    for chunk in file.chunks:
        assert chunk.strip() in after.decode()


@relaxed
@given(FILES, st.data())
def test_a_removal_takes_one_entry_and_no_comment(file: Odd, data: st.DataObject) -> None:
    if not file.pickups:
        return
    index = data.draw(st.integers(0, len(file.pickups) - 1))
    old = file.pickups[index]
    index = len(file.pickups) - 1 - file.pickups[::-1].index(old)
    after = edited(file.data, edit(old, None))
    assert said(after) == file.pickups[:index] + file.pickups[index + 1 :]
    assert comments_stay(after, file)
    others = [chunk for n, chunk in enumerate(file.chunks) if n not in (0, index + 1)]
    assert all(chunk.strip() in after.decode() for chunk in others)


@relaxed
@given(FILES, pickups(), st.data())
def test_a_change_touches_what_differs(file: Odd, new: Pickup, data: st.DataObject) -> None:
    if not file.pickups:
        return
    index = data.draw(st.integers(0, len(file.pickups) - 1))
    old = file.pickups[index]
    index = len(file.pickups) - 1 - file.pickups[::-1].index(old)
    new = data.draw(st.sampled_from([new, old.model_copy(update={"attempt": old.attempt + 1}), old]))
    after = edited(file.data, edit(old, new))
    assert said(after) == (*file.pickups[:index], new, *file.pickups[index + 1 :])
    assert comments_stay(after, file)
    if new == old:
        assert after == file.data
    if new.attempt != old.attempt and new.text == old.text and new.reason == old.reason and new.slate == old.slate:
        differ = [pair for pair in zip(file.data, after, strict=True) if pair[0] != pair[1]]
        assert len(differ) == 1
    others = [chunk for n, chunk in enumerate(file.chunks) if n != index + 1]
    assert all(chunk.strip() in after.decode() for chunk in others)


@relaxed
@given(FILES, st.lists(pickups(), min_size=1, max_size=5), st.data())
def test_many_edits_in_a_row_stay_readable_to_another_parser(
    file: Odd, more: list[Pickup], data: st.DataObject
) -> None:
    now, expected = file.data, list(file.pickups)
    for new in more:
        if expected and data.draw(st.booleans()):
            old = data.draw(st.sampled_from(expected))
            now = edited(now, edit(old, None))
            expected.pop(len(expected) - 1 - expected[::-1].index(old))
        else:
            now = edited(now, edit(None, new))
            expected.append(new)
    assert said(now) == tuple(expected)
    assert comments_stay(now, file)
    if "\r" not in now.decode().replace("\r\n", "\n"):
        other = YAML(typ="rt")
        loaded = other.load(now.decode("utf-8-sig").replace("%YAML 1.1", "%YAML 1.2"))
        assert [str(one["text"]) for one in loaded["pickups"]] == [one.text for one in expected]
