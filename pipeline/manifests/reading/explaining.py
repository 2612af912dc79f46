"""Messages for a manifest that cannot be read: file and line, the field, and the cure."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipeline.manifests.reading.model import Strict, named

CHOICE = "@"  # begins the tags of a union, which are pydantic's and no part of a field's name
TOLD = 20  # wrong fields per message
_FIELD = re.compile(r"\s*(?:- *)?(?:\{ *)?(?P<name>[\w-]+) *: +(?P<value>\S.*?)\s*$")


def not_yaml(error: yaml.YAMLError, path: Path, text: str) -> str:
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


def explained(error: ValidationError, path: Path, node: yaml.Node | None, model: type[Strict]) -> str:
    """What is wrong with the fields of a manifest, a line per field."""
    said = []
    for problem in error.errors():
        place = tuple(step for step in problem["loc"] if not str(step).startswith(CHOICE))
        line = _line_of(node, place)
        name = ".".join(map(str, place)) or named(model)
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
        if len(said) == TOLD:
            said.append(f"... and {error.error_count() - TOLD} more")
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
    """The nearest of the known words, and all of them."""
    known = sorted(map(str, known))
    close = difflib.get_close_matches(word, known, n=1)
    return (f"did you mean {close[0]!r}? " if close else "") + "there are: " + ", ".join(known)
