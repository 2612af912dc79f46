"""The assembly of dubs, as far as it is there: manifests are read and checked, and stems are not made yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from pipeline.errors import RefusedError
from pipeline.intake import check_source
from pipeline.manifests.dubs.production import PictureProduction
from pipeline.production.assembly import Assembly
from pipeline.production.job.job import Job
from pipeline.store import Store


class DubJob(Job):
    FORMATS: ClassVar[tuple[str, ...]] = ("dx", "me", "mix", "film", "captions", "dapt", "timeline", "cue-sheet")

    production: PictureProduction

    @classmethod
    def check_source(cls, path: Path) -> None:
        check_source(path)


class Dub(Assembly):
    JOB: ClassVar[type[DubJob]] = DubJob

    @classmethod
    def lay_out(cls, job: Any, store: Store) -> Assembly:
        """Refuses: speaking a script, laying takes back and mixing stems are not there yet."""
        del store
        raise RefusedError(
            f"{job.path}: a {job.production.kind} is not produced yet; its script is read by "
            f"'voicepress spot {job.manuscript_path}', and takes are laid onto a picture by 'voicepress fit'"
        )
