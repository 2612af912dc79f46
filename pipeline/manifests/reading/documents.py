"""YAML read strictly: an error names file and line, the field, and the cure. Knows no field of any model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError
from yaml.reader import ReaderError

from pipeline.errors import ManifestError
from pipeline.manifests.reading.building import UnclearError, built
from pipeline.manifests.reading.explaining import did_you_mean, explained, not_yaml
from pipeline.manifests.reading.limits import BoundedLoader, check_aliases, scalars
from pipeline.manifests.reading.model import Strict, named

# Written as escapes, "\\0" or half of an emoji: no feed, tag or file name can hold them.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
M = TypeVar("M", bound=Strict)


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
            raise ManifestError(f"{path} has {size >> 20} MB, a {named(model)} may have {model.LARGEST >> 20} MB")
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ManifestError(_missing(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path} cannot be read: {error}") from None
    return parse_yaml(text, path, model, kinds)


def parse_yaml(text: str, path: Path, model: type[M], kinds: Mapping[str, type[M]] | None = None) -> M:
    """As `read_yaml`, of a text; `path` is named in messages."""
    try:
        loader = BoundedLoader(text)
    except ReaderError as error:
        raise ManifestError(
            _no_character(path, text.count("\n", 0, error.position) + 1, chr(error.character))
        ) from None
    loader.values_left = model.VALUES
    try:
        node = loader.get_single_node()
        check_aliases(node, path)
        model = _of_kind(node, path, kinds) if kinds else model
        data = built(node, model, loader) if node and not _is_nothing(node) else None
    except UnclearError as wrong:
        place = ".".join(map(str, wrong.place))
        field = f"{place}: " if place and not wrong.said.startswith("not YAML") else ""
        raise ManifestError(f"{path}:{wrong.node.start_mark.line + 1}: {field}{wrong.said}") from None
    except yaml.YAMLError as error:
        raise ManifestError(not_yaml(error, path, text)) from None
    except (RecursionError, ValueError) as error:  # "[[[[ ...", and days such as !!timestamp 2020-13-45
        raise ManifestError(f"{path}: not YAML that can be read: {error}") from None
    finally:
        loader.dispose()
    if "\\" in text:  # only an escape can write such a character
        for scalar in scalars(node):
            if found := NO_TEXT.search(scalar.value):
                raise ManifestError(_no_character(path, scalar.start_mark.line + 1, found[0]))
    if data is None:
        raise ManifestError(f"{path} is empty; a {named(model)} is written there")
    if isinstance(data, tuple) and len(model.model_fields) == 1:
        raise ManifestError(f"{path}:1: the list stands under a field: `{next(iter(model.model_fields))}:`")
    if not isinstance(data, dict):
        raise ManifestError(
            f"{path}: a {named(model)} is a mapping of fields, not a "
            f"{'list' if isinstance(data, tuple) else type(data).__name__}"
        )
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ManifestError(explained(error, path, node, model)) from None


def _no_character(path: Path, line: int, found: str) -> str:
    return (
        f"{path}:{line}: U+{ord(found):04X} is no character of a text; leave it out, and write signs such as emoji as "
        "themselves"
    )


def _of_kind(node: yaml.Node | None, path: Path, kinds: Mapping[str, type[M]]) -> type[M]:
    """The model of the kind that a manifest says it is."""
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == "kind" and isinstance(value, yaml.ScalarNode):
            if value.value in kinds:
                return kinds[value.value]
            where, cure = f"{path}:{value.start_mark.line + 1}", did_you_mean(value.value, kinds)
            raise ManifestError(f"{where}: kind: there is no kind {value.value!r}; {cure}")
    return next(iter(kinds.values()))


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.tag.endswith(":null")


def _missing(path: Path) -> str:
    if path.parent.is_dir():
        there = sorted(p.name for p in path.parent.glob("*.y*ml"))
        return f"{path} does not exist; {path.parent} holds " + (", ".join(there) or "no YAML file")
    return f"{path} does not exist, nor does its folder"
