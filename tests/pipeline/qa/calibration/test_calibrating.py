"""A calibration from end to end: telegraphed lines, read back, judged by the checks that there are."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.audio import take_clip
from pipeline.engine import Prompt
from pipeline.hearing import HearRequest, ListenerInUse, keep_hearings
from pipeline.listener import Hearing, Role, Sound
from pipeline.manifests import Voice
from pipeline.qa.calibration.calibrating import Calibration
from pipeline.qa.calibration.cases import CLEAN
from pipeline.qa.calibration.faults import Material
from pipeline.qa.calibration.figures import figures
from pipeline.qa.calibration.gates import gate_of, misses
from pipeline.qa.calibration.texts import sentences, vocabulary
from pipeline.qa.examining import Ears
from pipeline.records import Take
from pipeline.store import Store
from pipeline.takes import TakeRequest, VoiceInUse, find_takes, keep_performances
from tests.models.telegraph import Reader, Telegraph


def test_known_faults_are_found_and_a_second_run_hears_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    engine = Telegraph({})
    voice = VoiceInUse("t", Voice(engine="telegraph", version=1, languages=("*",)), engine, engine.fingerprint())
    heard: list[int] = []

    def listener_of(role: Role, _: str) -> ListenerInUse:
        reader = Reader({"role": role})
        return ListenerInUse(role, role, reader, reader.fingerprint())

    def hear(requests: Sequence[HearRequest]) -> list[Hearing]:
        heard.append(len(requests))
        sounds = [Sound(take_clip(store.read(r.take)), r.spoken, r.language) for r in requests]
        return keep_hearings(store, requests, Reader({"role": requests[0].role}).hear(sounds))

    def speak(requests: Sequence[TakeRequest]) -> Mapping[str, Take]:
        found = {k: t for k, t in find_takes(store, requests).items() if isinstance(t, Take)}
        missing = [r for r in requests if r.key not in found]
        performed = engine.perform([Prompt(r.spoken, r.language, r.seed) for r in missing])
        kept = keep_performances(store, missing, performed, 0.1, engine)
        return found | {r.key: t for r, t in zip(missing, kept, strict=True) if isinstance(t, Take)}

    texts = sentences("en")[:60]
    material = Material(texts, vocabulary(texts, "en"))
    kinds = ("dropped word", "other line", "silence")
    calibration = Calibration(voice, "en", material, Ears(store, listener_of, hear), speak, 20, 1, kinds)
    outcome = calibration.run()
    found = {kind.kind: kind for kind in figures(one for one in outcome.judged if one.case.reported).kinds}
    assert set(found) == set(kinds)
    assert found["dropped word"].found.value >= 0.9
    assert found["other line"].found.value == 1
    assert all(one.case.kind != CLEAN or not one.found for one in outcome.judged)
    gate = gate_of("t", "en", 1, outcome, figures(outcome.judged), {"words": "abc"})
    assert gate.norms is not None
    assert set(gate.thresholds) == set(outcome.limits)
    assert misses(outcome).count("\n") == sum(not one.found for one in outcome.judged if one.case.kind != CLEAN)
    before = sum(heard)
    assert calibration.run().judged == outcome.judged
    assert sum(heard) == before
