"""A YAML document as the values that a model's fields want: a text holds exactly what is written.

YAML 1.1 reads 007 as 7, 12:30 as 750, 1.10 as 1.1, 1_000 as 1000, no and off as false, 2024-01-01 as a day. A field
that holds a text has one meaning for all of these, and gets it: the characters as they stand. Where a value could mean
two things (nothing at all, an octal number, a yes in an engine's settings), it is refused with the cure.
"""

from __future__ import annotations

import re
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

TAG = "tag:yaml.org,2002:"
_KNOWN = {TAG + kind for kind in ("null", "bool", "int", "float", "timestamp", "str", "value", "merge", "seq", "map")}
_NUMBER = re.compile(
    r"[-+]?(0|[1-9][0-9_]*)(\.[0-9_]*)?([eE][-+]?[0-9]+)?|[-+]?\.[0-9]+([eE][-+]?[0-9]+)?|"
    r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)


class UnclearError(Exception):
    """A value could mean two things, or nothing; `place` names the fields that lead to it."""

    def __init__(self, place: tuple[int | str, ...], node: yaml.Node, said: str):
        super().__init__(said)
        self.place, self.node, self.said = place, node, said


def built(node: yaml.Node, wanted: Any, loader: yaml.SafeLoader, place: tuple[int | str, ...] = ()) -> Any:
    """The value of a node for a field of the type `wanted`: a model, a tuple, str, int, Any ...

    What does not fit is given as YAML understands it, for the model to refuse.

    Raises:
        UnclearError: it could mean two things, or nothing.
    """
    if node.tag not in _KNOWN:
        raise UnclearError(
            place,
            node,
            f"not YAML that is read here: {node.tag.removeprefix(TAG)} is no kind of value; a "
            "text that begins with ! stands in quotes",
        )
    wanted = _of_kind(wanted, node)
    if isinstance(node, yaml.SequenceNode):
        items = get_args(wanted) if get_origin(wanted) is tuple else ()
        return tuple(
            built(
                item,
                items[0 if items[-1:] == (...,) else min(n, len(items) - 1)] if items else Any,
                loader,
                (*place, n),
            )
            for n, item in enumerate(node.value)
        )
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, wanted, loader, place)
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node, wanted, loader, place)


def _of_kind(wanted: Any, node: yaml.Node) -> Any:
    """Of a field that may be several things, the one that the node can be."""
    if get_origin(wanted) is Annotated:
        return _of_kind(get_args(wanted)[0], node)
    if get_origin(wanted) not in (Union, UnionType):
        return wanted
    choices = [_of_kind(choice, node) for choice in get_args(wanted)]
    if isinstance(node, yaml.SequenceNode):
        return next((choice for choice in choices if get_origin(choice) is tuple), Any)
    if isinstance(node, yaml.MappingNode):
        return next((choice for choice in choices if _is_model(choice) or get_origin(choice) is dict), Any)
    if node.tag == TAG + "null" and NoneType in choices:
        return NoneType
    scalars = [
        choice
        for choice in choices
        if choice is not NoneType and not _is_model(choice) and get_origin(choice) not in (tuple, dict)
    ]
    return next(iter(scalars), Any)


def _is_model(wanted: Any) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, BaseModel)


def _mapping(node: yaml.MappingNode, wanted: Any, loader: yaml.SafeLoader, place: tuple[int | str, ...]) -> Any:
    own = [key for key, _ in node.value if key.tag != TAG + "merge"]
    seen = set()
    for key in own:
        if not isinstance(key, yaml.ScalarNode):
            raise UnclearError(place, key, "not YAML: the name of a field is a text, not a list or a mapping")
        if key.value in seen:
            raise UnclearError(place, key, f"not YAML: the field {key.value!r} stands here twice")
        seen.add(key.value)
    loader.flatten_mapping(node)  # << and what it brings, which a field of the same name hides
    values = get_args(wanted)[1] if get_origin(wanted) is dict else Any
    out = {}
    for key, value in node.value:
        name = str(key.value)
        field = wanted.model_fields.get(name) if _is_model(wanted) else None
        out[name] = built(
            value, (field.annotation if field else Any) if _is_model(wanted) else values, loader, (*place, name)
        )
    return out


def _scalar(node: yaml.ScalarNode, wanted: Any, loader: yaml.SafeLoader, place: tuple[int | str, ...]) -> Any:
    kind, plain = node.tag.removeprefix(TAG), node.style is None
    if wanted is NoneType:
        return None
    if kind == "null" and plain and wanted is not Any:
        raise UnclearError(place, node, _nothing(node, place))
    if (
        wanted is str
        or get_origin(wanted) is tuple
        or (get_origin(wanted) is Literal and isinstance(get_args(wanted)[0], str))
    ):
        if wanted is str and (lost := cut_off(node)):
            raise UnclearError(
                place,
                node,
                f"{lost!r} is a comment to YAML, which begins with #; put the whole text in quotes, or a blank after #",
            )
        return str(node.value)
    if not plain:
        return str(node.value)
    if wanted in (int, float) or get_origin(wanted) is Literal:
        if kind in ("int", "float") and not _NUMBER.fullmatch(node.value):
            raise UnclearError(place, node, f"{_said(node, loader)}; write the number itself")
        return loader.construct_object(node) if kind in ("int", "float") else str(node.value)
    if wanted is Any:
        return _either(node, kind, loader, place)
    return loader.construct_object(node) if kind != "timestamp" else str(node.value)


def _either(node: yaml.ScalarNode, kind: str, loader: yaml.SafeLoader, place: tuple[int | str, ...]) -> Any:
    """Where nobody knows what is wanted, as in an engine's settings: only what has one meaning."""
    value = node.value
    if kind in ("int", "float") and not _NUMBER.fullmatch(value):
        raise UnclearError(
            place, node, f'{_said(node, loader)}; write the number itself, or a text in quotes: "{value}"'
        )
    if kind == "bool" and value.lower() not in ("true", "false"):
        raise UnclearError(place, node, f'{_said(node, loader)}; write true or false, or a text in quotes: "{value}"')
    return str(value) if kind == "timestamp" else loader.construct_object(node)


def _said(node: yaml.ScalarNode, loader: yaml.SafeLoader) -> str:
    return f"{node.value} is {str(loader.construct_object(node)).lower()} to YAML"


def _nothing(node: yaml.ScalarNode, place: tuple[int | str, ...]) -> str:
    name = next((str(step) for step in reversed(place) if isinstance(step, str)), "field")
    rest = _rest_of_line(node)
    if node.value:
        return (
            f'{node.value} is nothing to YAML; leave the field out, or put the text in quotes: {name}: "{node.value}"'
        )
    if rest.startswith("#"):
        return f'nothing stands here: what begins with # is a comment; put the text in quotes: {name}: "{rest}"'
    return f'nothing stands here; leave the field out, or write a text: {name}: "..."'


def _rest_of_line(node: yaml.Node) -> str:
    mark = node.end_mark
    if mark is None or mark.buffer is None:
        return ""
    end = mark.buffer.find("\n", mark.pointer)
    return str(mark.buffer[mark.pointer : end if end >= 0 else None]).strip("\0 \r\t")


def cut_off(node: yaml.ScalarNode) -> str:
    """What a # has cut off a text, where the # looks like a part of the text: We're #1."""
    rest = _rest_of_line(node) if node.style is None else ""
    return rest if re.match(r"#\d", rest) else ""
