"""Ways around a consent, a test each: none works. docs/decisions has the list, and what no machine can hold."""

import argparse
import datetime as dt
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from starlette.exceptions import HTTPException

from flows.commands import calibrate
from flows.commands.voice import consents_, revoke_
from flows.repo import Repo
from flows.review.day.auditions import _unagreed
from flows.review.performing import Booth
from pipeline.errors import ConsentError, DeliveryError, LockError, ManifestError, RefusedError, UnfitError
from pipeline.production import LOCKED, Produced, lay_out, plan_of, produce
from pipeline.records import Take
from pipeline.store import Store
from tests.factories import write_production
from tests.here import runtime_here

TEXT = "CHAPTER I\n\nIt was a bright cold day. The clocks were striking. Nobody came that night.\n"
CONSENT = "kind: contract\nof: 2026/17\nwho: Ann Example\nadult: true\nuses: [audiobook]\n"
REVOKED = "revoked the consent on"


class Studio:
    """A repo with the voice `ann`, whose consent stands in a file beside it, and a book that she speaks."""

    def __init__(self, root: Path, slug: str = "book"):
        self.root = root
        self.path = write_production(root, slug, TEXT)
        self.voices = root / "manifests" / "voices"
        self.voice("ann")
        self.consent(CONSENT)
        self.say("voice: narrator", "voice: ann")

    def voice(self, name: str, more: str = "seed: 7\nsettings: {ms_per_character: 50}") -> None:
        (self.voices / f"{name}.yaml").write_text(
            f"engine: tone\nversion: 1\nlanguages: ['*']\nconsent: ann.consent.yaml\n{more}\n"
        )

    def consent(self, text: str) -> None:
        (self.voices / "ann.consent.yaml").write_text(text)

    def say(self, old: str, new: str, path: Path | None = None) -> None:
        path = path or self.path
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    def beside(self, name: str, said: Any) -> None:
        (self.path.parent / name).write_text(yaml.safe_dump(said))

    def make(self, upgrade: tuple[str, ...] = LOCKED, store: str | None = None, *, rehearsal: bool = False,
             clock: Callable[[], dt.datetime] | None = None) -> Produced:  # fmt: skip
        repo = Repo.at(self.path, store, workers=1)
        job = repo.load(self.path, rehearsal=rehearsal)
        runtime = runtime_here(job, repo.store)
        return produce(job, replace(runtime, clock=clock) if clock else runtime, upgrade)

    def refused(self, said: str = REVOKED, store: str | None = None) -> None:
        """A plan and a run say why, and not a take is made."""
        repo = Repo.at(self.path, store, workers=1)
        before = sorted(repo.store.entries())
        with pytest.raises(ConsentError, match=said) as error:
            self.make(store=store)
        assert error.value.exit_code == 6
        assert said.replace("\\", "") in plan_of(lay_out(repo.load(self.path), repo.store)).refused
        assert [one for one in sorted(repo.store.entries()) if one[0] in ("take", "deliverable")] == [
            one for one in before if one[0] in ("take", "deliverable")
        ]

    def takes(self) -> list[Take]:
        repo = Repo.at(self.path, workers=1)
        return [one for one in lay_out(repo.load(self.path), repo.store).state.takes.values() if isinstance(one, Take)]

    def revoke(self, capsys: pytest.CaptureFixture[str], name: str = "ann", **options: Any) -> dict[str, Any]:
        capsys.readouterr()
        given = {
            "name": name,
            "reason": "by letter",
            "store": None,
            "erase": "",
            "lift": False,
            "by": "P",
            "json": True,
        } | options
        assert revoke_.run(argparse.Namespace(**given)) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    studio = Studio(tmp_path / "house")
    monkeypatch.chdir(studio.root)
    return studio


