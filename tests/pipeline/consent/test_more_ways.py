"""More ways around a consent: takes that change hands, stores that are shared, versions, and a revocation's lift."""

import argparse
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.repo import Repo
from pipeline.errors import ConsentError, DeliveryError, RefusedError
from pipeline.production import lay_out
from pipeline.store import Store
from tests.pipeline.consent.test_ways import CONSENT, REVOKED, Studio
from tests.shelf import elsewhere

APPROVED = {"slate": "c001.l0002", "by": "P", "date": "2026-11-01"}
ENDED = CONSENT + "until: 2026-01-31\n"


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    studio = Studio(tmp_path / "house")
    monkeypatch.chdir(studio.root)
    return studio


def take_of(studio: Studio) -> str:
    """The digest of the second line's take."""
    repo = Repo.at(studio.path, workers=1)
    state = lay_out(repo.load(studio.path), repo.store).state
    request = state.requests[1]
    assert request
    return str(state.takes[request.key].digest)  # type: ignore[union-attr]


def put_back(studio: Studio) -> None:
    """What a hand does that moves the locked objects to where they were."""
    for path in (studio.root / "store" / "locked").rglob("objects/*"):
        path.rename(studio.root / "store" / "objects" / path.name)


# ---------------------------------------------------------------- takes that change hands


def test_21_a_locked_take_that_was_put_back_by_hand_and_approved(
    studio: Studio, capsys: pytest.CaptureFixture[str]
) -> None:
    studio.make()
    take = take_of(studio)
    studio.revoke(capsys)
    put_back(studio)
    studio.say("voice: ann", "voice: narrator")
    studio.beside("approvals.yaml", {"approvals": [{**APPROVED, "take": take}]})
    with pytest.raises(
        DeliveryError, match=r"q-007 c001\.l0002: .* is lost: it is a take of a voice whose owner revok"
    ):
        studio.make()


@pytest.mark.parametrize("erase", ["", "her letter"])
def test_22_an_erased_take_or_one_put_back_brought_as_a_persons_recording(
    studio: Studio, capsys: pytest.CaptureFixture[str], erase: str
) -> None:
    studio.make()
    shutil.copy(studio.root / "store" / "objects" / take_of(studio), studio.path.parent / "mine.wav")
    studio.revoke(capsys, erase=erase)
    put_back(studio)
    studio.say("voice: ann", "voice: narrator")
    studio.beside("pickups.yaml", {"pickups": [{"slate": "c001.l0002", "file": "mine.wav", "reason": "better"}]})
    for rehearsal in (False, True):
        with pytest.raises(ConsentError, match=r"mine\.wav is a take of a voice whose owner revoked"):
            studio.make(rehearsal=rehearsal)


def test_23_a_take_of_a_consent_that_ended_approved_under_another_voice(studio: Studio) -> None:
    """The production does not name the voice any more, so nobody would ask for its consent."""
    studio.make()
    take = take_of(studio)
    studio.say("voice: ann", "voice: narrator")
    studio.beside("approvals.yaml", {"approvals": [{**APPROVED, "take": take}]})
    assert studio.make().lines == 4  # she agrees, and a person has decided
    studio.consent(ENDED)
    with pytest.raises(ConsentError, match=r"c001\.l0002: .*spoken by the voice 'ann'.*ended on 2026-01-31"):
        studio.make()
    (studio.voices / "ann.consent.yaml").unlink()
    (studio.voices / "ann.yaml").unlink()
    with pytest.raises(ConsentError, match=r"spoken by the voice 'ann'.*no consent is on record"):
        studio.make()


def test_24_a_take_of_a_consent_that_ended_brought_as_a_persons_recording(studio: Studio) -> None:
    studio.make()
    shutil.copy(studio.root / "store" / "objects" / take_of(studio), studio.path.parent / "mine.wav")
    studio.consent(ENDED)
    studio.say("voice: ann", "voice: narrator")
    studio.beside("pickups.yaml", {"pickups": [{"slate": "c001.l0002", "file": "mine.wav", "reason": "better"}]})
    with pytest.raises(ConsentError, match=r"mine\.wav was spoken by the voice 'ann'.*ended on 2026-01-31"):
        studio.make()


