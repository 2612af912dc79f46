"""A mutation trial: random small faults are put into modules, and the nearest tests must fail for each.

    python -m tests.mutants --mutants 60 --seed 1 pipeline/masters/assembling.py pipeline/takes/performing.py ...

A mutant changes one operator: a comparison, `and`/`or`, `not`, `+`/`-`, or the condition of an `if`. The tests run in a
copy of the tree, with the mutated module only; which are the nearest may be named behind "=". What survives is printed as a difference for a person to judge: a gap
in the tests, or a mutant that means the same.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
LIMIT_S = 240  # a mutant that never ends is killed by the clock


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="+", metavar="MODULE[=TEST,TEST]")
    parser.add_argument("--mutants", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    named = dict(argument.partition("=")[::2] for argument in options.modules)
    near = {Path(module): tests.split(",") if tests else nearest_tests(Path(module)) for module, tests in named.items()}
    chosen = draw(list(near), options.mutants, random.Random(options.seed))
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "tree"
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in filter(None, tracked.split("\0")):
            (copied / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copied / name)
        for module, tests in near.items():
            if fails(copied, tests):
                raise SystemExit(f"{module}: its nearest tests fail without any mutant: {', '.join(tests)}")
        for number, (module, place, mutated) in enumerate(chosen, 1):
            original = (ROOT / module).read_text("utf-8")
            (copied / module).write_text(mutated, "utf-8")
            killed = fails(copied, near[module])
            (copied / module).write_text(original, "utf-8")
            survived += not killed
            print(f"{number:3} {'killed  ' if killed else 'SURVIVED'} {module}:{place}", flush=True)
    print(f"{len(chosen) - survived} of {len(chosen)} mutants killed ({100 * (1 - survived / len(chosen)):.0f} %)")
    return 0


def draw(modules: list[Path], number: int, chance: random.Random) -> list[tuple[Path, str, str]]:
    """Mutants in turn from each module: (module, where and what, mutated source)."""
    drawn: list[tuple[Path, str, str]] = []
    pools = {}
    for module in modules:
        tree = ast.parse((ROOT / module).read_text("utf-8"))
        pools[module] = list(places(tree))
        chance.shuffle(pools[module])
    while len(drawn) < number and any(pools.values()):
        for module, pool in pools.items():
            if pool and len(drawn) < number:
                index, kind = pool.pop()
                tree = ast.parse((ROOT / module).read_text("utf-8"))
                where = mutate(tree, index, kind)
                drawn.append((module, where, ast.unparse(ast.fix_missing_locations(tree))))
    return drawn


def places(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """(index of the node in `ast.walk`, which of its operators) of everything that can be mutated."""
    for index, node in enumerate(ast.walk(tree)):
        match node:
            case ast.Compare(ops=ops):
                yield from ((index, which) for which, op in enumerate(ops) if type(op) in COMPARISONS)
            case ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.BinOp(op=ast.Add() | ast.Sub()) | ast.If():
                yield index, 0


def mutate(tree: ast.AST, index: int, which: int) -> str:
    """Changes the operator in place; returns its line, before and after."""
    node = list(ast.walk(tree))[index]
    before = ast.unparse(node).split("\n")[0]
    line = getattr(node, "lineno", 0)
    match node:
        case ast.Compare():
            node.ops[which] = COMPARISONS[type(node.ops[which])]()
        case ast.BoolOp(op=op):
            node.op = ast.Or() if isinstance(op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op = ast.Not()
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
        case ast.BinOp(op=op):
            node.op = ast.Sub() if isinstance(op, ast.Add) else ast.Add()
        case ast.If(test=test):
            node.test = ast.UnaryOp(ast.Not(), copy.deepcopy(test))
    return f"{line}: {before}  ->  {ast.unparse(ast.fix_missing_locations(node)).split(chr(10))[0]}"


def nearest_tests(module: Path) -> list[str]:
    """Tests that import the module, or that stand where its own would stand."""
    dotted = ".".join(module.with_suffix("").parts).removesuffix(".__init__")
    package, _, name = dotted.rpartition(".")
    near = []
    for test in sorted((ROOT / "tests").rglob("test_*.py")):
        if "slow" in test.parts or "browser" in test.parts:
            continue
        text = test.read_text("utf-8")
        imports = (f"{dotted} import", f"import {dotted}", f"from {package} import {name}")
        if test.stem == f"test_{module.stem}" or any(said in text for said in imports):
            near.append(str(test.relative_to(ROOT)))
    folder = ROOT / "tests" / module.parent
    while not near and folder != ROOT:
        near = [str(folder.relative_to(ROOT))] if folder.is_dir() else []
        folder = folder.parent
    return near


def fails(folder: Path, tests: list[str]) -> bool:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", *tests]
    try:
        return (
            subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=LIMIT_S).returncode != 0
        )
    except subprocess.TimeoutExpired:
        return True


if __name__ == "__main__":
    sys.exit(main())
