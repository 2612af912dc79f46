"""Choice: by which roles each take is heard, by the gate's level and its budget."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pipeline.listener import Role
from pipeline.production.gating.attempts import Course
from pipeline.production.gating.budget import Candidate, chosen, production_ms, sampled
from pipeline.production.gating.in_force import GateInForce
from pipeline.takes import VoiceInUse


class Choice:
    """The roles that hear each first attempt without any doubt about it; see `Gate` for what doubt adds."""

    def __init__(self, in_force: GateInForce, voices: Mapping[str, VoiceInUse], courses: Sequence[Course]):
        self._in_force, self._voices = in_force, voices
        courses = [course for course in courses if voices[course.first.voice].engine.capabilities.speaks]
        self._all = frozenset(course.first.key for course in courses)
        self._of: dict[Role, Collection[str]] = {}
        rated = sampled(course.first.spoken for course in courses)
        some = [course for course in courses if course.first.spoken in rated]
        if in_force.level == "strict":
            self._of = {"words": self._all, "speaker": self._all,
                        "naturalness": frozenset(course.first.key for course in some)}  # fmt: skip
            return
        left = self.budget_ms = in_force.share * self._production_ms(courses)
        groups: dict[Role, Sequence[Course]] = {"words": courses, "speaker": courses, "naturalness": some}
        for role, group in groups.items():
            self._of[role], left = chosen(self._candidates(role, group), left)

    def roles(self, course: Course, number: int) -> list[Role]:
        """By whom an attempt is heard; every attempt after the first by all."""
        roles: list[Role] = ["signal"]
        others: tuple[Role, ...] = ("words", "speaker", "naturalness")
        return [*roles, *(role for role in others if self._wanted(role, course, number))]

    def cost_ms(self, course: Course) -> float:
        """Compute for hearing a first attempt, as its engine expects it, by all who will, on one core."""
        expected_ms = self._voices[course.first.voice].expected_ms(course.first)
        listeners = (self._in_force.listener(role, course.first.language) for role in self.roles(course, 0))
        return expected_ms * sum(one.listener.compute_ratio() for one in listeners if one)

    def _wanted(self, role: Role, course: Course, number: int) -> bool:
        return course.first.key in self._of[role] or (number > 0 and role != "naturalness")

    def _production_ms(self, courses: Sequence[Course]) -> float:
        sound: dict[str, float] = {}
        for course in courses:
            voice = course.first.voice
            sound[voice] = sound.get(voice, 0.0) + self._voices[voice].expected_ms(course.first)
        return production_ms(sound, {name: self._ratio(name) for name in sound})

    def _ratio(self, voice: str) -> float:
        engine = self._voices[voice].engine
        ratio = engine.capabilities.core_ratio
        return engine.compute_ratio() if ratio is None else ratio

    def _candidates(self, role: Role, courses: Sequence[Course]) -> list[Candidate]:
        found = []
        for course in courses:
            request, voice = course.first, self._voices[course.first.voice]
            listener = self._in_force.listener(role, request.language)
            if listener is None:
                continue
            expected_ms = voice.expected_ms(request)
            cost_ms = expected_ms * listener.listener.compute_ratio()
            found.append(Candidate(request.key, request.spoken, voice.engine.max_characters, expected_ms, cost_ms))
        return found
