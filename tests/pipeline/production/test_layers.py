"""What all kinds of production have in common knows none of them."""

from pathlib import Path

import pipeline.production

FOLDER = Path(str(pipeline.production.__file__)).parent
COMMON = [*FOLDER.glob("*.py"), *(FOLDER / "job").glob("*.py")]


def test_what_is_common_imports_no_kind() -> None:
    assert not [path.name for path in COMMON if "from pipeline.production.audiobook" in path.read_text("utf-8")]


def test_the_run_loop_and_the_state_know_no_chapter() -> None:
    for name in ("run.py", "produce.py", "state.py", "publishing.py", "runtime.py"):
        assert "chapter" not in (FOLDER / name).read_text("utf-8").lower()
