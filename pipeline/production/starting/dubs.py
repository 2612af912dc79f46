"""Starting a dub: from a timed script and a picture to a commented manifest."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.errors import ManuscriptError, RefusedError
from pipeline.intake.scripts import read_script
from pipeline.intake.scripts.records import ReadOptions, TimedScript
from pipeline.manifests import find_voice, read_voice, voice_files
from pipeline.production.starting.starter import EMBEDDED_VOICES, GITIGNORE, slug_of, write_starter
from pipeline.records import Finding
from pipeline.untrusted.films import probe
from pipeline.untrusted.sandbox import confined

_NAMED = {Fraction(24000, 1001): "23.976", Fraction(30000, 1001): "29.97", Fraction(60000, 1001): "59.94"}


@dataclass(frozen=True, slots=True)
class Film:
    """What is known of a picture."""

    path: Path | None
    frame_rate: str
    start: str
    duration_ms: int


@dataclass(frozen=True, slots=True)
class BegunDub:
    path: Path  # of production.yaml
    script: Path
    text: str  # of the manifest
    title: str
    findings: tuple[Finding, ...]


def begin_dub(
    script: Path, picture: Path | None, folder: Path | None, *, voice: str, encoding: str, repo: Path
) -> BegunDub:
    """Writes a production of a script.

    Args:
        folder: manifests/productions/NAME of the repo, if not given.
        voice: the first that speaks the script's language where none is named.

    Raises:
        RefusedError: there is a manifest already, or no such voice.
        ManuscriptError: script or picture cannot be read.
    """
    read = read_script(script, ReadOptions(encoding=encoding))
    film = (
        film_at(picture)
        if picture
        else Film(None, "25", "00:00:00:00", max((cue.out_ms for cue in read.cues), default=0) + 1000)
    )
    folder = folder or repo / "manifests" / "productions" / slug_of(script.stem)
    path = folder / "production.yaml"
    if path.exists():
        raise RefusedError(f"{path} exists; a person's manifest is not written over: name another folder with --to")
    names = sorted(one.stem for one in voice_files(repo))
    speaking = [name for name in names if read_voice(find_voice(name, repo)).speaks(read.language)]
    if voice and voice not in names:
        raise RefusedError(
            f"there is no voice {voice!r} in {repo / 'manifests' / 'voices'}; there are: {', '.join(names) or 'none'}"
        )
    embedded = None if names else EMBEDDED_VOICES.get(read.language.partition("-")[0], EMBEDDED_VOICES["en"])
    chosen = voice or (embedded.name if embedded else (speaking or names)[0])
    text = starter_dub(
        read, script.name, film, chosen, encoding, os.path.relpath(film.path, folder) if film.path else ""
    )
    write_starter(path, text)
    shutil.copyfile(script, folder / script.name)
    if embedded:
        home = repo / "manifests" / "voices" / f"{embedded.name}.yaml"
        home.parent.mkdir(parents=True, exist_ok=True)
        home.write_text(embedded.manifest, "utf-8")
    if not (repo / ".gitignore").exists():
        (repo / ".gitignore").write_text(GITIGNORE, "utf-8")
    return BegunDub(path, folder / script.name, text, script.stem, read.findings)


def film_at(path: Path) -> Film:
    """The picture at a path, looked at in a process that may die."""
    if not path.is_file():
        raise ManuscriptError(f"{path} is no film: there is no such file")
    try:
        said = json.loads(confined(probe, os.fsencode(path.resolve())))
    except ValueError as error:
        raise ManuscriptError(f"{path} is no film that can be read: {error}") from error
    if not said["frame_rate"] or not said["duration_ms"]:
        raise ManuscriptError(f"{path} does not say how long its picture is, or how many frames a second it has")
    rate = Fraction(said["frame_rate"])
    named = _NAMED.get(rate, str(rate))
    return Film(
        path,
        named + ("df" if ";" in said["start"] else ""),
        said["start"].replace(";", ":") or "00:00:00:00",
        said["duration_ms"],
    )


def starter_dub(script: TimedScript, file_name: str, film: Film, voice: str, encoding: str, film_name: str) -> str:
    """The text of a dub's production.yaml; what the script itself says stands there as comments."""
    spoken = [cue for cue in script.cues if cue.spoken]
    people = Counter(turn.character for cue in spoken for turn in cue.turns if turn.character)
    cast = [f"#   {json.dumps(name, ensure_ascii=False)}: {voice}   # {number} {'turn' if number == 1 else 'turns'}"
            for name, number in people.most_common(20)]  # fmt: skip
    silent = Counter(cue.kind for cue in script.cues if not cue.spoken)
    left = ", ".join(f"{number} {kind}" for kind, number in silent.most_common())
    number = f"{len(spoken)} of {len(script.cues)} cues are spoken"
    film_line = f"  file: {json.dumps(film_name, ensure_ascii=False)}"
    guessed = "" if film_name else "   # a guess: write the picture's own"
    picture = [
        film_line if film_name else "  # file: film.mp4                   # without it nothing is muxed",
        f'  frame_rate: "{film.frame_rate}"{guessed}',
        f'  start: "{film.start}"               # timecode of the first frame',
        f"  duration_ms: {film.duration_ms}{guessed}",
    ]
    encoded = [f"  encoding: {encoding}"] if encoding else []
    described = bool(spoken) and all(cue.kind == "description" for cue in spoken)
    kind, other = ("audio_description", "dub") if described else ("dub", "audio_description")
    language_guessed = "" if script.language else "   # a guess: the script does not say"
    return "\n".join([
        f"kind: {kind}                            # or voice_over, narration, {other}",
        f"script: {json.dumps(file_name, ensure_ascii=False)}",
        *(["reading:", *encoded] if encoded else []),
        f"language: {script.language or 'en'}{language_guessed}",
        f"# {number}{f'; not {left}' if left else ''}.",
        f"voice: {voice}                        # whoever is not named below; manifests/voices/{voice}.yaml",
        *(["# characters:", *cast] if cast else ["# characters: {ANN: heart@2}         # the script names nobody"]),
        "picture:",
        *picture,
        "",
        "# How far a start may be off its cue where the speaker is seen or not, and how fast a voice may speak.",
        "# timing: {on_screen_ms: 250, off_screen_ms: 400, slowest: 0.92, fastest: 1.30}",
        "# mix: {me: me.wav, duck_db: 0}       # music and effects; lowered under speech for a voice-over",
        "# variants: variants.yaml             # shorter texts by cue id (voicepress spot shows the ids)",
        "deliver: [dx, mix]                   # stems; at spec ebu-r128",
    ]) + "\n"  # fmt: skip
