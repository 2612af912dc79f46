"""Schemas and the reference say what the models say; what is written passes them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from flows.commands.reference import reference
from pipeline.codes import CODES
from pipeline.manifests import AudiobookProduction
from pipeline.manifests.schemas import MANIFESTS, described, modeline, schema_of, write_schemas
from pipeline.production.starting.beginning import begin

ROOT = Path(__file__).parents[3]


def checked(path: Path, kind: str) -> None:
    data = yaml.safe_load(path.read_text("utf-8"))
    jsonschema.validate(json.loads(json.dumps(data, default=str)), schema_of(kind))


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("manifests/productions/*/production.yaml", "production"),
        ("manifests/voices/*.yaml", "voice"),
        ("manifests/lexicons/*.yaml", "lexicon"),
        ("configs/specs/*.yaml", "spec"),
        ("configs/house.yaml", "house"),
        ("configs/gates/*.yaml", "gate"),
    ],
)
def test_what_this_repository_has_passes_its_schemas(pattern: str, kind: str) -> None:
    paths = sorted(ROOT.glob(pattern))
    assert paths
    for path in paths:
        checked(path, kind)


@pytest.mark.parametrize(
    "text",
    [
        "manuscript: a.epub\nvoise: heart\n",
        "voice: heart\n",
        "manuscript: a\nread: {notes: loud}\n",
        "manuscript: a\ndeliver: 4\n",
        "manuscript: a\ncredits: {opening: often}\n",
        "manuscript: a\nkind: film\n",
    ],
)
def test_what_the_models_refuse_schemas_refuse(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text), schema_of("production"))


@pytest.mark.parametrize("kind", MANIFESTS)
def test_every_schema_is_one(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of(kind))


def test_comments_of_the_source_are_descriptions() -> None:
    fields = described(AudiobookProduction)["properties"]
    assert fields["deliver"]["description"].startswith("[m4b, captions], each at every spec")
    assert fields["encoding"]["description"] == "of a text or an HTML page, where it cannot be found out"


def test_what_new_writes_names_its_schema_and_passes_it(tmp_path: Path) -> None:
    book = tmp_path / "short.txt"
    book.write_text("Title: Short\n\nCHAPTER I\n\n" + "It was late, and nobody came to the house by the river. " * 30)
    (tmp_path / "repo" / "manifests" / "voices").mkdir(parents=True)
    (tmp_path / "repo" / "manifests" / "voices" / "heart.yaml").write_text(
        (ROOT / "manifests" / "voices" / "heart.yaml").read_text()
    )
    begun = begin(book, None, repo=tmp_path / "repo")
    first = begun.path.read_text().splitlines()[0]
    assert first == modeline("production")
    assert (begun.path.parent / first.partition("=")[2]).is_file()
    checked(begun.path, "production")
    before = {path: path.stat().st_mtime_ns for path in write_schemas(tmp_path / "repo" / "manifests" / "schemas")}
    assert len(before) == len(MANIFESTS)
    assert all(path.stat().st_mtime_ns == when for path, when in before.items())  # nothing is written twice


def test_the_reference_in_docs_is_what_the_code_says() -> None:
    page = (ROOT / "docs" / "REFERENCE.md").read_text("utf-8")
    assert page == reference(), "run: voicepress reference > docs/REFERENCE.md"
    assert all(f"`{code}`" in page for code in CODES)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_name_every_command_and_flag(shell: str) -> None:
    from flows.cli import COMMANDS

    said = subprocess.run(
        [sys.executable, "-m", "flows.cli", "completion", shell], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert all(name in said for name in COMMANDS)
    assert "keep-going" in said


def test_bash_completes(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "flows.cli", "completion", "bash"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    (tmp_path / "c").write_text(
        said + 'COMP_WORDS=(voicepress sta); COMP_CWORD=1; _voicepress; echo "${COMPREPLY[@]}"\n'
        'COMP_WORDS=(voicepress produce --upg); COMP_CWORD=2; _voicepress; echo "${COMPREPLY[@]}"\n'
    )
    shell = subprocess.run(
        ["bash", str(tmp_path / "c")], capture_output=True, text=True, env={"PATH": os.environ["PATH"]}
    )
    assert shell.stdout.splitlines() == ["status", "--upgrade"]
