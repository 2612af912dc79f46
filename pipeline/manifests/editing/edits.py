"""Edits of manifests: an entry becomes another, computed on the text that stands there, proved before it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import ConflictError, ManifestError
from pipeline.manifests.editing.change import decoded, encoded
from pipeline.manifests.editing.fields import field_lines, set_value
from pipeline.manifests.editing.lists import added, removed, replaced, rewritten
from pipeline.manifests.editing.writing import Value, flow, value_of
from pipeline.manifests.editing.written import Splice, UnsplicedError, Written, spliced
from pipeline.manifests.kinds import KINDS
from pipeline.manifests.production import Production
from pipeline.manifests.reading.documents import parse_yaml
from pipeline.manifests.reading.model import Strict

M = TypeVar("M", bound=Strict)
Item = Strict | str
Way = Callable[[Written], list[Splice]]
_NOTHING = re.compile(r"^(---|\.\.\.)?[^\S\r\n]*(#.*)?$", re.MULTILINE)  # a line that says nothing


@dataclass(frozen=True, slots=True)
class ListEdit:
    """An item of a list in a manifest becomes another: `old` None adds one, `new` None removes it.

    Attributes:
        model: of the manifest.
        field: names of the fields that lead to the list: ("pickups",), ("read", "roles").
    """

    path: Path
    model: type[Strict]
    field: tuple[str, ...]
    old: Item | None
    new: Item | None

    def reverse(self) -> ListEdit:
        return ListEdit(self.path, self.model, self.field, self.new, self.old)


@dataclass(frozen=True, slots=True)
class ValueEdit:
    """A field of a manifest, which holds a single value, gets another."""

    path: Path
    model: type[Strict]
    field: tuple[str, ...]
    old: str | bool | int | float
    new: str | bool | int | float

    def reverse(self) -> ValueEdit:
        return ValueEdit(self.path, self.model, self.field, self.new, self.old)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A manifest that there is not yet."""

    path: Path
    content: Strict


Edit = ListEdit | ValueEdit | NewFile


def edited(data: bytes | None, edit: Edit) -> bytes:
    """A manifest's bytes with an edit; None stands for a file that there is not yet.

    The result is read by the strict reader and must say what the manifest said, with the edit and nothing else.

    Raises:
        ConflictError: what the edit replaces is no longer there.
        ManifestError: it cannot be read, or not be edited without touching more.
    """
    return outcome(data, edit)[0]


def outcome(data: bytes | None, edit: Edit, said: Strict | None = None, *, prove: bool = True) -> tuple[bytes, Strict]:
    """As `edited`, with what the manifest then says.

    Args:
        said: what it says before, where that is known.
        prove: whether the result is read again; where many edits follow each other, the last result proves them all.
    """
    if isinstance(edit, NewFile):
        return _begun(data, edit), edit.content
    mark, text = decoded(data or b"", edit.path)
    before = said or read(data, edit.path, edit.model)
    expected, ways = _expected(before, edit)
    return encoded(mark, _written(text, edit, expected, ways, prove=prove)), expected


def _expected(before: Strict, edit: ListEdit | ValueEdit) -> tuple[Strict, list[Way]]:
    """What the manifest says with an edit, and the ways of writing it so, the one that touches least first."""
    old = _at(before, edit.field)
    if isinstance(edit, ValueEdit):
        if old != edit.old:
            raise ConflictError(
                f"{edit.path}: {'.'.join(edit.field)} is {old!r} by now, not {edit.old!r}; look at it again"
            )
        return _with(before, edit.field, edit.new), [lambda doc: set_value(doc, edit.field, edit.new)]
    items, ways = _ways(edit, old)
    return _with(before, edit.field, items), ways


def _begun(data: bytes | None, edit: NewFile) -> bytes:
    if data is not None:
        raise ConflictError(f"{edit.path} is there already; look at it again")
    lines = [line for name, value in value_of(edit.content).items() for line in field_lines("", name, value)]
    text = "\n".join(lines) + "\n"
    _parsed(text, edit.path, type(edit.content))
    return text.encode()


def _ways(edit: ListEdit, old: Sequence[Item]) -> tuple[tuple[Item, ...], list[Way]]:
    """The list with the edit, and the ways of writing it so, the one that touches least first."""
    items, field, index = list(old), edit.field, _index(old, edit)
    if edit.new is None:
        del items[index]
        return tuple(items), [lambda doc: removed(doc, field, index)]
    new = _value(edit.new)
    if edit.old is None:
        items.append(edit.new)
        return tuple(items), [lambda doc: added(doc, field, new, [_value(item) for item in items])]
    was, items[index] = _value(edit.old), edit.new
    return tuple(items), [
        lambda doc: replaced(doc, field, index, was, new),
        lambda doc: rewritten(doc, field, index, new),
    ]


def _written(text: str, edit: ListEdit | ValueEdit, expected: Strict, ways: Sequence[Way], *, prove: bool) -> str:
    """The text by the first way that says what is expected, as the strict reader reads it."""
    doc, refused = Written.of(text), ""
    for way in ways:
        try:
            after = spliced(text, way(doc))
            if not prove or _parsed(after, edit.path, edit.model) == expected:
                return after
        except UnsplicedError:
            continue
        except ManifestError as error:
            refused = refused or f" ({error})"
    raise ManifestError(
        f"{edit.path}: {'.'.join(edit.field)} is written in a way in which this cannot be changed without touching "
        f"more, as with anchors and aliases; change it by hand{refused}"
    )


def read(data: bytes | None, path: Path, model: type[M]) -> M:
    """What a manifest says; one that is not there yet, or holds nothing but comments, says what its model does.

    Raises:
        ManifestError: as the strict reader.
    """
    _, text = decoded(data or b"", path)
    if not any(map(str.strip, _NOTHING.sub("", text.replace("\r", "\n")).splitlines())) and not _required(model):
        return model()
    return _parsed(text, path, model)


def _required(model: type[Strict]) -> bool:
    return any(field.is_required() for field in model.model_fields.values())


def _parsed(text: str, path: Path, model: type[M]) -> M:
    found = _parsed_once(text, path, model)
    assert isinstance(found, model)
    return found


@lru_cache(maxsize=16)  # an edit's outcome is read once more by the next one, and by whoever plans it
def _parsed_once(text: str, path: Path, model: type[Strict]) -> Strict:
    kinds: Any = {name: kind.manifest for name, kind in KINDS.items()} if model is Production else None
    found: Strict = parse_yaml(text.replace("\r\n", "\n").replace("\r", "\n"), path, model, kinds)
    return found


def _index(items: Sequence[Item], edit: ListEdit) -> int:
    """Where the item stands that the edit replaces; the last of equal ones, for a later one wins."""
    if edit.old is None:
        return len(items)
    found = [n for n, item in enumerate(items) if item == edit.old]
    if not found:
        raise ConflictError(f"{edit.path}: somebody else has changed or removed {_named(edit.old)}; look at it again")
    return found[-1]


def _named(item: Item) -> str:
    said = value_of(item) if isinstance(item, Strict) else item
    return flow(said)


def _value(item: Item) -> Value:
    return value_of(item) if isinstance(item, Strict) else item


def _at(model: Any, field: Sequence[str]) -> Any:
    for name in field:
        model = getattr(model, name)
    return model


def _with(model: Strict, field: Sequence[str], value: object) -> Strict:
    if len(field) > 1:
        value = _with(getattr(model, field[0]), field[1:], value)
    return model.model_copy(update={field[0]: value})
