"""The gate of a production: looks at each course of attempts and says what it needs next, until all are settled.

    speak attempt 0 -> hear it -> judge it -> pass: settled
                                           -> doubt: heard by further roles, and judged again
                                           -> fail: speak the next attempt ... -> none left: settled, the best is used

What is decided follows from what the store holds, from texts and from limits alone: a plan, a run that was killed and
another machine decide the same. In doubt about a take that the store does not hold any more, nothing is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from pipeline.hearing import HearRequest
from pipeline.listener import Hearing, Role
from pipeline.production.gating.attempts import Attempt, Course, circled
from pipeline.production.gating.choosing import Choice
from pipeline.production.gating.ears import Ears
from pipeline.production.gating.in_force import GateInForce
from pipeline.production.gating.kept import (
    KeptAttempt,
    KeptVerdicts,
    find_verdicts,
    keep_verdicts,
    same_takes,
    verdicts_key,
)
from pipeline.production.gating.teaching import Teachers, group_of
from pipeline.qa.gate.judging import judge
from pipeline.qa.gate.records import PASS, HeardTake, Norms, TakeVerdict
from pipeline.records import Missing, Take
from pipeline.store import NOT_MADE, Store
from pipeline.takes import Failure, TakeRequest, VoiceInUse, find_failure, find_takes, further_attempts, keep_failures

# Heard wherever there is doubt about a take. Naturalness is asked for last: it costs the most and tells the least.
IN_DOUBT: tuple[Role, ...] = ("words", "speaker", "naturalness")
UNKNOWN = Norms()
PASSED = TakeVerdict(PASS)


class Gate:
    """The courses of a production's attempts. `takes` is the production's own table, which it fills in."""

    def __init__(
        self,
        in_force: GateInForce,
        voices: Mapping[str, VoiceInUse],
        store: Store,
        takes: dict[str, Take | Failure | Missing],
        courses: Sequence[Course],
    ):
        self.in_force, self.courses = in_force, courses
        self._voices, self._store, self._takes = voices, store, takes
        self._teachers = Teachers(
            [course for course in courses if course.first.performed and self.judges(course.first)]
        )
        self._began = any(isinstance(takes[course.first.key], Take) for course in courses)
        self._fresh: dict[str, Hearing] = {}  # by key, heard in this run and not judged yet
        self._deaf: dict[str, str] = {}  # by key: why a take could not be heard
        self._deaf_takes: dict[str, str] = {}  # by digest: why no word of a take could be heard
        self._of_take: dict[str, Course] = {}
        self._of_hearing: dict[str, list[Course]] = {}
        self._waiting: dict[tuple[str, str], list[Course]] = {}
        self._asked: set[str] = set()
        self._speak: list[TakeRequest] = []
        self._hear: list[HearRequest] = []
        self.verdicts_key = verdicts_key(in_force, courses, takes)
        kept = find_verdicts(store, self.verdicts_key) if self.verdicts_key else None
        self._known = kept is not None and self._recall(kept)  # as it was worked out before
        if not self._known:
            self._look_again(courses)

    def keep(self) -> None:
        """Keeps the verdicts of a finished book, so that they are not worked out again."""
        if not self._known and not self._deaf and all(course.settled for course in self.courses):
            key = verdicts_key(self.in_force, self.courses, self._takes)
            if key:
                keep_verdicts(self._store, key, self.courses)

    def _recall(self, kept: KeptVerdicts) -> bool:
        """Takes up the verdicts that were kept; False where a take that they are about is not there."""
        if len(kept.heard) != len(self.courses):
            return False
        attempts: list[list[Attempt]] = []
        for number, (course, ears) in enumerate(zip(self.courses, kept.heard, strict=True)):
            plain = [KeptAttempt("", verdict=PASSED, heard_by=kept.ears[ears])] if ears >= 0 else kept.others[number]
            requests = [course.first] if ears >= 0 else list(self._requests(course))
            if not same_takes(plain, requests, self._take):
                return False
            attempts.append([self._recalled(*one) for one in zip(requests, plain, strict=False)])
        for course, mine in zip(self.courses, attempts, strict=True):
            course.attempts, course.circled, course.settled = mine, circled(mine), True
        return True

    def _recalled(self, request: TakeRequest, kept: KeptAttempt) -> Attempt:
        take = self._take(request)
        if kept.verdict is None or not isinstance(take, Take):
            return Attempt(request, Failure(kept.why) if isinstance(take, Missing) else take)
        ears = self._ears(request, take)
        return Attempt(request, take, ears.kept, kept.verdict, kept.heard_by)

    @cached_property
    def _choice(self) -> Choice:
        return Choice(self.in_force, self._voices, self.courses)

    def check_ready(self) -> None:
        """Raises MissingExtraError where a strict gate has lines to hear and no listener that can."""
        if self.in_force.level != "strict":
            return
        left = [course for course in self.courses if not course.settled or "words" not in course.used.heard_by]
        for language in dict.fromkeys(course.first.language for course in left if self.judges(course.first)):
            self.in_force.check_ready("words", language)

    def lacking(self, role: Role) -> str:
        """What the listeners of a role lack to hear this production's lines here; "" where they can."""
        languages = dict.fromkeys(course.first.language for course in self.courses if self.judges(course.first))
        return next(filter(None, (self.in_force.lacking(role, language) for language in languages)), "")

    # ------------------------------------------------------------ what is to be done

    def wants(self) -> tuple[list[TakeRequest], list[HearRequest]]:
        """What has to be spoken and heard and was not asked for before."""
        wanted = self._speak, self._hear
        self._speak, self._hear = [], []
        return wanted

    def took_in(self, requests: Sequence[TakeRequest]) -> list[Course]:
        """These were spoken, or failed; the courses that this concerns."""
        failures = {one.key: take for one in requests if isinstance(take := self._takes[one.key], Failure)}
        keep_failures(self._store, failures, requests)
        self._began = True
        courses = [self._of_take[request.key] for request in requests if request.key in self._of_take]
        return self._look_again(courses)

    def heard(self, requests: Sequence[HearRequest], results: Sequence[Hearing | Failure]) -> list[Course]:
        """What was heard, or why nothing was; the courses that this concerns."""
        courses: dict[int, Course] = {}
        for request, result in zip(requests, results, strict=True):
            if isinstance(result, Failure):
                self._deaf[request.key] = result.why
                if request.role == "words":
                    self._deaf_takes[request.take] = result.why
            else:
                self._fresh[request.key] = result
            courses |= {id(course): course for course in self._of_hearing.get(request.key, ())}
        looked = self._look_again(courses.values())
        for request in requests:
            self._fresh.pop(request.key, None)
        return looked

    def course_of(self, request: TakeRequest) -> Course:
        """Whose next attempt it is."""
        return self._of_take[request.key]

    def level_dbfs(self, voice: str) -> float:
        """Of a voice's loud speech, as its takes have taught so far."""
        return self._teachers.level_dbfs(voice)

    def hearing_ms(self) -> float:
        """Compute for hearing the first attempts that are not settled, on one core."""
        return sum(self._choice.cost_ms(course) for course in self.courses if not course.settled)

    @property
    def deaf(self) -> Iterator[tuple[Course, str]]:
        """Lines of whose take the listener failed to hear a word, and why."""
        for course in self.courses:
            take = course.used.take
            if isinstance(take, Take) and take.digest in self._deaf_takes and "words" not in course.used.heard_by:
                yield course, self._deaf_takes[take.digest]

    def _look_again(self, courses: Iterable[Course]) -> list[Course]:
        """Looks at these, and at those that had to wait for what they teach."""
        looked = list(courses)
        for course in looked:
            self.look(course)
        for group in self._teachers.newly_known():
            waiting = self._waiting.pop(group, [])
            for course in waiting:
                self.look(course)
            looked += waiting
        return looked

    # ------------------------------------------------------------ one course

    def look(self, course: Course) -> None:
        """Goes through the attempts as far as they are made, heard and judged."""
        course.attempts, course.speak, course.hear, course.settled = [], None, (), False
        for number, request in enumerate(self._requests(course)):
            take = self._take(request)
            if isinstance(take, Missing):
                take = self._remembered(course, request, take)
            if isinstance(take, Missing):
                course.attempts.append(Attempt(request, take))
                self._ask_to_speak(course, request)
                break
            final = self._judge(course, number, request, take)
            if not final or not course.attempts[-1].failed:
                course.settled = final
                break
        else:
            course.settled = True
        course.circled = circled(course.attempts)

    def _requests(self, course: Course) -> Iterator[TakeRequest]:
        yield course.first
        yield from further_attempts(course.first, self._voices[course.first.voice])

    def _take(self, request: TakeRequest) -> Take | Failure | Missing:
        if request.key not in self._takes:
            self._takes |= find_takes(self._store, [request])
        return self._takes[request.key]

    def _remembered(self, course: Course, request: TakeRequest, take: Missing) -> Failure | Missing:
        """Why an earlier run failed to speak this attempt, where another attempt of the line was spoken; a line that
        has no take at all is tried again by every run, for its engine may have been put right.
        """
        if take != NOT_MADE or not self._began:
            return take
        failure = find_failure(self._store, request.key)
        if isinstance(failure, Failure) and any(isinstance(self._take(one), Take) for one in self._requests(course)):
            return failure
        return take

    def _judge(self, course: Course, number: int, request: TakeRequest, take: Take | Failure) -> bool:
        """Adds the attempt with its verdict, as far as there is one; whether it is final."""
        if isinstance(take, Failure) or not self.judges(request):
            kept = self._ears(request, take).kept if isinstance(take, Take) else {}
            course.attempts.append(Attempt(request, take, kept))
            if number == 0:
                self._teachers.taught(course, None)
            return True
        ears = self._ears(request, take)
        roles = self._choice.roles(course, number)
        while True:
            found = ears.found(roles)
            if unheard := ears.unheard(roles):
                course.attempts.append(Attempt(request, take, ears.kept))
                self._ask_to_hear(course, unheard)
                return False
            if number == 0:
                self._teachers.taught(course, self._heard_take(request, take, found))
            measure = self.in_force.measure(request.voice, request.language)
            norms = self._teachers.norms(request, measure.norms)
            if norms is None:
                course.attempts.append(Attempt(request, take, ears.kept))
                self._waiting.setdefault(group_of(request), []).append(course)
                return False
            verdict = judge(self._heard_take(request, take, found, norms), measure.limits)
            further = [*verdict.wanted, *(IN_DOUBT if verdict.state != PASS else ())]
            if not ears.more(roles, further):
                course.attempts.append(Attempt(request, take, ears.kept, verdict, tuple(found)))
                return True
            roles = [*roles, *further]

    def judges(self, request: TakeRequest) -> bool:
        """Whether its takes are judged: what an engine hums says nothing, and what a person approved is as it is."""
        return self._voices[request.voice].engine.capabilities.speaks and not request.approved

    def _heard_take(
        self, request: TakeRequest, take: Take, found: Mapping[Role, Hearing], norms: Norms = UNKNOWN
    ) -> HeardTake:
        voice = self._voices[request.voice]
        reference = str(voice.voice.settings.get("reference_text", ""))
        return HeardTake(
            request.spoken, request.language, take.duration_ms, voice.expected_ms(request), found, norms,
            take.facts, reference)  # fmt: skip

    # ------------------------------------------------------------ hearing

    def _ears(self, request: TakeRequest, take: Take) -> Ears:
        return Ears(self._store, self.in_force, request, take, self._fresh, self._deaf)

    def _ask_to_speak(self, course: Course, request: TakeRequest) -> None:
        course.speak = request
        self._of_take[request.key] = course
        if request.key not in self._asked:
            self._asked.add(request.key)
            self._speak.append(request)

    def _ask_to_hear(self, course: Course, requests: Sequence[HearRequest]) -> None:
        course.hear = tuple(requests)
        for request in requests:
            courses = self._of_hearing.setdefault(request.key, [])
            if course not in courses:
                courses.append(course)
            if request.key not in self._asked:
                self._asked.add(request.key)
                self._hear.append(request)
