"""What voices may not say: the words of their owners and of the house, looked for in every line that is spoken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.consent.forbidden import hits
from pipeline.errors import ConsentError
from pipeline.languages.tags import speaks
from pipeline.manifests import Voice
from pipeline.manifests.consent.forbidden import ForbiddenList
from pipeline.production.job.job import Job
from pipeline.records import Finding, Line

FORBIDDEN = "s-013"


def forbidden_in(job: Job, lines: Sequence[Line]) -> list[Finding]:
    """A finding for each line that says something forbidden; none in a rehearsal, which says nothing."""
    if job.rehearsal or not (job.forbidden or any(_of_owner(used.voice) for used in job.voices.values())):
        return []
    found = []
    for line in lines:
        if said := forbidden_to(job.forbidden, job.voices[line.voice].voice, line):
            found.append(Finding(FORBIDDEN, line.slate, said))
    return found


def forbidden_to(house: Mapping[str, ForbiddenList], voice: Voice, line: Line) -> str:
    """What of a line this voice may not say, and who forbids it; "" where it may say it all.

    Args:
        house: the house's own lists, by name.
    """
    if not line.spoken:
        return ""
    language = line.read_as or line.language
    said = []
    for whose, words in _lists(house, voice, language):
        for text in dict.fromkeys((line.text, line.spoken)):
            said += [f"{hit.found!r} ({hit.word}), forbidden by {whose}" for hit in hits(text, words, language)]
    return "; ".join(list(dict.fromkeys(said))[:5])


def _lists(house: Mapping[str, ForbiddenList], voice: Voice, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if words := _of_owner(voice):
        yield "the voice's owner", words
    for name, one in house.items():
        if not one.languages or speaks(one.languages, language):
            yield f"configs/forbidden/{name}.yaml", one.words


def _of_owner(voice: Voice) -> tuple[str, ...]:
    try:
        return voice.agreed.forbidden.words if voice.agreed else ()
    except ConsentError:  # unread: the voice does not speak at all
        return ()
