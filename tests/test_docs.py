"""What README, CONTRIBUTING, ARCHITECTURE and the decisions name is there."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
GUIDES = ["README.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md"]
# A path in backticks, of the tree's own folders; placeholders are in capitals.
PATHS = re.compile(r"`((?:pipeline|models|flows|tests|docs|configs|manifests)/[\w./-]*)`")
LINKS = re.compile(r"\]\((?!https?:)([^)#]+)\)")


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_s_paths_and_links_exist(guide: str) -> None:
    text = (ROOT / guide).read_text("utf-8")
    missing = [name for name in PATHS.findall(text) if not (ROOT / name).exists()]
    missing += [link for link in LINKS.findall(text) if not ((ROOT / guide).parent / link).exists()]
    assert not missing


def test_every_decision_is_in_the_index_with_its_title() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"\[([^\]]+)\]\(([\w-]+\.md)\)", index))
    titles = {
        path.read_text("utf-8").split("\n", 1)[0].removeprefix("# "): path.name
        for path in folder.glob("*.md")
        if path.name != "README.md"
    }
    assert listed == titles


def test_pre_commit_runs_what_ci_runs() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    entries = {hook["entry"].removeprefix(".venv/bin/") for hook in hooks}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert entries == {"ruff check", "ruff format", "mypy"}
    assert all(f"$(RUN)/{entry}" in makefile for entry in entries)
