"""Writing of values as YAML: in the style that stands there, quoted wherever a reader could take it otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from pipeline.manifests.reading.model import Strict

Value = str | bool | int | float | tuple["Value", ...] | Mapping[str, "Value"]

# Plain only what no reader of YAML 1.1 or 1.2 takes for anything but this text, wherever it stands.
_PLAIN = re.compile(r"[^\W\d_][\w .()/+'’;!?-]*")
_WORDS = frozenset("y n yes no on off true false null none nan inf".split())
# Inside double quotes: what YAML does not print, and line breaks that only YAML knows.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def value_of(model: Strict) -> dict[str, Value]:
    """The fields of a model that say something, as they are written."""
    fields = {name: getattr(model, name) for name in type(model).model_fields}
    return {
        name: tuple(value_of(one) if isinstance(one, Strict) else one for one in value)
        if isinstance(value, tuple)
        else value_of(value)
        if isinstance(value, Strict)
        else value
        for name, value in fields.items()
        if value != type(model).model_fields[name].default
    }


def flow(value: Value, style: str = "") -> str:
    """A value on one line; `style` is the quote that stood there."""
    if isinstance(value, str):
        return text(value, style)
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {flow(inner)}" for name, inner in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def text(value: str, style: str = "") -> str:
    """A text as a scalar, plain where that is safe; in the quotes that stood there where they can hold it."""
    plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS and not value.endswith(" ")
    if style == "" and plain and len(value) <= 80:
        return value
    if style == "'" and not re.search(r"[\x00-\x1f\\]", value) and not _ESCAPED.search(value):
        return "'" + value.replace("'", "''") + "'"
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def block(value: Value, indent: str) -> list[str]:
    """Lines of a value: a mapping has a line per field; anything else is one line. The first has no indentation."""
    if not isinstance(value, Mapping):
        return [flow(value)]
    lines = [f"{name}: {flow(inner)}" for name, inner in value.items()]
    return [lines[0], *(indent + line for line in lines[1:])]
