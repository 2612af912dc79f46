"""Teaching: what is usual for a voice, learned from the first takes of the book in the order of its lines.

Every run and every machine learns from the same takes: the first attempts of the first TEACHERS spoken forms of a voice
in a language, whatever became of them later. Until they have all been heard, none of the voice's takes is judged.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.languages.tags import primary
from pipeline.production.gating.attempts import Course
from pipeline.qa.gate.norms import learned
from pipeline.qa.gate.records import HeardTake, Norms
from pipeline.takes import LEVEL_DBFS, TakeRequest

TEACHERS = 100
FEW = 20  # takes: a book that has fewer says less of a voice than its gate file
Group = tuple[str, str]  # a voice, and a primary language subtag


def group_of(request: TakeRequest) -> Group:
    """Those that are judged by the same norms."""
    return request.voice, primary(request.language)


class Teachers:
    """The takes from which norms are learned, by voice and language."""

    def __init__(self, courses: Iterable[Course]):
        self._left: dict[Group, set[str]] = {}
        self._norms: dict[Group, Norms] = {}
        self._newly: list[Group] = []
        for course in courses:
            left = self._left.setdefault(group_of(course.first), set())
            if len(left) < TEACHERS:
                left.add(course.first.key)
        self._lessons: dict[Group, dict[str, HeardTake | None]] = {group: {} for group in self._left}

    def taught(self, course: Course, take: HeardTake | None) -> None:
        """The first attempt of a course is heard; None where it could not be spoken."""
        group, key = group_of(course.first), course.first.key
        if key in self._left.get(group, ()):
            self._left[group].discard(key)
            self._lessons[group][key] = take
            if not self._left[group]:
                self._newly.append(group)

    def norms(self, request: TakeRequest, known: Norms) -> Norms | None:
        """What is usual for the voice; None while it is not known.

        Args:
            known: what the voice's gate file says of it.
        """
        group = group_of(request)
        if group not in self._norms:
            if self._left.get(group):
                return None
            # In the order of the keys, which is the same whoever was heard first.
            lessons = self._lessons.pop(group, {})
            taught = learned([one for _, one in sorted(lessons.items()) if one is not None])
            self._norms[group] = _of_both(taught, known) if taught.takes >= FEW or taught.takes > known.takes else known
        return self._norms[group]

    def level_dbfs(self, voice: str) -> float:
        """Of the voice's loud speech; an assumption while it is not known."""
        known = (norms.figures.get("level_dbfs") for (name, _), norms in self._norms.items() if name == voice)
        return next((float(level) for level in known if level is not None), LEVEL_DBFS)

    def newly_known(self) -> list[Group]:
        """Those whose last teacher was heard since the last call."""
        newly, self._newly = self._newly, []
        return newly


def _of_both(taught: Norms, known: Norms) -> Norms:
    """What this book's takes taught, with what they were not heard for from the voice's gate file."""
    return Norms(taught.takes, {**known.figures, **taught.figures}, taught.speaker or known.speaker)
