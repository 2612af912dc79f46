"""Both versions of a voice speak the same lines, and are heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flows.canary.costing import costs
from flows.ears import listening, speaking
from flows.repo import Repo
from pipeline.consent import Permission
from pipeline.errors import ConsentError, LinesFailedError
from pipeline.qa.comparing.figures import Comparison, compared
from pipeline.qa.examining import Asked
from pipeline.records import Take
from pipeline.store import seed_of, take_key
from pipeline.takes import Failure, TakeRequest, VoiceInUse


@dataclass(frozen=True, slots=True)
class Pair:
    """One line, spoken by both."""

    text: str
    candidate: Take
    champion: Take


@dataclass(frozen=True, slots=True)
class Heard:
    pairs: tuple[Pair, ...]
    comparison: Comparison


def compare(
    repo: Repo,
    candidate: VoiceInUse,
    champion: VoiceInUse,
    texts: Sequence[str],
    language: str,
    progress: Callable[[str], Callable[[int, int], None] | None],
) -> Heard:
    """Speaks what the store does not hold, hears it, and compares.

    Raises:
        ConsentError: one of them may not speak.
        LinesFailedError: the candidate cannot speak a line that the champion speaks.
    """
    takes = [_spoken(repo, used, texts, language, progress) for used in (candidate, champion)]
    pairs = tuple(Pair(text, new, old) for text, new, old in zip(texts, *takes, strict=True))
    with listening(str(repo.store.root), repo.settings.workers, progress("heard"), repo.listener_of) as ears:
        new = [Asked(pair.candidate, pair.text, language) for pair in pairs]
        old = [Asked(pair.champion, pair.text, language) for pair in pairs]
        found = compared(new, old, ears)
    if timed := costs((candidate, champion), texts, language):
        new_cost, old_cost = timed
        found = replace(
            found, candidate=replace(found.candidate, cost=new_cost), champion=replace(found.champion, cost=old_cost)
        )
    return Heard(pairs, found)


def _spoken(
    repo: Repo,
    used: VoiceInUse,
    texts: Sequence[str],
    language: str,
    progress: Callable[[str], Callable[[int, int], None] | None],
) -> list[Take]:
    permission = Permission.of(repo.root, repo.store)
    if why := permission.in_house(used, [language]):
        raise ConsentError(f"{used.where}: the voice {used.name!r} does not speak: {why}")
    permission.remember([used])
    used.engine.check_ready()
    requests = [_request(used, text, language) for text in texts]
    with speaking(used, repo.store, repo.settings.workers, progress(f"spoken by {used.name}")) as speak:
        found = speak(requests)
    takes: list[Take] = []
    for request in requests:
        answer = found[request.key]
        if isinstance(answer, Failure):
            raise LinesFailedError(f"{used.name} cannot speak {request.spoken[:60]!r}: {answer.why}")
        takes.append(answer)
    return takes


def _request(used: VoiceInUse, text: str, language: str) -> TakeRequest:
    seed = seed_of(used.voice.seed, 0, text)
    return TakeRequest(take_key(text, language, used.fingerprint, seed, 0), text, language, used.name, seed, 0)
