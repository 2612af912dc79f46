"""voicepress voice enrol: recordings of a person become clips, references, a data set and a voice's manifest."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commands._common import count, print_json
from flows.commands.voice._statement import check_owner
from pipeline.errors import ConsentError, RefusedError, VoiceError
from pipeline.manifests import repo_of
from pipeline.untrusted.bounds import inside, off_limits, stays_inside

if TYPE_CHECKING:
    from pipeline.enrolment.enrolling import Enrolment
    from pipeline.enrolment.writing import Written
    from pipeline.manifests import Consent
    from pipeline.store import Store

# Figures of a clip that machines are given, by the names that they have here.
FIGURES = ("snr_db", "full_snr_db", "band_snr_db", "hum_level_db", "above_4k_db", "fall_db", "tones", "like",
           "pile_ppm", "speech_share", "pitch_hz", "nuclei_per_s", "level_dbfs")  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="of the voice: one word")
    parser.add_argument(
        "recordings", nargs="*", type=Path, metavar="RECORDING", help="sound files, 20 s to 30 min in all"
    )
    parser.add_argument("--language", default="", help="that is spoken in them, BCP 47")
    parser.add_argument("--consent", type=Path, metavar="FILE", help="the owner's consent, YAML")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="(default: manifests/voices/NAME)")
    parser.add_argument("--text", type=Path, metavar="FILE", help="what was read: running text, or name|text a line")
    parser.add_argument("--engine", default="gpt-sovits", help="that is to speak (gpt-sovits)")
    parser.add_argument(
        "--pretrained", type=Path, default=Path("pretrained"), metavar="FOLDER", help="its files, from voice fetch"
    )
    parser.add_argument("--references", type=int, default=5, help="how many clips the engine is given at most (5)")
    parser.add_argument("--review", action="store_true", help="listen to the clips and correct them on a page")
    parser.add_argument("--host", default="127.0.0.1", help="with --review: address to listen on")
    parser.add_argument("--port", type=int, default=0, help="with --review (default: the first that is free from 8642)")
    parser.add_argument("--no-browser", action="store_true", help="with --review: do not open the page")
    parser.add_argument("--store", help="folder or URL in which what was heard is kept (default: the house's)")
    parser.add_argument("--replace-manifest", action="store_true", help="write over a manifest that is there")


def run(options: argparse.Namespace) -> int:
    from pipeline.enrolment.writing import Written, check_engine, manifest_of, write_folder, write_manifest
    from pipeline.languages.tags import understood

    repo = repo_of(Path.cwd())
    folder = _folder(options, repo)
    if options.review and not options.recordings:
        return _review(options, folder)
    if not options.recordings:
        raise RefusedError("name one recording and more: voicepress voice enrol ann ann.wav --language en")
    try:
        language = understood(options.language) if options.language else ""
    except ValueError as error:
        raise RefusedError(f"--language: {error}") from None
    if not language:
        raise RefusedError("--language is missing: what is spoken in the recordings, such as en, zh or ja")
    check_engine(options.engine, language)
    if not 1 <= options.references <= 20:
        raise RefusedError(f"--references {options.references}: an engine is given 1 to 20")
    consent = _consent(options, language)
    enrolment = _enrol(options, folder, language)
    written = Written(write_folder(enrolment, folder), None, enrolment.refused)
    if not enrolment.refused:
        # Against the clips that were chosen: in the recordings others may speak.
        check_owner(consent, options.consent.parent, [folder / one.file for one in enrolment.references])
        pretrained = options.pretrained if options.pretrained.is_absolute() else repo / options.pretrained
        record = _beside(options, folder)
        manifest = manifest_of(
            enrolment, folder, repo, record, engine=options.engine, narrator=options.name, pretrained=pretrained
        )
        further = enrolment.references[1:]
        written = write_manifest(folder, manifest, further, enrolment.styles, replace_manifest=options.replace_manifest)
    if options.json:
        print_json(answer(enrolment, written))
    else:
        _tell(enrolment, written)
    if options.review:
        _review(options, folder)
    return VoiceError.exit_code if enrolment.refused else 0


def _review(options: argparse.Namespace, folder: Path) -> int:
    """The page, until Ctrl-C."""
    from flows.review.enrolling.serving import serve
    from pipeline.enrolment.dataset import NAME, read_rows

    if not read_rows(folder / NAME):
        raise RefusedError(f"{folder / NAME} has no clips; enrol a recording first")

    def tell(url: str) -> None:
        print_json({"url": url}) if options.json else print(f"{url}\nCtrl-C ends it", flush=True)

    with suppress(KeyboardInterrupt):
        serve(folder, options.host, options.port, tell, browser=not options.no_browser)
    return 0


def _folder(options: argparse.Namespace, repo: Path) -> Path:
    if not stays_inside(options.name) or "/" in options.name or "@" in options.name or options.name.startswith("."):
        raise RefusedError(f"{options.name!r} is no name of a voice: give one word, such as ann")
    folder: Path = (options.to or repo / "manifests" / "voices" / options.name).absolute()
    if why := off_limits(folder):
        raise RefusedError(f"--to {options.to} {why}")
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"--to {folder} is a file; name a folder")
    return folder


def _consent(options: argparse.Namespace, language: str) -> Consent:
    """The owner's consent, held against today and the language.

    Raises:
        ConsentError: it was revoked, has ended, or is for other languages.
    """
    from pipeline.consent import now, refusal
    from pipeline.manifests import Consent, read_yaml

    if options.consent is None:
        raise RefusedError("--consent is missing: a voice without its owner's consent does not speak; see docs")
    consent: Consent = read_yaml(options.consent, Consent)
    if why := refusal(consent, consent.uses[0], language, consent.territories[0], now()):
        raise ConsentError(f"{options.consent}: {why}")
    return consent


def _beside(options: argparse.Namespace, folder: Path) -> str:
    """The consent's file as the manifest names it: where it lies beside the manifest, else as a copy in the voice's
    folder, with the documents that it names."""
    from pipeline.manifests import Consent, read_yaml
    from pipeline.store import write_atomically

    source: Path = options.consent.resolve()
    if source.is_relative_to(folder.parent.resolve()):
        return source.relative_to(folder.parent.resolve()).as_posix()
    consent = read_yaml(options.consent, Consent)
    for document in (consent.signed, consent.statement):
        named = inside(source.parent, document.file) if document else None
        if document and (named is None or not named.is_file()):
            raise RefusedError(f"{options.consent} names {document.file}, which is not there")
        if document and named:
            target = folder / document.file
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, named.read_bytes())
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / "consent.yaml", source.read_bytes())
    return f"{folder.name}/consent.yaml"


def _enrol(options: argparse.Namespace, folder: Path, language: str) -> Enrolment:
    from flows.repo import Repo
    from pipeline.enrolment.dataset import NAME, read_rows
    from pipeline.enrolment.decoding import LEAST_S, MOST_S, read_recording
    from pipeline.enrolment.enrolling import Enrolling
    from pipeline.enrolment.texts import read_texts

    names = [str(path) for path in options.recordings]
    if len(set(names)) < len(names):
        raise RefusedError("a recording is named twice; name each once")
    corrected = [row for row in read_rows(folder / NAME) if row.corrected]
    texts = read_texts(options.text, names) if options.text else None
    ears = _ears(Repo.at(Path.cwd(), options.store).store)
    recordings = [read_recording(path, name) for path, name in zip(options.recordings, names, strict=True)]
    total = sum(one.samples / one.clip.sample_rate_hz for one in recordings)
    if not LEAST_S <= total <= MOST_S:
        raise RefusedError(
            f"the recordings last {total:.0f} s together; {LEAST_S} s to {MOST_S // 60} minutes can be enrolled"
        )

    def tell(done: int, clips: int) -> None:
        if not options.json and sys.stderr.isatty():
            print(f"\rheard {done + 1} of {clips} clips", end="" if done + 1 < clips else "\n", file=sys.stderr)

    return Enrolling(ears, language, texts, corrected, options.references, tell).run(recordings)


def _ears(store: Store) -> Any:
    """Everything that hears here; what was heard before is in the store.

    Raises:
        MissingExtraError: the extra `qa` is not installed.
    """
    from models.listeners.naturalness import Naturalness
    from models.listeners.speaker import Speaker
    from models.listeners.transcribing import Transcriber, spoken_words
    from models.listeners.voicing import Voicing
    from pipeline.enrolment.hearing import Ears, Said
    from pipeline.enrolment.kept import remembering
    from pipeline.errors import MissingExtraError
    from pipeline.listener import Sound

    voicing, speaker, transcriber, naturalness = Voicing(), Speaker({}), Transcriber(), Naturalness({})
    for part in (transcriber, voicing, speaker):
        part.check_ready()
    try:
        naturalness.check_ready()
        rated = True
    except MissingExtraError:
        rated = False

    def say(clip: Any, language: str) -> Said:
        heard = transcriber(clip, language)
        return Said(heard.text, heard.words, heard.confidence)

    def rate(clip: Any) -> float | None:
        return naturalness.hear([Sound(clip, "", "en")])[0].naturalness if rated else None

    ears = Ears(voicing, speaker.voiceprints, say, spoken_words, rate)
    return remembering(ears, store, transcriber.fingerprint(), naturalness.fingerprint() if rated else "nobody")


def answer(enrolment: Enrolment, written: Written) -> dict[str, Any]:
    """For machines. `file` is the recording as it was named, `clip` the file that was cut from it."""
    clips = []
    for one in enrolment.judged:
        values = one.figures.values
        clips.append(
            {
                "file": enrolment.recordings[one.stretch.recording].name,
                "start_ms": one.start_ms,
                "end_ms": one.end_ms,
                "text": one.text,
                "verdict": one.verdict,
                "reasons": list(one.reasons),
                **{name: round(values[name], 2) if name in values else None for name in FIGURES},
                "heard": one.heard,
                "confidence": one.confidence if one.confidence >= 0 else None,
                "mismatch": one.mismatch,
                "naturalness": one.naturalness,
                "why": list(one.why),
                "clip": one.file if one.stretch.speech else "",
                "corrected": one.corrected,
            }
        )
    return {
        "schema": 1,
        "clips": clips,
        "references": [asdict(one) for one in enrolment.references],
        "styles": [asdict(one) for one in enrolment.styles],
        "refused": enrolment.refused,
        "accounts": [asdict(one) for one in enrolment.accounts],
        "dataset": str(written.dataset),
        "manifest": str(written.manifest) if written.manifest else "",
        "left": written.why,
    }


def _tell(enrolment: Enrolment, written: Written) -> None:
    from pipeline.enrolment.advice import table

    for one in enrolment.judged:
        name = one.file or enrolment.recordings[one.stretch.recording].name
        print(
            f"{one.verdict:8s}{_clock(one.start_ms)} to {_clock(one.end_ms)}  {'; '.join(one.why) or one.text}  {name}"
        )
    print("\n".join(["", *table(enrolment.accounts), ""]))
    for reference in (*enrolment.references, *enrolment.styles):
        print(f"reference {reference.style or reference.rank}: {reference.file} ({reference.why}): {reference.text}")
    print(f"{written.dataset}: {count(len(enrolment.kept), 'clip')} kept; correct it, and run this again")
    if enrolment.refused:
        print(f"refused: {enrolment.refused}")
    else:
        print(written.why or written.manifest or "the manifest is as it would be written")


def _clock(ms: int) -> str:
    return f"{ms // 60000}:{ms // 1000 % 60:02}.{ms % 1000:03}"
