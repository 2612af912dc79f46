"""Voices that the house wants warm (`warm:` in configs/house.yaml): why one of them cannot be, in a sentence each."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from flows.repo import Repo
from pipeline.consent import Permission
from pipeline.errors import VoicepressError


def cold(repo: Repo) -> Iterator[str]:
    """What is wrong with a name of the list. Nothing of it stops anybody: a production loads its own voices, and the
    service those that it offers."""
    names = repo.settings.warm
    if not names:
        return
    from models.registry import engine_of
    from pipeline.production.job.voices import voices_in_use

    for name in dict.fromkeys(names):
        try:
            used = voices_in_use([name], repo.root, engine_of, "", rehearsal=False)[name]
            why = used.retired or Permission.of(repo.root, repo.store).in_house(used)
        except VoicepressError as error:
            why = str(error)
        if why:
            yield f"configs/house.yaml: warm: {name} is not kept warm: {why}"


def tell_cold(repo: Repo) -> None:
    """Says so beside what a command answers."""
    for why in cold(repo):
        print(f"voicepress: {why}", file=sys.stderr)
