"""A gate file as text: written anew with every calibration, with the comments that people have put into it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.manifests.editing.writing import flow, text
from pipeline.manifests.gate import Gate
from pipeline.manifests.reading.model import Strict

HEAD = """# Limits of the checks of takes, found by `voicepress calibrate`; one can be changed by hand, too.
# flag: a person should listen. fail: the line is performed again. null: never."""
_KEY = re.compile(r'^(\s*)("[^"]*"|[^\s#:][^:#]*):')


def gate_text(gate: Gate, old: str = "") -> str:
    """The file's text. Comments of `old` stay: those on lines of their own above a line that is still there, and those
    behind it."""
    above, behind, head = _comments(old)
    lines = head or HEAD.splitlines()
    path: list[str] = []
    for line in _lines(gate):
        found = _KEY.match(line)
        assert found is not None
        path = [*path[: len(found[1]) // 2], found[2]]
        lines += above.get(tuple(path), [])
        lines.append(line + behind.get(tuple(path), ""))
    return "\n".join([*lines, *above.get((), [])]) + "\n"


def _lines(gate: Gate) -> Iterator[str]:
    if gate.voice:
        yield f"voice: {text(gate.voice)}"
    yield f"language: {text(gate.language)}"
    if gate.thresholds:
        yield "thresholds:"
        for name, limits in gate.thresholds.items():
            said = {field: getattr(limits, field) for field in ("flag", "fail") if field in limits.model_fields_set}
            yield f"  {text(name)}: {{{', '.join(f'{k}: {_number(v)}' for k, v in said.items())}}}"
    for part in ("norms", "calibrated"):
        if (model := getattr(gate, part)) is not None:
            yield f"{part}:"
            yield from _fields(model, "  ")


def _fields(model: Strict, indent: str) -> Iterator[str]:
    for name, value in model.model_dump(mode="json", exclude_defaults=True).items():
        if isinstance(value, dict) and value:
            yield f"{indent}{text(name)}:"
            for key, inner in value.items():
                yield f"{indent}  {text(str(key))}: {flow(inner)}"
        else:
            yield f"{indent}{text(name)}: {flow(value)}"


def _number(value: float | None) -> str:
    return "null" if value is None else f"{value:g}"


def _comments(old: str) -> tuple[dict[tuple[str, ...], list[str]], dict[tuple[str, ...], str], list[str]]:
    """Comments above lines, behind lines, and those at the head of the file."""
    above: dict[tuple[str, ...], list[str]] = {}
    behind: dict[tuple[str, ...], str] = {}
    head: list[str] = []
    waiting: list[str] = []
    path: list[str] = []
    for line in old.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            waiting.append(line)
        elif found := _KEY.match(line):
            path = [*path[: len(found[1]) // 2], found[2]]
            if (
                not head
                and not above
                and not behind
                and len(path) == 1
                and waiting
                and path[0] in ("voice", "language")
            ):
                head = waiting
            elif waiting:
                above[tuple(path)] = waiting
            waiting = []
            if (comment := re.search(r"\s+#[^\"']*$", line)) is not None:
                behind[tuple(path)] = comment[0]
    if waiting:
        above[()] = waiting
    return above, behind, head
