"""YAML read strictly: an error names file and line, the field, and the cure. Knows no field of any model."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import BadManifest

# A lexicon of 100,000 entries has some 5 MB; PyYAML takes a minute for 30.
LARGEST = 8 << 20
# Written as escapes, "\\0" or half of an emoji: no feed, tag or file name can hold them.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Strict(BaseModel):
    """Forbids unknown fields and is frozen."""

    # A year as a title and the third part of a series are numbers for YAML, and texts for everybody else.
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


M = TypeVar("M", bound=Strict)


def read_yaml(path: Path, model: type[M]) -> M:
    """Reads `path` as a `model`.

    Raises:
        BadManifest: the file is missing, is not YAML, or says something that the model forbids.
    """
    try:
        if path.exists() and not path.is_file():
            raise BadManifest(f"{path} cannot be read: it is no file; name the YAML file itself")
        if (size := path.stat().st_size) > LARGEST:
            raise BadManifest(f"{path} has {size >> 20} MB, a manifest may have {LARGEST >> 20} MB")
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise BadManifest(_missing(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadManifest(f"{path} cannot be read: {error}") from None
    return parse_yaml(text, path, model)


def parse_yaml(text: str, path: Path, model: type[M]) -> M:
    try:
        data = yaml.load(text, Loader=_UniqueKeys)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise BadManifest(f"{where}: not YAML: {getattr(error, 'problem', error)}") from None
    except (RecursionError, ValueError) as error:  # "[[[[ ...", and dates such as 2020-13-45
        raise BadManifest(f"{path}: not YAML that can be read: {error}") from None
    if "\\" in text:  # only an escape can write such a character
        for scalar in _scalars(node):
            if found := _NO_TEXT.search(scalar.value):
                raise BadManifest(f"{path}:{scalar.start_mark.line + 1}: U+{ord(found[0]):04X} is no character of a "
                                  "text; leave it out, and write signs such as emoji as themselves")
    if data is None:
        raise BadManifest(f"{path} is empty; a {model.__name__.lower()} is written there")
    if isinstance(data, list) and len(model.model_fields) == 1:
        raise BadManifest(f"{path}:1: the list stands under a field: `{next(iter(model.model_fields))}:`")
    if not isinstance(data, dict):
        raise BadManifest(f"{path}: a {model.__name__.lower()} is a mapping of fields, not a {type(data).__name__}")
    try:
        return model.model_validate(_tuples(data))
    except RecursionError:
        raise BadManifest(f"{path}: something in it holds itself, by an alias such as *a") from None
    except ValidationError as error:
        raise BadManifest(_explain(error, path, node, model)) from None


class _UniqueKeys(yaml.SafeLoader):
    """PyYAML keeps the last of two equal keys in silence; here it is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"the field {key!r} stands here twice",
                                           problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def _scalars(node: yaml.Node | None, seen: set[int] | None = None) -> Iterator[yaml.ScalarNode]:
    seen = set() if seen is None else seen
    if node is None or id(node) in seen:  # an alias may hold itself
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for inner in node.value:
            for one in inner if isinstance(inner, tuple) else (inner,):
                yield from _scalars(one, seen)


def _tuples(value: Any) -> Any:
    # YAML dates become strings again: nobody who writes `date: 2014-05-25` means a datetime object.
    if isinstance(value, dict):
        return {k: _tuples(v) for k, v in value.items()}
    if isinstance(value, list):
        return tuple(_tuples(v) for v in value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _explain(error: ValidationError, path: Path, node: yaml.Node | None, model: type[Strict]) -> str:
    said = []
    for problem in error.errors():
        place = problem["loc"]
        line = _line_of(node, place)
        name = ".".join(map(str, place)) or model.__name__.lower()
        if problem["type"] == "extra_forbidden":
            fields = _fields_at(model, place[:-1])
            said.append(f"{path}:{line}: there is no field {name!r}; {did_you_mean(str(place[-1]), fields)}")
        elif problem["type"] == "missing":
            said.append(f"{path}:{line}: the field {name!r} is missing")
        elif problem["type"] == "tuple_type":
            said.append(f"{path}:{line}: {name}: a list is wanted here, in brackets: [{problem['input']}]")
        else:
            message = problem["msg"].removeprefix("Value error, ")
            given = problem["input"]
            shown = f" (given: {given!r})" if isinstance(given, str | int | float | bool) else ""
            said.append(f"{path}:{line}: {name}: {message[0].lower() + message[1:]}{shown}")
    return "\n".join(said)


def _line_of(node: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == step), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _fields_at(model: type[Strict], place: tuple[int | str, ...]) -> list[str]:
    for step in place:
        field = model.model_fields.get(str(step))
        inner = field and _model_in(field.annotation)
        if inner:
            model = inner
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[Strict] | None:
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return annotation
    found = (_model_in(argument) for argument in getattr(annotation, "__args__", ()))
    return next((model for model in found if model), None)


def did_you_mean(word: str, known: Any) -> str:
    known = sorted(map(str, known))
    close = difflib.get_close_matches(word, known, n=1)
    return (f"did you mean {close[0]!r}? " if close else "") + "there are: " + ", ".join(known)


def _missing(path: Path) -> str:
    if path.parent.is_dir():
        there = sorted(p.name for p in path.parent.glob("*.y*ml"))
        return f"{path} does not exist; {path.parent} holds " + (", ".join(there) or "no YAML file")
    return f"{path} does not exist, nor does its folder"
