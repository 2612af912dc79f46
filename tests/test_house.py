"""The house's own rules: imports go downstairs only, and WHAT is made knows neither torch nor Prefect."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
# records and errors first: everybody may know them. Each room imports only what stands before it.
ROOMS = [
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
    "matching",
    "engine",
    "intake",
    "script",
    "takes",
    "masters",
    "dub",
    "delivery",
    "qa",
    "report",
    "production",
]
FLOORS = ["pipeline", "models", "flows"]


def imports(path: Path) -> list[tuple[str, bool]]:
    """(module, at run time) for every import; those under `if TYPE_CHECKING` do not run."""
    tree = ast.parse(path.read_text("utf-8"))
    lazy = {
        n
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.dump(branch.test)
        for n in ast.walk(branch)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node not in lazy) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            found += [
                (f"{module}.{alias.name}" if module in FLOORS else module, node not in lazy) for alias in node.names
            ]
    return found


def test_imports_go_downstairs_only() -> None:
    wrong = []
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            here = path.relative_to(ROOT / floor).parts[0].removesuffix(".py")
            for module, _ in imports(path):
                parts = module.split(".")
                if parts[0] in FLOORS and FLOORS.index(parts[0]) > FLOORS.index(floor):
                    wrong.append(f"{path}: {module}")
                if (
                    floor == parts[0] == "pipeline"
                    and len(parts) > 1
                    and here != "__init__"
                    and parts[1] != here
                    and ROOMS.index(parts[1]) >= ROOMS.index(here)
                ):
                    wrong.append(f"{path}: {module}")
    assert not wrong


def test_pipeline_knows_neither_torch_nor_prefect_and_models_no_prefect() -> None:
    banned = {"pipeline": {"torch", "torchaudio", "prefect"}, "models": {"prefect"}, "flows": set()}
    wrong = [
        f"{path}: {module}"
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("*.py"))
        for module, _ in imports(path)
        if module.split(".")[0] in banned[floor]
    ]
    assert not wrong


def test_our_packages_are_ours() -> None:
    """Another distribution that ships a package `models` or `pipeline` would take our place in silence."""
    import flows
    import models
    import pipeline

    for package in (flows, models, pipeline):
        assert Path(str(package.__file__)).is_relative_to(ROOT)