def test_an_approved_take_of_an_earlier_version_of_the_same_voice_stays(studio: Studio) -> None:
    studio.make()
    take = take_of(studio)
    studio.beside("approvals.yaml", {"approvals": [{**APPROVED, "take": take}]})
    studio.voice("ann", "seed: 8\nsettings: {ms_per_character: 70}")
    assert studio.make().lines == 4
    assert take == take_of(studio)


# ---------------------------------------------------------------- stores


def test_25_a_store_that_lies_elsewhere(studio: Studio, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _a_store_that_lies_elsewhere(studio, capsys, elsewhere(tmp_path), tmp_path)


def test_25_a_store_on_s3(studio: Studio, capsys: pytest.CaptureFixture[str], tmp_path: Path, s3: str) -> None:
    _a_store_that_lies_elsewhere(studio, capsys, f"{s3}/{tmp_path.name}", tmp_path)


def _a_store_that_lies_elsewhere(studio: Studio, capsys: pytest.CaptureFixture[str], url: str, tmp_path: Path) -> None:
    studio.make(store=url)
    store = Store(url)
    (one, *_) = takes = [store.find("take", key) for recipe, key in store.entries() if recipe == "take"]
    (studio.path.parent / "mine.wav").write_bytes(store.read(one.digest))  # type: ignore[union-attr]
    answer = studio.revoke(capsys, store=url)
    assert answer["takes_locked"] == len(takes) == 4
    assert not {recipe for recipe, _ in Store(url).entries()} & {"take", "master", "encoded", "deliverable"}
    assert not any(Store(url).has(one.digest) for one in takes)  # type: ignore[union-attr]
    studio.refused(store=url)
    other = Studio(tmp_path / "other")  # another house that shares the store, and has no revoked.yaml
    other.refused(store=url)
    studio.say("voice: ann", "voice: narrator")
    studio.beside("pickups.yaml", {"pickups": [{"slate": "c001.l0002", "file": "mine.wav", "reason": "better"}]})
    with pytest.raises(ConsentError, match=r"mine\.wav is a take of a voice whose owner revoked"):
        studio.make(store=url)
    studio.say("voice: narrator", "voice: ann")
    assert studio.revoke(capsys, store=url, erase="her letter")["erased"] >= 8


def test_26_links(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.make()
    (studio.voices / "eve.yaml").symlink_to("ann.yaml")
    (studio.root / "elsewhere").symlink_to("store")
    studio.revoke(capsys)
    studio.say("voice: ann", "voice: eve")
    studio.refused()
    studio.refused(store=str(studio.root / "elsewhere"))


def test_27_a_lock_that_was_edited(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    studio.make()
    studio.revoke(capsys)
    lock = studio.path.with_name("production.lock.yaml")
    lock.write_text(lock.read_text().replace("ann:", "narrator:"))
    studio.refused()
    lock.unlink()
    studio.refused()


def test_28_another_time_zone_in_the_consent_is_a_changed_consent(studio: Studio) -> None:
    studio.consent(CONSENT + "until: 2099-06-30\ntime_zone: Asia/Tokyo\n")
    studio.make()
    studio.consent(CONSENT + "until: 2099-06-30\ntime_zone: Pacific/Honolulu\n")
    with pytest.raises(Exception, match=r"the rights in 'ann' were .* --accept consent"):
        studio.make(())


def test_29_words_of_another_language_in_a_line(studio: Studio) -> None:
    studio.consent(CONSENT + "languages: [en]\n")
    studio.path.with_name("book.txt").rename(studio.path.with_name("book.md"))
    studio.path.with_name("book.md").write_text("# I\n\nIt was late. [Es war spät am Abend und kalt.]{lang=de}\n")
    studio.say("manuscript: book.txt", "manuscript: book.md")
    studio.refused("not the language de")


def test_30_files_of_an_audition_are_named(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    """A canary's page holds takes as files beside it, which no store knows."""
    studio.make()
    page = studio.root / "out" / "voices" / "ann@2-against-1"
    page.mkdir(parents=True)
    (page / "index.html").write_text("A and B")
    (page / "001-a.wav").write_bytes(b"RIFF")
    other = studio.root / "out" / "voices" / "annabel@2-against-1"
    other.mkdir(parents=True)
    (other / "001-a.wav").write_bytes(b"RIFF")
    answer = studio.revoke(capsys)
    assert answer["auditions"] == [str(page)]
    assert not list(page.iterdir()), "what is no deliverable is locked away, too"
    assert len(list((studio.root / "store" / "locked").rglob("*.wav"))) == 1
    assert list(other.iterdir())


# ---------------------------------------------------------------- versions


def version(studio: Studio, number: int, consent: str) -> None:
    studio.consent(consent)
    (studio.voices / "ann.yaml").write_text(
        f"engine: tone\nversion: {number}\nlanguages: ['*']\nconsent: ann.consent.yaml\n"
        f"seed: {number}\nsettings: {{ms_per_character: {50 + number}}}\n"
    )
    assert main(["voice", "register", "ann"]) == 0


def test_31_an_earlier_version_with_the_consent_of_its_day(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    """A manifest that somebody takes out of the repo does not bring back what was agreed before."""
    version(studio, 1, CONSENT)
    version(studio, 2, ENDED)
    (studio.voices / "ann.yaml").unlink()
    (studio.voices / "ann.consent.yaml").unlink()
    studio.say("voice: ann", "voice: ann@1")
    studio.refused("ended on 2026-01-31")
    assert main(["voice", "promote", "ann@2", "stable"]) == 0
    assert main(["voice", "promote", "ann@1", "stable", "--force", "she was better then"]) == 0
    studio.say("voice: ann@1", "voice: ann@stable")
    studio.refused("ended on 2026-01-31")
    assert main(["voice", "retire", "ann@2", "--reason", "over"]) == 0
    studio.refused("ended on 2026-01-31")


def test_32_a_version_under_the_consent_of_somebody_else(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    version(studio, 1, ENDED)
    studio.consent(CONSENT.replace("Ann Example", "Eve Other").replace("17", "18"))
    studio.say("voice: ann", "voice: ann@1")
    with pytest.raises(ConsentError, match="registered with the consent of Ann Example"):
        studio.make()


def test_33_a_canary_of_a_revoked_voice(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    for number in (1, 2):
        version(studio, number, CONSENT)
    assert main(["voice", "promote", "ann@1", "stable"]) == 0
    studio.revoke(capsys)
    for more in ((), ("--production", str(studio.path), "--share", "1")):
        assert main(["voice", "canary", "ann@2", "--language", "en", *more]) == 6
        assert REVOKED in capsys.readouterr().err


# ---------------------------------------------------------------- commands that could say something


def test_34_the_gates_around_it(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command that can make or place a sound, after the revocation."""
    studio.make()
    studio.revoke(capsys)
    published = list((studio.root / "out" / "book").glob("*.m4b"))
    for command in (
        ["produce", str(studio.path)],
        ["produce", str(studio.path), "--upgrade"],
        ["calibrate", "ann", "--language", "en"],
    ):
        assert main(command) == 6, command
        assert REVOKED in capsys.readouterr().err
    assert main(["rehearse", str(studio.path)]) == 0
    capsys.readouterr()
    assert not [one for one in Repo.at(studio.path).store.entries() if one[0] == "take" and _sung(studio, one)]
    assert list((studio.root / "out" / "book").glob("*.m4b")) == published


def _sung(studio: Studio, entry: tuple[str, str]) -> bool:
    """Whether a take is the voice's and no rehearsal's."""
    repo = Repo.at(studio.path, workers=1)
    ann = repo.load(studio.path).voices["ann"].fingerprint
    found: Any = repo.store.find(*entry)
    return bool(found.inputs.get("voice") == ann)


def test_35_an_export_of_the_review(studio: Studio, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    studio.make()
    studio.revoke(capsys)
    assert main(["review", str(studio.path), "--export", str(tmp_path / "pages"), "--all"]) in (0, 6)
    assert not list((tmp_path / "pages").rglob("*.flac"))


# ---------------------------------------------------------------- lifting


def lift(studio: Studio, capsys: pytest.CaptureFixture[str], reason: str = "a new contract") -> dict[str, Any]:
    return studio.revoke(capsys, lift=True, reason=reason)


def test_a_revocation_is_lifted_for_a_new_consent_and_no_other(
    studio: Studio, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RefusedError, match="is not revoked"):
        lift(studio, capsys)
    studio.make()
    old = take_of(studio)
    studio.revoke(capsys)
    for consent, why in (
        (CONSENT, "2026/17 is the agreement that was revoked"),
        (CONSENT + "since: 2099-01-01\n", "2026/17 is the agreement that was revoked"),
        (CONSENT.replace("2026/17", "2027/3"), "a consent without a first day|one without a first day"),
        (CONSENT.replace("2026/17", "2027/3") + "since: 2020-01-01\n", "one since 2020-01-01"),
    ):
        studio.consent(consent)
        with pytest.raises(RefusedError, match=why):
            lift(studio, capsys)
        studio.refused()
    studio.consent(CONSENT)
    today = studio.revoke(capsys, reason="by letter, once more")["at"][:10]
    new = CONSENT.replace("2026/17", "2027/3") + f"since: {today}\n"
    studio.consent(new)
    studio.refused()  # a new consent alone lifts nothing
    with pytest.raises(RefusedError, match="--reason"):
        lift(studio, capsys, reason=" ")
    answer = lift(studio, capsys)
    assert (answer["by"], answer["reason"], len(answer["revocations"])) == ("P", "a new contract", 2)
    assert studio.make().made == 4  # what was locked away stays locked away
    studio.beside("approvals.yaml", {"approvals": [{**APPROVED, "take": take_of(studio)}]})
    assert take_of(studio) == old  # an engine says the same words the same way
    assert studio.make().lines == 4
    studio.consent(CONSENT)  # back to the agreement that was revoked
    studio.refused()
    studio.consent(new.replace("[audiobook]", "[audiobook, dubbing]"))
    studio.refused()  # an edit of the new one is another agreement
    studio.consent(new)
    text = (studio.root / "manifests" / "revoked.yaml").read_text()
    assert text.count("reason: by letter") == 2
    assert "by: P" in text
    assert studio.revoke(capsys, reason="again")["voice"] == "ann"
    studio.refused()


def test_a_lift_holds_where_it_is_written(studio: Studio, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    studio.revoke(capsys)
    shutil.copytree(studio.root / "store", tmp_path / "copy")
    today = studio.revoke(capsys)["at"][:10]
    studio.consent(CONSENT.replace("2026/17", "2027/3") + f"since: {today}\n")
    lift(studio, capsys)
    studio.refused(store=str(tmp_path / "copy"))  # it was not told
    revoked = studio.root / "manifests" / "revoked.yaml"
    text = revoked.read_text()
    revoked.write_text(text[: text.index("lifted:")])
    studio.refused()


def test_lift_and_erase_are_two_things(studio: Studio) -> None:
    from flows.commands.voice import revoke_

    given = {"name": "ann", "reason": "x", "store": None, "erase": "letter", "lift": True, "by": "", "json": False}
    with pytest.raises(RefusedError, match="say one of them"):
        revoke_.run(argparse.Namespace(**given))
