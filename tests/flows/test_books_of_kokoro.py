"""The short books of Kokoro are locked to the voices that this code has: `make book LANGUAGE=zh` is never refused."""

from pathlib import Path

import pytest

from flows.repo import Repo
from pipeline.errors import MissingExtraError

pytestmark = pytest.mark.qa
BOOKS = Path(__file__).parents[2] / "manifests" / "kokoro"


@pytest.mark.parametrize("book", ["yi-jian-xiao-shi", "gon-gitsune", "don-quijote-comienzo"])
def test_the_lock_of_a_book_names_what_is_here(book: str, tmp_path: Path) -> None:
    path = BOOKS / book / "production.yaml"
    assert path.with_name("production.lock.yaml").is_file()
    try:
        plan = Repo.at(path, str(tmp_path)).plan(path)
    except MissingExtraError as error:
        pytest.skip(str(error))
    assert not plan.changed
    assert not plan.refused