def test_revoking_locks_the_takes_names_the_files_and_deletes_nothing(
    studio: Studio, capsys: pytest.CaptureFixture[str]
) -> None:
    studio.make()
    takes = studio.takes()
    store = Repo.at(studio.path).store
    answer = studio.revoke(capsys)
    assert [Path(file["path"]).name for file in answer["files"]] == [
        path.name for path in (studio.root / "out" / "book").glob("*.m4b")
    ]
    assert answer["productions"] == ["book"]
    assert answer["takes_locked"] == len({take.digest for take in takes}) == 4
    assert answer["others_locked"] >= 3  # master, encoding, deliverable
    assert not any(store.has(take.digest) for take in takes)
    assert not {recipe for recipe, _ in store.entries()} & {"take", "master", "encoded", "deliverable"}
    kept = [path.name for path in (studio.root / "store" / "locked").rglob("objects/*")]
    assert {take.digest for take in takes} <= set(kept)
    studio.refused()
    again = studio.revoke(capsys, erase="her letter of 1 December")  # again does no harm; her word deletes them
    assert (again["takes_locked"], again["erased"] > 4) == (0, True)
    assert not list((studio.root / "store" / "locked").rglob("objects/*"))
    studio.refused()


def test_consents_lists_voices_books_files_and_days(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.make()
    studio.voice("ann-slow", "settings: {ms_per_character: 90}")
    capsys.readouterr()
    consents_.run(argparse.Namespace(name="ann", store=None, json=True, check_statement=False, recordings=[]))
    (row,) = json.loads(capsys.readouterr().out)["voices"]
    assert (row["voices"], row["productions"], row["refused"]) == (["ann", "ann-slow"], ["book"], "")
    (file,) = row["files"]
    assert file["published"] == dt.datetime.now(dt.UTC).date().isoformat()
    assert file["path"].endswith(".m4b")
    consents_.run(argparse.Namespace(name="", store=None, json=False, check_statement=False, recordings=[]))
    assert "Ann Example" in capsys.readouterr().out


def test_1_a_store_that_was_copied_before(studio: Studio, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    studio.make()
    shutil.copytree(studio.root / "store", tmp_path / "copy")
    studio.revoke(capsys)
    studio.refused(store=str(tmp_path / "copy"))


def test_2_a_store_that_was_copied_after_in_another_house(
    studio: Studio, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    studio.make()
    studio.revoke(capsys)
    other = Studio(tmp_path / "other")
    shutil.copytree(studio.root / "store", other.root / "store")
    other.refused()


def test_3_a_copied_manifest_under_another_name_with_another_seed_and_pace(
    studio: Studio, capsys: pytest.CaptureFixture[str]
) -> None:
    studio.revoke(capsys)
    studio.voice("eve", "seed: 99\nsettings: {ms_per_character: 81}\nnarrator: Eve")
    studio.say("voice: ann", "voice: eve")
    studio.refused()


def test_4_a_copied_manifest_with_a_forged_consent(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.revoke(capsys)
    (studio.voices / "eve.yaml").write_text(
        (studio.voices / "ann.yaml").read_text().replace("ann.consent.yaml", "eve.consent.yaml")
    )
    (studio.voices / "eve.consent.yaml").write_text(CONSENT.replace("Ann", "Eve").replace("17", "18"))
    studio.say("voice: ann", "voice: eve")
    studio.refused()


def test_5_a_rule_of_a_cast(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.revoke(capsys)
    studio.beside("cast.yaml", {"narrator": "narrator", "rules": [{"text": "clocks", "voice": "ann"}]})
    studio.say("voice: ann", "cast: cast.yaml")
    studio.refused()


def test_6_a_pickup_and_the_review_page(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.make()
    studio.revoke(capsys)
    studio.beside("pickups.yaml", {"pickups": [{"slate": "c001.l0002", "attempt": 1, "reason": "flat"}]})
    studio.refused()
    repo = Repo.at(studio.path, workers=1)
    assembly = lay_out(repo.load(studio.path), repo.store)
    desk: Any = SimpleNamespace(
        repo=repo, working=lambda _: None, refresh=lambda: None,
        reviewed=SimpleNamespace(assembly=assembly, index_of={"c001.l0002": 1}))  # fmt: skip
    with pytest.raises(ConsentError, match=REVOKED):
        Booth(desk)._make(runtime_here(assembly.job, repo.store), "c001.l0002")


def test_7_a_locked_take_brought_as_a_persons_recording(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.make()
    shutil.copy(studio.root / "store" / "objects" / studio.takes()[0].digest, studio.path.parent / "mine.wav")
    studio.revoke(capsys)
    studio.say("voice: ann", "voice: narrator")
    studio.beside("pickups.yaml", {"pickups": [{"slate": "c001.l0002", "file": "mine.wav", "reason": "better"}]})
    with pytest.raises(ConsentError, match=r"mine\.wav is a take of a voice whose owner revoked"):
        studio.make()


def test_8_a_locked_take_that_somebody_approved_under_another_voice(
    studio: Studio, capsys: pytest.CaptureFixture[str]
) -> None:
    studio.make()
    take = studio.takes()[1].digest
    studio.revoke(capsys)
    studio.say("voice: ann", "voice: narrator")
    studio.beside(
        "approvals.yaml", {"approvals": [{"slate": "c001.l0002", "take": take, "by": "P", "date": "2026-11-01"}]}
    )
    with pytest.raises(DeliveryError, match="q-007 c001.l0002: the take that P approved"):
        studio.make()
    assert take not in {one.digest for one in studio.takes()}


def test_9_an_audition(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.revoke(capsys)
    repo = Repo.at(studio.path, workers=1)
    assembly = lay_out(repo.load(studio.path), repo.store)
    desk: Any = SimpleNamespace(repo=repo, reviewed=SimpleNamespace(assembly=assembly))
    assert REVOKED in _unagreed(desk, assembly.job.voices["ann"], "en")
    assert HTTPException  # what the page answers: tests/flows/review/day


def test_10_a_rehearsal_with_an_approved_take(studio: Studio) -> None:
    studio.make()
    take = studio.takes()[1].digest
    studio.consent(CONSENT + "until: 2026-01-31\n")
    studio.beside(
        "approvals.yaml", {"approvals": [{"slate": "c001.l0002", "take": take, "by": "P", "date": "2026-11-01"}]}
    )
    assert studio.make(rehearsal=True).made > 0
    repo = Repo.at(studio.path, workers=1)
    hummed = lay_out(repo.load(studio.path, rehearsal=True), repo.store).state.takes.values()
    assert take not in {one.digest for one in hummed if isinstance(one, Take)}
    studio.refused("ended on 2026-01-31")


def test_11_a_lock_from_better_days_and_every_accept(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.make()
    studio.revoke(capsys)
    for accepted in ((), ("consent",), LOCKED):
        with pytest.raises(ConsentError, match=REVOKED):
            studio.make(accepted)


def test_12_the_machines_time_zone(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = dt.datetime(2026, 6, 30, 15, 0, tzinfo=dt.UTC)  # midnight in Tokyo
    studio.consent(CONSENT + "until: 2026-06-30\ntime_zone: Asia/Tokyo\n")
    for zone in ("Pacific/Honolulu", "Asia/Tokyo", "Pacific/Kiritimati"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert studio.make(clock=lambda: ended - dt.timedelta(minutes=2)).lines == 4
        with pytest.raises(ConsentError, match=r"ended on 2026-06-30 \(Asia/Tokyo\)"):
            studio.make(clock=lambda: ended)
    monkeypatch.undo()
    time.tzset()


def test_13_a_consent_that_is_edited_after_locking(studio: Studio) -> None:
    studio.consent(CONSENT + "until: 2099-06-30\nterritories: [DE]\n")
    studio.say("voice: ann", "territories: [DE]\nvoice: ann")
    studio.make()
    studio.consent(CONSENT + "until: 2099-06-30\n")
    with pytest.raises(LockError, match=r"the rights in 'ann' were .* --accept consent"):
        studio.make(())


def test_14_a_voice_that_is_renamed(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.make()
    studio.revoke(capsys)
    (studio.voices / "ann.yaml").rename(studio.voices / "anna.yaml")
    studio.say("voice: ann", "voice: anna")
    studio.refused()


def test_15_a_deliverable_made_of_stored_takes(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.make()
    shutil.copytree(studio.root / "store", studio.root / "before")
    studio.revoke(capsys)
    studio.say("deliver: [m4b]", "deliver: [m4b, mp3]")
    studio.refused(store=str(studio.root / "before"))
    studio.refused()


@pytest.mark.parametrize("language", ["German", "deu", "de-AT", "ger"])
def test_16_another_name_for_a_language(studio: Studio, language: str) -> None:
    studio.consent(CONSENT + "languages: [en]\n")
    studio.say("language: en", f"language: {language}")
    studio.refused("not the language de")


def test_17_a_second_book_that_shares_the_takes(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.make()
    second = Studio(studio.root, "second")
    answer = studio.revoke(capsys)
    assert answer["productions"] == ["book", "second"]
    second.refused()


def test_18_a_revocation_taken_out_of_the_repo_holds_in_the_store(
    studio: Studio, capsys: pytest.CaptureFixture[str]
) -> None:
    studio.revoke(capsys)
    (studio.root / "manifests" / "revoked.yaml").unlink()
    studio.refused()


def test_19_a_revocation_in_the_middle_of_a_night(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.path.with_name("book.txt").write_text(
        "CHAPTER I\n\n" + " ".join(f"Sentence {n} is here." for n in range(40))
    )
    store: Store = Repo.at(studio.path).store
    looked = 0

    def clock() -> dt.datetime:
        nonlocal looked
        looked += 1
        if looked == 4:
            studio.revoke(capsys)
        return dt.datetime.now(dt.UTC)

    with pytest.raises(ConsentError, match=REVOKED):
        studio.make(clock=clock)
    assert len([one for one in store.entries() if one[0] == "take"]) < 40


def test_what_the_owner_forbids_is_not_spoken_until_a_person_waives_it(studio: Studio) -> None:
    studio.consent(CONSENT + "forbidden: {words: [clock]}\n")
    with pytest.raises(
        UnfitError, match=r"s-013 c001\.l0003: 'clocks' \(clock\), forbidden by the voice's owner"
    ) as no:
        studio.make()
    assert '"where": "c001.l0003"' in str(no.value)
    repo = Repo.at(studio.path, workers=1)
    assert "s-013" in plan_of(lay_out(repo.load(studio.path), repo.store)).refused
    assert not [one for one in repo.store.entries() if one[0] == "take"]
    assert studio.make(rehearsal=True).made > 0
    studio.beside(
        "waivers.yaml", {"waivers": [{"code": "s-013", "where": "c001.l0003", "reason": "she agreed, 3 May"}]}
    )
    assert studio.make().waived == 1


def test_what_the_house_forbids_is_found_in_what_a_pickup_says(studio: Studio) -> None:
    (studio.root / "configs" / "forbidden").mkdir(parents=True)
    (studio.root / "configs" / "forbidden" / "house.yaml").write_text("languages: [en]\nwords: [casino]\n")
    assert studio.make().lines == 4
    studio.beside(
        "pickups.yaml", {"pickups": [{"slate": "c001.l0002", "say": "Come to the C-a-s-i-n-o.", "reason": "ad"}]}
    )
    with pytest.raises(UnfitError, match=r"\(casino\), forbidden by configs/forbidden/house\.yaml"):
        studio.make()


def test_a_statement_that_cannot_be_heard_says_why(studio: Studio, tmp_path: Path) -> None:
    def check(text: str, *recordings: Path) -> None:
        studio.consent(CONSENT + text)
        consents_.run(
            argparse.Namespace(name="ann", store=None, json=True, check_statement=True, recordings=list(recordings))
        )

    with pytest.raises(ManifestError, match="the consent names no `statement:`"):
        check("")
    with pytest.raises(ManifestError, match=r"statement\.day: the statement says it"):
        check("statement: {file: ann.wav, language: en}\n")
    with pytest.raises(ManifestError, match=r"the statement \.\./ann\.wav does not lie in"):
        check("statement: {file: ../ann.wav, language: en, day: 2026-12-01}\n")
    (studio.voices / "ann.wav").write_bytes(b"RIFF")
    with pytest.raises(ConsentError, match="is not the statement that was recorded"):
        check(f"statement: {{file: ann.wav, language: en, day: 2026-12-01, sha256: '{'0' * 64}'}}\n")
    with pytest.raises(RefusedError, match="name the voice's --recordings"):
        check("statement: {file: ann.wav, language: en, day: 2026-12-01}\n")
    with pytest.raises(RefusedError, match=r"ann\.wav cannot be decoded"):
        check("statement: {file: ann.wav, language: en, day: 2026-12-01}\n", studio.voices / "ann.wav")


def test_20_a_calibration(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.revoke(capsys)
    parser = argparse.ArgumentParser()
    calibrate.arguments(parser)
    with pytest.raises(ConsentError, match=REVOKED):
        calibrate.run(parser.parse_args(["ann", "--language", "en"]))
