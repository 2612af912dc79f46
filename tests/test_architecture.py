"""The order of layers and packages: imports go downwards only, in no circle, and folders stay readable."""

import ast
import functools
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["pipeline", "models", "flows"]
# The packages of pipeline/: each imports only what stands before it. errors and records come first, for everybody.
PACKAGES = [
    "errors",
    "codes",
    "records",
    "patterns",
    "languages",
    "names",
    "untrusted",
    "store",
    "audio",
    "manifests",
    "registry",
    "matching",
    "engine",
    "listener",
    "consent",
    "intake",
    "script",
    "deciding",
    "takes",
    "hearing",
    "masters",
    "dub",
    "delivery",
    "qa",
    "enrolment",
    "report",
    "production",
]
MODULES_IN_A_FOLDER = 17
REGISTRIES = {Path("flows/commands")}  # a file per command: the folder is the list


@functools.cache
def modules() -> dict[str, Path]:
    """Dotted name -> file, of all layers."""
    paths = [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def imports(path: Path) -> Iterator[tuple[str, list[str]]]:
    """(module, names taken from it) of every import, those inside functions included; not under TYPE_CHECKING."""
    tree = ast.parse(path.read_text("utf-8"))
    branches = [n for n in ast.walk(tree) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.dump(n.test)]
    unrun = {node for branch in branches for node in ast.walk(branch)}
    for node in ast.walk(tree):
        if node in unrun:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or "", [alias.name for alias in node.names]


@functools.cache
def imported_modules(path: Path) -> set[str]:
    """Modules as far as the names tell: `from pipeline import engine` is pipeline.engine."""
    return {
        f"{module}.{name}" if f"{module}.{name}" in modules() or module in LAYERS else module
        for module, names in imports(path)
        for name in names or [""]
    } | {module for module, names in imports(path) if not names}


def test_imports_go_downwards_only() -> None:
    wrong = []
    for name, path in modules().items():
        layer, *rest = name.split(".")
        for module in imported_modules(path):
            parts = module.rstrip(".").split(".")
            if parts[0] in LAYERS and LAYERS.index(parts[0]) > LAYERS.index(layer):
                wrong.append(f"{path}: {module}")
            across = layer == parts[0] == "pipeline" and rest and len(parts) > 1 and parts[1] != rest[0]
            if across and PACKAGES.index(parts[1]) >= PACKAGES.index(rest[0]):
                wrong.append(f"{path}: {module}")
    assert not wrong


def test_no_import_circle() -> None:
    known = modules()
    graph = {name: {m for m in imported_modules(path) if m in known and m != name} for name, path in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"these import each other: {' -> '.join(error.args[1])}")


def test_pipeline_imports_neither_torch_nor_prefect_and_models_no_prefect() -> None:
    banned = {"pipeline": {"torch", "torchaudio", "prefect"}, "models": {"prefect"}, "flows": set[str]()}
    wrong = [
        f"{path}: {module}"
        for name, path in modules().items()
        for module, _ in imports(path)
        if module.split(".")[0] in banned[name.split(".")[0]]
    ]
    assert not wrong


def test_folders_stay_readable() -> None:
    folders: dict[Path, int] = {}
    for path in modules().values():
        folder = path.parent.relative_to(ROOT)
        folders[folder] = folders.get(folder, 0) + (path.name != "__init__.py")
    crowded = {str(f): number for f, number in folders.items() if number > MODULES_IN_A_FOLDER and f not in REGISTRIES}
    assert not crowded


def test_our_packages_are_ours() -> None:
    """Another distribution that ships a package `models` or `pipeline` would take our place in silence."""
    import flows
    import models
    import pipeline

    for package in (flows, models, pipeline):
        assert Path(str(package.__file__)).is_relative_to(ROOT)
