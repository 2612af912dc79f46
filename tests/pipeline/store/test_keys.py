"""Keys: canonical, moved by every input, and made in one module."""

from __future__ import annotations

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.store import fingerprint_of, key_of, seed_of, take_key

ROOT = Path(__file__).parents[3]
# Digests of files that are downloaded or converted; they are no keys.
CHECKSUMS = ("models/gpt_sovits/weights/", "models/gpt_sovits/parity/", "models/gpt_sovits/bench/")


@given(st.dictionaries(st.text(), st.one_of(st.integers(), st.text(), st.lists(st.text()))))
def test_keys_do_not_depend_on_the_order_of_inputs(inputs: dict[str, object]) -> None:
    assert key_of("take", inputs) == key_of("take", dict(reversed(inputs.items())))


def test_every_input_of_a_take_moves_its_key() -> None:
    base = ("Oh.", "en", "voice", 17, 0)
    others = [
        ("Ah.", "en", "voice", 17, 0),
        ("Oh.", "ja", "voice", 17, 0),
        ("Oh.", "en", "other", 17, 0),
        ("Oh.", "en", "voice", 18, 0),
        ("Oh.", "en", "voice", 17, 1),
    ]
    assert len({take_key(*inputs) for inputs in [base, *others]}) == 6
    # Written down: a change of this number makes every take of every runtime stale.
    assert take_key(*base).startswith("c1082c73c6fa3440")


def test_seeds_and_fingerprints_stay_as_written_down() -> None:
    """Another seed or fingerprint would make every take anew."""
    assert seed_of(17, 0, "Oh.") == 9091734259782879671
    assert fingerprint_of(["tone", 1, {"b": 2, "a": "é"}]).startswith("6043cd9454f72b02")
    assert 0 <= seed_of(-1, 3, "") < 1 << 63


def test_keys_are_made_in_one_module() -> None:
    makers = [
        path.relative_to(ROOT).as_posix()
        for folder in ("pipeline", "models", "flows")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name == "hashlib" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "hashlib")
    ]
    assert [path for path in makers if not path.startswith(CHECKSUMS)] == ["pipeline/store/keys.py"]
