"""A calibration from end to end: lines spoken, faults injected, all heard, limits found, figures on the other half."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.audio import take_clip
from pipeline.listener import Role
from pipeline.qa.calibration.cases import CLEAN, Case, clean_cases, first, signal_cases, text_cases, wrong_sound
from pipeline.qa.calibration.faults import Material
from pipeline.qa.calibration.figures import Judged
from pipeline.qa.calibration.tuning import Tuned, tuned
from pipeline.qa.calibration.wrong_sounds import SIGNAL_FAULTS
from pipeline.qa.calibration.wrong_texts import TEXT_FAULTS
from pipeline.qa.examining import FIRST_ROLES, Asked, Ears, Examined, examine, heard_first
from pipeline.qa.examining.sounds import find_sound, keep_sounds
from pipeline.qa.gate.checks import TAKE_CHECKS
from pipeline.qa.gate.norms import learned
from pipeline.qa.gate.records import FAIL, FLAG, HeardTake, Limits, Norms
from pipeline.records import Missing, Take
from pipeline.store import seed_of, sound_key, take_key
from pipeline.takes import Failure, TakeRequest, VoiceInUse

INJECTING = 1  # raise it when a fault of sound is made otherwise
WITHOUT_WORDS: tuple[Role, ...] = ("signal", "speaker")
OTHERS = 12  # takes that a babble is made of

Speak = Callable[[Sequence[TakeRequest]], Mapping[str, Take | Failure]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a calibration found; figures are to be drawn from cases that `reported` says."""

    limits: Mapping[str, Limits]
    norms: Norms
    judged: Sequence[Judged]
    examined: Sequence[Examined]
    unspoken: tuple[str, ...] = ()  # why lines could not be spoken


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is calibrated, with what it takes.

    Attributes:
        speak: performs requests and answers by their keys.
        kinds: of faults; empty: all.
        given: limits to judge by, in place of finding them.
    """

    voice: VoiceInUse
    language: str
    material: Material
    ears: Ears
    speak: Speak
    lines: int = 200
    seed: int = 1
    kinds: tuple[str, ...] = ()
    given: Mapping[str, Limits] | None = None
    tell: Callable[[str], None] = field(default=lambda _said: None)

    def run(self) -> Outcome:
        """Speaks, injects, hears, finds limits and judges. What is made stays in the store: a second run is quick."""
        cases = self._cases()
        self.tell(f"{len(cases):,} lines are spoken")
        requests = {case.said: self._request(case.said) for case in cases}
        answers = self.speak(list(requests.values()))
        unspoken = tuple({a.why: None for a in answers.values() if isinstance(a, Failure)})
        takes = {said: answers[request.key] for said, request in requests.items()}
        cases = [case for case in cases if isinstance(takes[case.said], Take)]
        made = self._sounds(cases, {said: take for said, take in takes.items() if isinstance(take, Take)})
        cases = [case for case, _ in made]
        asked = [self._asked(case, take) for case, take in made]
        self.tell(f"{len(cases):,} takes are heard ({sum(a.take.duration_ms for a in asked) / 3_600_000:.1f} h)")
        # A fault of sound that its measures show needs no listener for words, which cost most of the time.
        roles = [FIRST_ROLES if case.sound is None else WITHOUT_WORDS for case in cases]
        heard = heard_first(self.ears, asked, roles)
        norms = learned([take for case, take in zip(cases, heard, strict=True) if case.kind == CLEAN])
        heard = [replace(take, norms=norms) for take in heard]
        return self._judged(cases, asked, heard, norms, unspoken)

    def _judged(
        self,
        cases: Sequence[Case],
        asked: Sequence[Asked],
        heard: Sequence[HeardTake],
        norms: Norms,
        unspoken: tuple[str, ...],
    ) -> Outcome:
        """Limits from one half of the lines, by what further roles say of them; verdicts on all."""
        limits = self.given
        if limits is None:
            shipped = {check.name: check.limits for check in TAKE_CHECKS}
            half = [i for i, case in enumerate(cases) if not case.reported]
            known = self._examined([asked[i] for i in half], [heard[i] for i in half], shipped)
            self.tell("limits are searched")
            limits = shipped | tuned(
                [Tuned(cases[i].kind, cases[i].bar, one.heard) for i, one in zip(half, known, strict=True)], TAKE_CHECKS
            )
        examined = self._examined(asked, heard, limits)
        judged = [Judged(case, one.verdict) for case, one in zip(cases, examined, strict=True)]
        return Outcome(limits, norms, judged, examined, unspoken)

    def _examined(
        self, asked: Sequence[Asked], heard: Sequence[HeardTake], limits: Mapping[str, Limits]
    ) -> list[Examined]:
        """The verdicts; takes that pass although nobody has heard their words are heard in full first."""
        examined = examine(self.ears, asked, heard, [limits] * len(asked))
        silent = [
            i
            for i, one in enumerate(examined)
            if one.verdict.state not in (FLAG, FAIL) and "words" not in one.heard.hearings
        ]
        whole = heard_first(self.ears, [asked[i] for i in silent])
        whole = [replace(take, norms=heard[i].norms) for i, take in zip(silent, whole, strict=True)]
        for i, one in zip(
            silent, examine(self.ears, [asked[i] for i in silent], whole, [limits] * len(silent)), strict=True
        ):
            examined[i] = one
        return examined

    def _cases(self) -> list[Case]:
        cases = clean_cases(self.material, self.lines, self.seed)
        for text in TEXT_FAULTS:
            if not self.kinds or text.kind in self.kinds:
                cases += text_cases(text, self.material, self.language, self.lines, self.seed)
        for sound in SIGNAL_FAULTS:
            if not self.kinds or sound.kind in self.kinds:
                cases += signal_cases(sound, self.material, self.lines, self.seed)
        return cases

    def _request(self, said: str) -> TakeRequest:
        seed = seed_of(self.voice.voice.seed, 0, said)
        key = take_key(said, self.language, self.voice.fingerprint, seed, 0)
        return TakeRequest(key, said, self.language, self.voice.name, seed, 0)

    def _asked(self, case: Case, take: Take) -> Asked:
        expected_ms = self.voice.engine.expected_ms(case.spoken)
        return Asked(take, case.spoken, self.language, expected_ms, self.material.reference_text)

    def _sounds(self, cases: Sequence[Case], takes: Mapping[str, Take]) -> list[tuple[Case, Take]]:
        """Each case with its take: as spoken, or with the fault injected into its sound; `lines` at most of a kind."""
        store = self.ears.store
        clean = [takes[case.said] for case in cases if case.kind == CLEAN]
        material = replace(self.material, others=[take_clip(store.read(take.digest)) for take in clean[:OTHERS]])
        out = [(case, takes[case.said]) for case in cases if case.sound is None]
        by_kind: dict[str, list[Case]] = {}
        for case in cases:
            if case.sound is not None:
                by_kind.setdefault(case.kind, []).append(case)
        for kind, of in by_kind.items():
            self.tell(f"{kind} is injected")
            found = [(case, self._injected(case, takes[case.said], material)) for case in of]
            possible = [(case, take) for case, take in found if take is not None][: self.lines]
            numbered = first([case for case, _ in possible], self.lines)
            out += [
                (replace(case, what=str(take.facts.get("what", ""))), replace(take, facts={}))
                for case, (_, take) in zip(numbered, possible, strict=True)
            ]
        return out

    def _injected(self, case: Case, take: Take, material: Material) -> Take | None:
        """The take with the case's fault in its sound, from the store where it is there already."""
        store = self.ears.store
        key = sound_key(take.digest, ["injected", INJECTING, case.kind, self.seed])
        if not isinstance(found := find_sound(store, key), Missing):
            return found
        wrong = wrong_sound(case, take_clip(store.read(take.digest)), material, self.seed)
        if wrong is None:
            return None
        what = f"{wrong.what} ({wrong.start_ms}-{wrong.end_ms} ms)"
        return keep_sounds(store, [(key, wrong.clip)], {"take": take.digest, "kind": case.kind}, [what])[0]
