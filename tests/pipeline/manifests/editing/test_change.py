"""Writing of changes: all or nothing, only over what was read, never through links or out of the repo."""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path

import pytest

from pipeline.errors import ConflictError, ManifestError, StoreError
from pipeline.manifests import Pickup, Pickups
from pipeline.manifests.editing import Change, Draft, ListEdit, UnprovedError, changes_of, write_all


def late(number: int = 1) -> Pickup:
    return Pickup(text=f"It was late, {number}.", attempt=1, reason="a cough")


def added(path: Path, number: int = 1) -> ListEdit:
    return ListEdit(path, Pickups, ("pickups",), None, late(number))


def test_a_change_knows_its_diff_before_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "pickups.yaml"
    path.write_bytes(b"pickups:  # mine\r\n  - {text: Oh!, attempt: 1, reason: a}")
    (change,) = changes_of([added(path)], tmp_path)
    assert change.diff == (
        "--- a/pickups.yaml\n+++ b/pickups.yaml\n@@ -1,2 +1,3 @@\n pickups:  # mine\r\n"
        "-  - {text: Oh!, attempt: 1, reason: a}\n\\ No newline at end of file\n"
        "+  - {text: Oh!, attempt: 1, reason: a}\r\n"
        '+  - {text: "It was late, 1.", attempt: 1, reason: a cough}\n\\ No newline at end of file\n'
    )
    assert len(path.read_bytes()) == len(change.before or b"")
    path.chmod(0o640)
    change.write()
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (change.after, 0o640)
    change.reverse().write()
    assert path.read_bytes() == change.before
    assert [file.name for file in tmp_path.iterdir()] == ["pickups.yaml"]


def test_a_file_that_was_written_meanwhile_is_left_alone_and_so_are_the_others(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    changes = changes_of([added(one), added(two)], tmp_path)
    two.write_text("pickups: []\n")
    with pytest.raises(ConflictError, match=r"two.yaml has been changed by somebody else since it was read"):
        write_all(changes)
    assert not one.exists()
    assert two.read_text() == "pickups: []\n"


def test_where_one_file_cannot_be_written_the_others_are_left_as_they_were(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / f"{'t' * 240}.yaml"  # no room for the name of a temporary sibling
    with pytest.raises(StoreError, match="cannot be written"):
        write_all(changes_of([added(one), added(two)], tmp_path))
    assert not [*tmp_path.iterdir()]


def test_what_others_wrote_elsewhere_in_the_file_is_no_conflict_for_a_new_draft(tmp_path: Path) -> None:
    path = tmp_path / "pickups.yaml"
    changes_of([added(path, 1)], tmp_path)[0].write()
    changes_of([added(path, 2)], tmp_path)[0].write()
    changes_of([added(path, 1).reverse()], tmp_path)[0].write()
    assert "late, 2." in path.read_text()
    assert "late, 1." not in path.read_text()


def test_nothing_is_written_through_links_or_out_of_the_repo(tmp_path: Path) -> None:
    repo, outside = tmp_path / "repo", tmp_path / "outside.yaml"
    (repo / ".git").mkdir(parents=True)
    outside.write_text("pickups: []\n")
    (repo / "link.yaml").symlink_to(outside)
    (repo / "inner.yaml").symlink_to(repo / "real.yaml")
    (repo / "folder").symlink_to(tmp_path)
    for path, said in (
        (repo / "link.yaml", "is a link"), (repo / "inner.yaml", "is a link"), (repo / "folder" / "outside.yaml", "lies outside of"),
        (repo / ".." / "outside.yaml", "lies outside of"), (repo / ".git" / "a.yaml", "no manifest"), (repo / "pickups.txt", "no manifest"),
    ):  # fmt: skip
        with pytest.raises(ManifestError, match=said):
            changes_of([added(path)], repo)
        with pytest.raises(ManifestError, match=said):
            Change(path, repo, None, b"pickups: []\n").write()
    assert outside.read_text() == "pickups: []\n"


def test_a_manifest_in_another_encoding_is_not_edited(tmp_path: Path) -> None:
    path = tmp_path / "pickups.yaml"
    path.write_bytes("pickups: []\n".encode("utf-16"))
    with pytest.raises(ManifestError, match="cannot be read"):
        changes_of([added(path)], tmp_path)


def _race(path: Path, number: int) -> None:
    for _ in range(200):
        try:
            changes_of([added(path, number)], path.parent)[0].write()
        except ConflictError:
            continue
        return


def test_reviewers_in_other_processes_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "pickups.yaml"
    path.write_text("# all of us\npickups: []\n")
    started = [multiprocessing.get_context("fork").Process(target=_race, args=(path, n)) for n in range(6)]
    for process in started:
        process.start()
    for process in started:
        process.join(60)
    assert all(f"It was late, {n}." in path.read_text() for n in range(6))
    assert path.read_text().startswith("# all of us\n")


def test_a_draft_that_proves_only_its_end_says_when_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "pickups.yaml"
    path.write_text("pickups:\n  - {text: No., attempt: &n 1, reason: a}\n  - {text: Yes, attempt: *n, reason: a}\n")
    no = Pickup(text="No.", attempt=1, reason="a")
    draft = Draft(tmp_path, prove=False)
    draft.edit([ListEdit(path, Pickups, ("pickups",), no, no.model_copy(update={"attempt": 2}))])
    with pytest.raises(UnprovedError):
        draft.changes()
    draft = Draft(tmp_path, prove=False)
    draft.edit([added(path, 1), added(path, 2)])
    assert [change.path for change in draft.changes()] == [path]
