"""Loading: from the path of a production.yaml to its job, with everything that it names, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pipeline.codes import CODES
from pipeline.delivery.provenance.signing import Signer
from pipeline.errors import ManifestError, ManuscriptError
from pipeline.hearing import ListenerOf
from pipeline.intake import SUFFIXES
from pipeline.manifests import (
    Approvals,
    Cast,
    Lexicon,
    Pickup,
    Pickups,
    Production,
    RepoSettings,
    Review,
    Spec,
    Strict,
    Waiver,
    Waivers,
    did_you_mean,
    find_spec,
    read_production,
    read_settings,
    read_yaml,
    repo_of,
)
from pipeline.manifests.consent.forbidden import forbidden_lists
from pipeline.manifests.lock import lock_path
from pipeline.production.gating.in_force import GateInForce
from pipeline.production.job.job import Job
from pipeline.production.job.locks import lock_in_force, lock_now
from pipeline.production.job.voices import EngineOf, room_of, voices_in_use
from pipeline.production.kinds import assembly_of
from pipeline.takes import VoiceInUse
from pipeline.untrusted.bounds import off_limits

M = TypeVar("M", bound=Strict)


def load_all(
    path: Path,
    engine_of: EngineOf,
    *,
    rehearsal: bool = False,
    out: Path | None = None,
    listener_of: ListenerOf | None = None,
) -> list[Job]:
    """The production at `path`, once for each spec that it names: they share everything up to their takes.

    Raises:
        as `load`.
    """
    specs = _read(path).specs
    jobs = [load(path, engine_of, rehearsal=rehearsal, out=out, spec=name, listener_of=listener_of) for name in specs]
    if idle := next((job for job in jobs if not job.formats), None):
        forms = ", ".join(idle.production.formats)
        raise ManifestError(
            f"{path}: spec: nothing is delivered at {idle.spec_name}, for each of {forms} is made at its "
            f"own shop's; leave it out, or deliver another format: {{m4b: {idle.spec_name}}}"
        )
    return jobs


def load(
    path: Path,
    engine_of: EngineOf,
    *,
    rehearsal: bool = False,
    out: Path | None = None,
    spec: str = "",
    listener_of: ListenerOf | None = None,
) -> Job:
    """Reads the production at `path` and all that it names.

    Args:
        spec: one of those that the production names; the first, if not given. Where there are several, each has a
            folder and a lock of its own.
        listener_of: the listener for a role and a language; without it, no take is judged.

    Raises:
        ManifestError, ManuscriptError, VoiceError: with file, line, field and cure.
    """
    production = _read(path)
    kind = assembly_of(production.kind).JOB
    if unknown := [form for form in production.formats if form not in kind.FORMATS]:
        cure = did_you_mean(unknown[0], kind.FORMATS)
        raise ManifestError(f"{path}: deliver: there is no format {unknown[0]!r}; {cure}")
    repo = repo_of(path)
    settings = read_settings(repo)
    if (path.parent / production.source).is_file():  # for anything else `check_source` has a sentence
        _check_named(path, production.SOURCE, production.source)
    for field, named in production.files():
        _check_named(path, field, named)
    cast = read_yaml(path.parent / production.cast, Cast) if production.cast else Cast(narrator=production.voice)
    names = dict.fromkeys([cast.narrator, *(rule.voice for rule in cast.rules)])
    voices = voices_in_use(names, repo, engine_of, production.watermark or settings.watermark, rehearsal=rehearsal)
    rooms = {name: room_of(name, used.voice.room_tone) for name, used in voices.items() if used.voice.room_tone}
    lexicons = tuple((name, read_yaml(path.parent / name, Lexicon)) for name in production.lexicons)
    spec = spec or production.specs[0]
    if spec not in production.specs:
        raise ManifestError(f"{path} does not name the spec {spec!r}; it names {', '.join(production.specs)}")
    rules = read_yaml(find_spec(spec, repo), Spec)
    source = _source(path, production, kind)
    slug = path.resolve().parent.name if path.stem == "production" else path.stem
    folder = _folder((out or repo / "out") / slug, production, spec, rehearsal=rehearsal)
    locked_at = folder / "rehearsal.lock.yaml" if rehearsal else lock_path(path, production.specs, spec)
    fixed = lock_now(source, path.parent, production, spec, rules, voices, rooms)
    return kind(
        path=path, repo=repo, slug=slug, production=production, spec_name=spec, spec=rules, cast=cast, voices=voices,
        lexicons=lexicons, pickups=_pickups(path.parent), waivers=_waivers(path.parent),
        approvals=_beside(path.parent / "approvals.yaml", Approvals).approvals,
        later=_beside(path.parent / "review.yaml", Review).later,
        signer=Signer.of(settings.signing, repo) if settings.signing and not rehearsal else None,
        manuscript_path=source, lock_path=locked_at, lock=lock_in_force(locked_at, fixed), fixed=fixed,
        gate=_gate(production, settings, repo, voices, listener_of, rehearsal=rehearsal),
        room=rooms.get(cast.narrator), out=folder, rehearsal=rehearsal,
        territories=production.territories or settings.territories, forbidden=forbidden_lists(repo))  # fmt: skip


def _gate(
    production: Production,
    settings: RepoSettings,
    repo: Path,
    voices: Mapping[str, VoiceInUse],
    listener_of: ListenerOf | None,
    *,
    rehearsal: bool,
) -> GateInForce | None:
    """The gate of the production, or else of the house; none where nobody speaks who could be heard."""
    level = production.gate or settings.gate
    speaks = any(used.engine.capabilities.speaks for used in voices.values())
    if level == "off" or rehearsal or listener_of is None or not speaks:
        return None
    return GateInForce(level, settings.gate_share, repo, listener_of)


def _source(path: Path, production: Production, kind: type[Job]) -> Path:
    """The file that the lines come from: it is there, and its kind of production reads it. Else the manifest itself."""
    if not production.SOURCE:
        return path
    source = path.parent / production.source
    if not source.exists():
        near = ", ".join(sorted(p.name for p in path.parent.iterdir() if not p.name.endswith((".yaml", ".yml"))))
        raise ManuscriptError(
            f"{path}: {production.SOURCE}: {source} does not exist; beside the manifest there "
            f"{'are: ' + near if near else 'is no such file'}"
        )
    kind.check_source(source)
    return source


def _folder(folder: Path, production: Production, spec: str, *, rehearsal: bool) -> Path:
    """Of its deliverables: rehearsals lie apart, and so does each of several specs."""
    folder = folder / "rehearsal" if rehearsal else folder
    return folder / spec if len(production.specs) > 1 else folder


def _check_named(path: Path, field: str, named: str) -> None:
    """A production that somebody else wrote must not read this machine's own files aloud."""
    if named and (why := off_limits(path.parent / named)):
        raise ManifestError(
            f"{path}: {field}: {named} {why}, which no production may name; put a copy beside the manifest"
        )


def _read(path: Path) -> Production:
    if path.is_file() and SUFFIXES.get(path.suffix.lower() or "-"):
        raise ManifestError(
            f"{path} is a book and no manifest: 'voicepress new {path}' writes one, 'voicepress produce "
            f"{path}' writes one beside it and makes it at once"
        )
    return read_production(path)


def _beside(path: Path, model: type[M]) -> M:
    """What stands in a manifest beside a production, which is there when someone needs it."""
    return read_yaml(path, model) if path.exists() else model()


def _pickups(folder: Path) -> tuple[Pickup, ...]:
    path = folder / "pickups.yaml"
    pickups = _beside(path, Pickups).pickups
    for pickup in pickups:
        _check_named(path, "file", pickup.file)
    return pickups


def _waivers(folder: Path) -> tuple[Waiver, ...]:
    path = folder / "waivers.yaml"
    waivers = _beside(path, Waivers).waivers
    for waiver in waivers:
        if waiver.code not in CODES:
            raise ManifestError(f"{path}: there is no code {waiver.code!r}; codes are those of findings, such as t-003")
    return waivers
