"""s-: what will be spoken, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from models.registry import engine_of
from pipeline.production import lay_out, load
from pipeline.records import Finding
from pipeline.store import Store
from tests.factories import write_production
from tests.pipeline.qa.emitted import Scenario
from tests.pipeline.script.test_cases import HERE, script_of

ENGLISH = "It was a dark and stormy night. The rain fell in torrents, and nobody was about.\n\n" * 10
GERMAN = "Es war eine dunkle und stürmische Nacht. Der Regen fiel in Strömen, und niemand war unterwegs.\n\n" * 10


def case(name: str) -> Scenario:
    """A script of the script's own cases."""
    return lambda folder: script_of(HERE / "cases" / "script" / name).findings  # noqa: ARG005


def production(text: str, language: str) -> Scenario:
    def scenario(folder: Path) -> Iterable[Finding]:
        path = write_production(folder, "book", text)
        path.write_text(path.read_text().replace("language: en", f"language: {language}"))
        state = lay_out(load(path, engine_of, out=folder / "out"), Store(folder / "store"))
        return state.script.findings

    return scenario


def forbidden(folder: Path) -> Iterable[Finding]:
    path = write_production(folder, "book", "It was late. They went to the casino.")
    (folder / "configs" / "forbidden").mkdir(parents=True)
    (folder / "configs" / "forbidden" / "house.yaml").write_text("words: [casino]\n")
    return lay_out(load(path, engine_of, out=folder / "out"), Store(folder / "store")).state.findings


EMITS: dict[str, Scenario] = {
    "s-001": case("unspeakable"),
    "s-002": case("unspeakable"),
    "s-003": case("lexicon"),
    "s-004": case("lexicon"),
    "s-005": case("figures-outgrow-the-measure"),
    "s-006": case("unspeakable"),
    "s-008": case("short-lines"),
    "s-009": case("directions"),
    "s-010": case("lexicon"),
    "s-011": production(GERMAN, "de"),
    "s-012": production(ENGLISH, "de"),
    "s-013": forbidden,
}
