"""Limits of a YAML document: how many values it holds, as written and with its aliases unfolded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from pipeline.errors import ManifestError
from pipeline.untrusted.bounds import YAML_CHARACTERS_A_VALUE, YAML_REPEATED, YAML_VALUES


class BoundedLoader(yaml.SafeLoader):
    """A YAML loader that stops at a number of values."""

    values_left = YAML_VALUES

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self.values_left -= 1
        if self.values_left < 0:
            raise yaml.MarkedYAMLError(
                problem="this many values no such file has; split it, or look how it was made",
                problem_mark=self.get_mark(),
            )
        return super().compose_node(parent, index)


def check_aliases(node: yaml.Node | None, path: Path) -> None:
    """Refuses a document whose aliases unfold to far more values than are written (a "billion laughs")."""
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


def scalars(node: yaml.Node | None, seen: set[int] | None = None) -> Iterator[yaml.ScalarNode]:
    """Every scalar of a document, once."""
    seen = set() if seen is None else seen
    if node is None or id(node) in seen:  # an alias may hold itself
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for inner in node.value:
            for one in inner if isinstance(inner, tuple) else (inner,):
                yield from scalars(one, seen)
