"""Benches and parity tools stay outside the wheel, and nothing in the product imports them. Needs no PyTorch."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TOOLS = ("models.gpt_sovits.bench", "models.gpt_sovits.parity")


def is_tool(module: str) -> bool:
    return any(module == tool or module.startswith(f"{tool}.") for tool in TOOLS)


def test_the_wheel_has_the_product_and_no_tools() -> None:
    setuptools = pytest.importorskip("setuptools", reason="it builds the wheel")
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]["find"]
    found = setuptools.find_namespace_packages(str(ROOT), include=rules["include"], exclude=rules["exclude"])
    packages = [name for name in found if "__pycache__" not in name]
    ours = sorted(name for name in packages if name.startswith("models.gpt_sovits."))
    assert ours == [
        f"models.gpt_sovits.{name}"
        for name in (
            "cfm", "conditioning", "frontend", "frontend.chinese", "frontend.english", "frontend.korean", "serving",
            "sovits", "t2s", "training", "training.data", "training.loop", "weights",
        )
    ]  # fmt: skip
    assert {"pipeline", "models", "models.gpt_sovits", "flows", "configs"} <= set(packages)
    assert not [name for name in packages if name.split(".")[0] == "tests"]


def test_the_product_imports_no_tools() -> None:
    wrong = []
    for layer in ("pipeline", "models", "flows", "configs"):
        for path in sorted((ROOT / layer).rglob("*.py")):
            if is_tool(".".join(path.relative_to(ROOT).with_suffix("").parts)):
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    modules = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    modules = [f"{node.module}.{alias.name}" for alias in node.names]
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    modules = [node.value]  # python -m, importlib, "module:Class"
                else:
                    continue
                wrong += [f"{path.relative_to(ROOT)}: {module}" for module in modules if is_tool(module)]
    assert not wrong
