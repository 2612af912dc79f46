"""YAML read strictly: an error names file and line, the field, and the cure. Knows no field of any model."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import ManifestError
from pipeline.manifests.reading.building import UnclearError, built
from pipeline.untrusted.bounds import YAML_BYTES, YAML_CHARACTERS_A_VALUE, YAML_REPEATED, YAML_VALUES

_SAID = 20  # wrong fields that are told at a time
# Written as escapes, "\\0" or half of an emoji: no feed, tag or file name can hold them.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Strict(BaseModel):
    """Forbids unknown fields and is frozen."""

    NAME: ClassVar[str] = ""  # in messages; its class's where it is left out
    LARGEST: ClassVar[int] = YAML_BYTES  # of its file
    VALUES: ClassVar[int] = YAML_VALUES  # in it, lists and mappings included

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


M = TypeVar("M", bound=Strict)


def _named(model: type[Strict]) -> str:
    return model.NAME or model.__name__.lower()


def read_yaml(path: Path, model: type[M], kinds: Mapping[str, type[M]] | None = None) -> M:
    """Reads `path` as a `model`.

    Args:
        kinds: models by what the field `kind` says, in place of `model`; the first stands where it says nothing.

    Raises:
        ManifestError: the file is missing, is not YAML, or says something that the model forbids.
    """
    try:
        if path.exists() and not path.is_file():
            raise ManifestError(f"{path} cannot be read: it is no file; name the YAML file itself")
        if (size := path.stat().st_size) > model.LARGEST:
            raise ManifestError(f"{path} has {size >> 20} MB, a {_named(model)} may have {model.LARGEST >> 20} MB")
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ManifestError(_missing(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path} cannot be read: {error}") from None
    return parse_yaml(text, path, model, kinds)


def parse_yaml(text: str, path: Path, model: type[M], kinds: Mapping[str, type[M]] | None = None) -> M:
    """As `read_yaml`, of a text; `path` is named in messages."""
    loader = _Bounded(text)
    loader.values_left = model.VALUES
    try:
        node = loader.get_single_node()
        _check_aliases(node, path)
        model = _of_kind(node, path, kinds) if kinds else model
        data = built(node, model, loader) if node and not _is_nothing(node) else None
    except UnclearError as wrong:
        name = ".".join(map(str, wrong.place))
        named = f"{name}: " if name and not wrong.said.startswith("not YAML") else ""
        raise ManifestError(f"{path}:{wrong.node.start_mark.line + 1}: {named}{wrong.said}") from None
    except yaml.YAMLError as error:
        raise ManifestError(_not_yaml(error, path, text)) from None
    except (RecursionError, ValueError) as error:  # "[[[[ ...", and days such as !!timestamp 2020-13-45
        raise ManifestError(f"{path}: not YAML that can be read: {error}") from None
    finally:
        loader.dispose()
    if "\\" in text:  # only an escape can write such a character
        for scalar in _scalars(node):
            if found := _NO_TEXT.search(scalar.value):
                raise ManifestError(
                    f"{path}:{scalar.start_mark.line + 1}: U+{ord(found[0]):04X} is no character of a "
                    "text; leave it out, and write signs such as emoji as themselves"
                )
    if data is None:
        raise ManifestError(f"{path} is empty; a {_named(model)} is written there")
    if isinstance(data, tuple) and len(model.model_fields) == 1:
        raise ManifestError(f"{path}:1: the list stands under a field: `{next(iter(model.model_fields))}:`")
    if not isinstance(data, dict):
        raise ManifestError(
            f"{path}: a {_named(model)} is a mapping of fields, not a "
            f"{'list' if isinstance(data, tuple) else type(data).__name__}"
        )
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ManifestError(_explain(error, path, node, model)) from None


def _of_kind(node: yaml.Node | None, path: Path, kinds: Mapping[str, type[M]]) -> type[M]:
    """The model of the kind that a manifest says it is."""
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == "kind" and isinstance(value, yaml.ScalarNode):
            if value.value in kinds:
                return kinds[value.value]
            where, cure = f"{path}:{value.start_mark.line + 1}", did_you_mean(value.value, kinds)
            raise ManifestError(f"{where}: kind: there is no kind {value.value!r}; {cure}")
    return next(iter(kinds.values()))


class _Bounded(yaml.SafeLoader):
    values_left = YAML_VALUES

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self.values_left -= 1
        if self.values_left < 0:
            raise yaml.MarkedYAMLError(
                problem="this many values no such file has; split it, or look how it was made",
                problem_mark=self.get_mark(),
            )
        return super().compose_node(parent, index)


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.tag.endswith(":null")


_FIELD = re.compile(r"\s*(?:- *)?(?:\{ *)?(?P<name>[\w-]+) *: +(?P<value>\S.*?)\s*$")


def _not_yaml(error: yaml.YAMLError, path: Path, text: str) -> str:
    """What the parser says and where, with the cure where the line looks like a text that wants quotes."""
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or error)
    lines = text.splitlines()
    # Quotes and brackets that are never closed are found out at the end of the file; where they begin says more.
    ends = mark is not None and (mark.line >= len(lines) or "end of stream" in problem)
    at = context if ends and context is not None else mark
    where = f"{path}:{mark.line + 1}" if mark else str(path)
    line = lines[at.line] if at is not None and at.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return f"{where}: not YAML: {problem}; indent with blanks, not with tabs"
    found = _FIELD.match(line)
    if not found or re.fullmatch(r"""(["']).*\1""", found["value"]):
        return f"{where}: not YAML: {problem}"
    begun = f" (from line {at.line + 1})" if at is not mark and at is not None else ""
    return (
        f"{where}: not YAML: {problem}{begun}; a text with a colon or a sign in it stands in quotes: "
        f"{found['name']}: {json.dumps(found['value'].strip(chr(34) + chr(39)), ensure_ascii=False)}"
    )


def _check_aliases(node: yaml.Node | None, path: Path) -> None:
    """Refuses what is small as written and large as meant: an alias stands for all that its anchor holds."""
    sizes: dict[int, int] = {}
    written = 0

    def unfolded(node: yaml.Node) -> int:
        nonlocal written
        if (known := sizes.get(id(node))) is not None:
            if not known:
                raise ManifestError(
                    f"{path}:{node.start_mark.line + 1}: something in it holds itself, by an alias such "
                    "as *a; write it out"
                )
            return known
        sizes[id(node)] = 0  # under way
        size = 1
        if isinstance(node, yaml.ScalarNode):
            size += len(node.value) // YAML_CHARACTERS_A_VALUE
        written += size
        for inner in node.value if isinstance(node, yaml.CollectionNode) else ():
            size += sum(map(unfolded, inner)) if isinstance(inner, tuple) else unfolded(inner)
        sizes[id(node)] = size
        return size

    if node is not None and (size := unfolded(node)) > written + YAML_REPEATED:
        raise ManifestError(
            f"{path}: its aliases (such as *a) repeat {size - written:,} values, {YAML_REPEATED:,} are "
            "allowed; write out what is meant"
        )


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


def _explain(error: ValidationError, path: Path, node: yaml.Node | None, model: type[Strict]) -> str:
    said = []
    for problem in error.errors():
        place = problem["loc"]
        line = _line_of(node, place)
        name = ".".join(map(str, place)) or _named(model)
        if problem["type"] == "extra_forbidden":
            fields = _fields_at(model, place[:-1])
            said.append(f"{path}:{line}: there is no field {name!r}; {did_you_mean(str(place[-1]), fields)}")
        elif problem["type"] == "missing":
            said.append(f"{path}:{line}: the field {name!r} is missing")
        elif problem["type"] == "tuple_type":
            said.append(f"{path}:{line}: {name}: a list is wanted here, in brackets: [{problem['input']}]")
        elif problem["type"] == "model_type":
            inner = ", ".join(f"{one}: ..." for one in _fields_at(model, place))
            said.append(f"{path}:{line}: {name}: fields are wanted here, in braces: {name}: {{{inner}}}")
        elif problem["type"] == "string_type":
            said.append(
                f'{path}:{line}: {name}: a text is wanted here; one that begins with a bracket or holds ": " '
                "stands in quotes"
            )
        else:
            message = problem["msg"].removeprefix("Value error, ")
            given = problem["input"]
            shown = f" (given: {given!r})" if isinstance(given, str | int | float | bool) else ""
            said.append(f"{path}:{line}: {name}: {message[0].lower() + message[1:]}{shown}")
        if len(said) == _SAID:
            said.append(f"... and {error.error_count() - _SAID} more")
            break
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
