"""A language is added by one file with its record and one line: it is read, split, said and produced."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.languages.spoken import cldr
from tests.factories import write_production
from tests.pipeline.languages.polish import WORDING

ROOT = Path(__file__).parents[3]
# The one line. A process of its own: what the product gathers from records it gathers once.
ADDED = "from pipeline.languages import RECORDS; RECORDS.append('tests.pipeline.languages.polish'); "
TEXT = """Rozdział I

Pan prof. Kowalski miał 2 koty, np. Burka. Mieszkał przy ul. Długiej i pisał.

— Ile to kosztuje? — zapytała Anna.

Dałem 5 zł. Potem minęła 1 h, potem 2 h, a potem 5 h.
"""


def run(code: str, *arguments: str) -> str:
    child = subprocess.run([sys.executable, "-c", ADDED + code, *arguments], capture_output=True, text=True, cwd=ROOT)
    assert child.returncode == 0, child.stdout + child.stderr
    return child.stdout


@pytest.mark.parametrize(
    ("number", "said"), [(1, "rok"), (2, "lata"), (5, "lat"), (12, "lat"), (22, "lata"), (112, "lat"), (None, "roku")]
)
def test_nouns_are_counted_by_cldr_s_classes(number: int | None, said: str) -> None:
    assert WORDING.noun(number, "rok", "lata|lat|roku") == said


def test_numbers_beyond_cldr_s_words_are_read_figure_by_figure() -> None:
    assert (
        cldr.words("pl", 10**15 + 1)
        == "jeden zero zero zero zero zero zero zero zero zero zero zero zero zero zero jeden"
    )


def test_a_tiny_polish_book_is_read_split_said_and_produced(tmp_path: Path) -> None:
    path = write_production(tmp_path, "krotka", TEXT)
    voice = tmp_path / "manifests" / "voices" / "narrator.yaml"
    voice.write_text(voice.read_text().replace("[en]", "['*']"))
    path.write_text(path.read_text().replace("language: en", "language: Polski"))
    main = "import sys; from flows.cli import main; sys.exit(main(sys.argv[1:]))"
    lines = json.loads(run(main, "script", str(path), "--json"))
    assert [(line["text"], line["spoken"], line["language"]) for line in lines] == [
        ("Rozdział I", "Rozdział I", "pl"),
        ("Pan prof. Kowalski miał 2 koty, np. Burka.", "Pan profesor Kowalski miał dwa koty, na przykład Burka.", "pl"),
        ("Mieszkał przy ul. Długiej i pisał.", "Mieszkał przy ulica Długiej i pisał.", "pl"),
        ("— Ile to kosztuje? — zapytała Anna.", "— Ile to kosztuje? — zapytała Anna.", "pl"),
        ("Dałem 5 zł.", "Dałem pięć złotych.", "pl"),
        (
            "Potem minęła 1 h, potem 2 h, a potem 5 h.",
            "Potem minęła jedna godzina, potem dwie godziny, a potem pięć godzin.",
            "pl",
        ),
    ]
    produced = json.loads(run(main, "produce", str(path), "--json"))
    assert produced["verdict"]["state"] == "passed"
    chapters = json.loads(run(main, "read", str(path.parent / "krotka.txt"), "--json"))["chapters"]
    assert [chapter["title"] for chapter in chapters] == ["Rozdział I"]


def test_what_it_lacks_is_said() -> None:
    main = "import sys; from flows.cli import main; sys.exit(main(sys.argv[1:]))"
    (described,) = json.loads(run(main, "languages", "pl", "--json"))["languages"]
    assert described["lacks"] == ["small words", "credits", "formulas"]
    assert "money" in described["spoken_forms"]
