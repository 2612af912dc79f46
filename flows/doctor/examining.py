"""The examination: steps in order, until one stops the rest."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from flows.doctor import files, hearing, speaking
from flows.doctor.records import Diagnosis, SpokenLine, Step
from flows.ears import listening
from flows.repo import Repo
from models.registry import engine_of
from pipeline.consent import Permission
from pipeline.errors import ConsentError, VoicepressError
from pipeline.production.job.voices import voices_in_use
from pipeline.qa.calibration.texts import sentences
from pipeline.store import Store
from pipeline.takes import VoiceInUse

LINES = 10
Progress = Callable[[str], Callable[[int, int], None] | None]


def examine_voice(
    repo: Repo, name: str, progress: Progress, *, language: str = "", lines: int = LINES, texts: Path | None = None
) -> Diagnosis:
    """Examines a voice of the repo. What is wrong with it is a step of the diagnosis, and no error.

    Raises:
        ManifestError: no sentences ship in its language, and none are named.
        RefusedError: there is no voice of this name.
    """
    try:
        used = voices_in_use([name], repo.root, engine_of, "", rehearsal=False)[name]
    except VoicepressError as error:
        cure = "correct the manifest, or put the file there that it names"
        return Diagnosis(
            name, (Step("manifest", "wrong", str(error), "read, every file there", cure, error.exit_code),)
        )
    language = language or used.voice.languages[0]
    said = sentences(language, texts)[:lines]
    steps = [_manifest(used, language)]
    if used.voice.engine == "gpt-sovits":
        steps += _own_files(used)
    if any(step.state == "wrong" for step in steps):
        return Diagnosis(name, tuple(steps))
    if refusal := _consent(repo, used, language):
        return Diagnosis(name, (*steps, refusal))
    return _spoken_and_heard(repo, used, said, language, steps, progress)


def _manifest(used: VoiceInUse, language: str) -> Step:
    languages = ", ".join(used.voice.languages)
    told = (
        f"{used.where}: {used.engine.version}, version {used.voice.version}, speaks {languages}; examined in {language}"
    )
    return Step("manifest", "fine", told, "read, with an engine and languages")


def _own_files(used: VoiceInUse) -> list[Step]:
    from models.gpt_sovits.settings import Settings

    settings = Settings.read(used.voice.settings)
    found = files.file_steps(settings)
    return found if any(step.state == "wrong" for step in found) else [*found, *files.loading_steps(settings)]


def _consent(repo: Repo, used: VoiceInUse, language: str) -> Step | None:
    why = Permission.of(repo.root, repo.store).in_house(used, [language])
    if not why:
        return None
    cure = (
        "write the owner's consent into the manifest; without it the voice is not spoken with, and was not heard here"
    )
    return Step("consent", "wrong", why, "its owner has agreed", cure, ConsentError.exit_code)


def _spoken_and_heard(
    repo: Repo, used: VoiceInUse, texts: tuple[str, ...], language: str, steps: list[Step], progress: Progress
) -> Diagnosis:
    """In a store of its own that is removed again: every take is new, and figures are of this machine."""
    with tempfile.TemporaryDirectory(prefix="voicepress-doctor-") as folder:
        store = Store(Path(folder) / "store")
        spoken = speaking.speak(used, texts, language, store)
        steps = [*steps, *spoken.steps]
        lines: tuple[SpokenLine, ...] = spoken.lines
        with listening(str(store.root), 1, progress("heard"), repo.listener_of) as ears:
            reference, clip_text = None, ""
            if used.voice.engine == "gpt-sovits":
                clip, clip_text = Path(used.voice.settings["reference_path"]), _text(used)
                found, reference = hearing.hear_reference(ears, clip, clip_text, _reference_language(used, language))
                steps += found
            if spoken.takes:
                found, heard = hearing.hear_takes(ears, spoken.takes, language, clip_text, reference)
                steps += found
                lines = hearing.with_verdicts(lines, heard)
    return Diagnosis(used.name, tuple(steps), lines)


def _text(used: VoiceInUse) -> str:
    return str(used.voice.settings.get("reference_text", ""))


def _reference_language(used: VoiceInUse, language: str) -> str:
    return str(used.voice.settings.get("reference_language", language))
