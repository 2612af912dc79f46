"""Batches that wait in a worker: what begins after the end of a consent, or comes after a revocation, is not kept."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from flows.repo import Repo
from models.abilities import Speaking
from models.pool import WorkerPool
from models.registry import engine_of
from pipeline.consent import write_revocation
from pipeline.consent.likeness import likeness_of
from pipeline.errors import ConsentError
from pipeline.manifests import Consent, Voice
from pipeline.production import produce
from pipeline.store import Store
from pipeline.takes import TakeRequest, VoiceInUse, requests_for
from tests.factories import line, write_production

MIDNIGHT = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
BEFORE, AFTER = MIDNIGHT - dt.timedelta(minutes=1), MIDNIGHT


def ann(until: str = "2026-01-31") -> VoiceInUse:
    consent = Consent(kind="contract", of="2026/17", uses=("audiobook",), until=until)
    voice = Voice(engine="tone", version=1, languages=("en",), consent=consent)
    engine = engine_of(voice)
    return VoiceInUse("ann", voice, engine, engine.fingerprint(), "a test")


def requests(used: VoiceInUse, *texts: str) -> list[TakeRequest]:
    return [one for one in requests_for([line(text, voice="ann") for text in texts], {"ann": used}, ()) if one]


def test_a_take_that_begins_before_the_end_is_kept_and_one_that_begins_at_it_is_not(tmp_path: Path) -> None:
    used, store = ann(), Store(tmp_path / "store")
    speaking = Speaking(used.engine, used.voice)
    speaking.check(store, BEFORE)
    with pytest.raises(ConsentError, match="ended on 2026-01-31, while batches waited"):
        speaking.check(store, AFTER)


def test_a_take_of_a_voice_that_was_revoked_while_it_spoke_is_not_kept(tmp_path: Path) -> None:
    used, store = ann("2099-01-31"), Store(tmp_path / "store")
    speaking = Speaking(used.engine, used.voice)
    speaking.check(store, BEFORE)
    marks = likeness_of(used.voice, used.engine, used.fingerprint)
    write_revocation(tmp_path, store, "ann", marks, "by letter", BEFORE)
    with pytest.raises(ConsentError, match="revoked the consent"):
        speaking.check(store, BEFORE)


@pytest.mark.parametrize("revoked", [False, True])
def test_a_worker_does_not_speak_what_it_was_given_in_time(tmp_path: Path, revoked: bool) -> None:
    used, store = ann("2099-01-31" if revoked else "2026-01-31"), Store(tmp_path / "store")
    if revoked:
        marks = likeness_of(used.voice, used.engine, used.fingerprint)
        write_revocation(tmp_path, store, "ann", marks, "by letter", BEFORE)
    with (
        WorkerPool({"ann": used.voice}, str(store.root), tmp_path / "logs") as pool,
        pytest.raises(ConsentError, match="revoked the consent" if revoked else "ended on 2026-01-31"),
    ):
        pool.perform(requests(used, "It was late.", "It is later."))
    assert not list(store.entries())


def test_a_night_whose_batches_were_all_given_out_before_midnight_stops_all_the_same(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", "CHAPTER I\n\nIt was late. It is later.\n")
    voice = tmp_path / "manifests" / "voices" / "narrator.yaml"
    voice.write_text(voice.read_text().replace("uses: [audiobook]", "uses: [audiobook], until: 2026-01-31"))
    repo = Repo.at(path, workers=1)
    job = repo.load(path)
    with (
        repo.runtime(job) as runtime,  # the workers' clock is the machine's: it is after midnight there
        pytest.raises(ConsentError, match=r"ended on 2026-01-31") as stopped,
    ):
        produce(job, replace(runtime, clock=lambda: BEFORE))
    assert stopped.value.exit_code == 6
    assert "take" not in {recipe for recipe, _ in repo.store.entries()}
    assert not list((repo.out / "short").glob("*.m4b"))
