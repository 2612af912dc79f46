"""A production as its manifest names it: everything read and checked, nothing made yet; and its lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import yaml

from pipeline.audio import Room
from pipeline.codes import CODES
from pipeline.delivery import FORMATS, shop_of
from pipeline.delivery.covers import media_type_of
from pipeline.delivery.provenance.signing import Signer
from pipeline.engine import Engine, Watermark
from pipeline.errors import ConsentError, LockError, ManifestError, ManuscriptError, VoiceError
from pipeline.intake import SUFFIXES, check_source, read_manuscript
from pipeline.languages.tags import primary
from pipeline.manifests import (
    Cast,
    Lexicon,
    Lock,
    Pickup,
    Pickups,
    Production,
    Spec,
    Voice,
    Waiver,
    Waivers,
    did_you_mean,
    find_spec,
    find_voice,
    house_of,
    read_house,
    read_yaml,
)
from pipeline.matching import plain
from pipeline.production.audiobook.credits import with_credits
from pipeline.production.cache import cached_manuscript
from pipeline.production.locks import differences, lock_in_force, lock_path, rights_changed, rights_of
from pipeline.qa.findings import PlacedFinding, placed
from pipeline.qa.verdict import failing
from pipeline.qa.waivers import waive
from pipeline.records import Cover, Deliverable, Manuscript
from pipeline.store import Store, digest_of, digest_of_file, digest_of_tree, write_atomically
from pipeline.takes import VoiceInUse
from pipeline.untrusted.bounds import off_limits

EngineOf = Callable[[Voice], Engine]
REHEARSAL = Voice(engine="tone", version=1, languages=("*",), narrator="a tone")

COVER_TYPES = (".jpg", ".jpeg", ".png", ".svg")


@dataclass(frozen=True)
class Job:
    """Not slotted: the manuscript is read when it is first asked for."""

    path: Path  # of production.yaml
    house: Path
    slug: str
    production: Production
    spec_name: str  # of those that the production names
    spec: Spec
    cast: Cast
    voices: Mapping[str, VoiceInUse]
    lexicons: tuple[tuple[str, Lexicon], ...]
    pickups: tuple[Pickup, ...]
    waivers: tuple[Waiver, ...]
    signer: Signer | None  # of finished files
    room: Room | None  # the narrator's, where a recording of it was given: the book is in it
    manuscript_path: Path
    lock_path: Path
    lock: Lock | None
    fixed: Lock  # what a lock would say today
    out: Path
    rehearsal: bool

    @cached_property
    def formats(self) -> tuple[str, ...]:
        """Those that are made at this spec; of several specs, a shop's own set only at that shop's."""
        said = self.production
        bound = isinstance(said.deliver, dict) or len(said.specs) == 1
        return tuple(
            form
            for form in said.formats
            if self.spec_name in said.specs_of(form)
            and (bound or shop_of(form) not in said.specs or shop_of(form) == self.spec_name)
        )

    def recall(self, store: Store) -> None:
        """Takes the manuscript from the store's memory, where it was read before: reading a novel takes 0.7 s."""
        if "_source" not in self.__dict__:
            self.__dict__["_source"] = cached_manuscript(
                store, self.manuscript_path, self.fixed.manuscript, self.production.encoding
            )

    @cached_property
    def _source(self) -> Manuscript:
        return read_manuscript(self.manuscript_path, self.production.encoding)

    @cached_property
    def manuscript(self) -> Manuscript:
        """The source as read, with what the production says of it in place of its own metadata."""
        read = self._source
        said = self.production
        titles = {chapter.title for chapter in read.chapters}
        if unknown := [title for title in said.read.skip_chapters if plain(title) not in map(plain, titles)]:
            raise ManifestError(
                f"{self.path}: read: skip_chapters: there is no chapter {unknown[0]!r} in "
                f"{self.manuscript_path.name}; there are: " + ", ".join(sorted(filter(None, titles)))[:600]
            )
        mine = {
            name: value
            for name in ("title", "creators", "language", "date", "publisher", "description", "series", "series_part")
            if (value := getattr(said, name))
        }
        if said.cover:
            mine["cover"] = self._cover(said.cover)
        answered = {code for code, name in (("i-010", "title"), ("i-013", "language")) if name in mine}
        findings = tuple(
            finding
            for finding in read.findings
            if finding.code not in answered and not (finding.code == "i-018" and finding.where in mine)
        )
        manuscript = replace(read, **mine, findings=findings)
        cloned = any(used.voice.cloned for used in self.voices.values())
        return with_credits(manuscript, said, self.narrator, cloned=cloned)

    def _cover(self, name: str) -> Cover:
        path = self.path.parent / name
        if path.suffix.lower() not in COVER_TYPES:
            raise ManifestError(f"{self.path}: cover: {name} is not one of {', '.join(COVER_TYPES)}")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ManifestError(f"{self.path}: cover: {path} cannot be read: {error.strerror}") from None
        if not (kind := media_type_of(data)):
            raise ManifestError(f"{self.path}: cover: {name} is neither JPEG nor PNG nor SVG, whatever its name says")
        return Cover(data, kind)

    @property
    def narrator(self) -> str:
        voice = self.voices[self.cast.narrator]
        return voice.voice.narrator or voice.name

    @property
    def watermark(self) -> Watermark | None:
        """The mark that all of its sound carries; None where one of its voices leaves none."""
        marks = [used.engine.capabilities.watermark for used in self.voices.values()]
        return marks[0] if all(marks) else None

    def check_ready(self) -> None:
        """Raises MissingExtraError where an engine wants something that is not installed."""
        for used in self.voices.values():
            used.engine.check_ready()

    def check_consent(self) -> None:
        """Raises ConsentError unless every voice's owner has agreed to this kind of production, today."""
        if self.rehearsal:
            return
        for name, voice in self.voices.items():
            where = find_voice(name, self.house)
            consent = voice.voice.consent
            if consent is None:
                raise ConsentError(
                    f"{where}: the voice {name!r} has no `consent:`, so it does not speak; record who "
                    "agreed to which uses"
                )
            if self.production.kind not in consent.uses:
                raise ConsentError(
                    f"{where}: the consent of {name!r} covers {', '.join(consent.uses)}, not "
                    f"{self.production.kind}; ask its owner, then add the use"
                )
            if consent.until and dt.date.today().isoformat() > consent.until:
                raise ConsentError(f"{where}: the consent of {name!r} ended on {consent.until}")

    def without_consent(self) -> str:
        """Why its voices may not speak; "" where they may."""
        try:
            self.check_consent()
        except ConsentError as error:
            return str(error)
        return ""

    def refusing(self, deliverable: Deliverable) -> list[PlacedFinding]:
        """Why a deliverable is not published; nothing where it is. A person may waive what a shop would not accept."""
        against, _ = waive(map(placed, deliverable.refusing), self.waivers)
        return failing(against, self.rehearsal)

    def refuses(self, deliverable: Deliverable) -> str:
        """The same in words; "" where it is published."""
        return "; ".join(map(str, self.refusing(deliverable)))

    def changed(self) -> dict[str, str]:
        """What the lock fixes and is no longer so: field of the lock -> a sentence."""
        if self.lock is None:
            return {}
        said = {}
        if self.lock.manuscript != self.fixed.manuscript:
            said["manuscript"] = f"the manuscript {self.production.manuscript} has changed"
        if self.lock.spec != self.fixed.spec:
            said["spec"] = f"the spec {self.spec_name!r} is not the one that was locked"
        for field in ("lexicons", "voices"):
            if how := differences(field, getattr(self.lock, field), getattr(self.fixed, field)):
                said[field] = how
        return said | rights_changed(self.lock, self.fixed)

    @property
    def gain_db(self) -> float | None:
        """The book's gain, as its lock has it; None where another voice or another level makes it say nothing."""
        if self.lock is None or "voices" in (changed := self.changed()):
            return None
        same = self.lock.level == self.fixed.level if self.lock.level else "spec" not in changed
        return self.lock.gain_db if same else None

    def check_lock(self, upgrade: Iterable[str]) -> None:
        """Raises LockError when something has changed that `upgrade` does not name."""
        accepted = set(upgrade)
        refused = {field: said for field, said in self.changed().items() if field not in accepted}
        if refused:
            accept = " ".join(f"--accept {field}" for field in refused)
            raise LockError(
                f"{self.lock_path.name}: {'; '.join(refused.values())}. Accept it with --upgrade "
                f"(or {accept}), or put back what was locked"
            )

    def write_lock(self, gain_db: float | None) -> None:
        lock = self.fixed.model_copy(update={"gain_db": gain_db})
        if lock == self.lock and self.lock_path.exists():
            return
        text = "# Written by voicepress: what this production was made from. Commit it.\n" + yaml.safe_dump(
            lock.model_dump(mode="json"), sort_keys=False, allow_unicode=True
        )
        write_atomically(self.lock_path, text.encode())


LOCKED = ("manuscript", "lexicons", "spec", "voices", "consent", "disclosure", "watermark")


def load_all(path: Path, engine_of: EngineOf, *, rehearsal: bool = False, out: Path | None = None) -> list[Job]:
    """The production at `path`, once for each spec that it names: they share everything up to their takes.

    Raises:
        as `load`.
    """
    specs = _read(path).specs
    jobs = [load(path, engine_of, rehearsal=rehearsal, out=out, spec=name) for name in specs]
    if idle := next((job for job in jobs if not job.formats), None):
        forms = ", ".join(idle.production.formats)
        raise ManifestError(
            f"{path}: spec: nothing is delivered at {idle.spec_name}, for each of {forms} is made at its "
            f"own shop's; leave it out, or deliver another format: {{m4b: {idle.spec_name}}}"
        )
    return jobs


def load(path: Path, engine_of: EngineOf, *, rehearsal: bool = False, out: Path | None = None, spec: str = "") -> Job:
    """Reads the production at `path` and all that it names.

    Args:
        spec: one of those that the production names; the first, if not given. Where there are several, each has a
            folder and a lock of its own.

    Raises:
        ManifestError, ManuscriptError, VoiceError: with file, line, field and cure.
    """
    production = _read(path)
    if unknown := [form for form in production.formats if form not in FORMATS]:
        raise ManifestError(f"{path}: deliver: there is no format {unknown[0]!r}; {did_you_mean(unknown[0], FORMATS)}")
    house = house_of(path)
    settings = read_house(house)
    slug = path.resolve().parent.name if path.stem == "production" else path.stem
    for field, named in (
        ("manuscript", production.manuscript),
        ("cast", production.cast),
        ("cover", production.cover),
        *(("lexicons", name) for name in production.lexicons),
    ):
        _check_named(path, field, named)
    cast = read_yaml(path.parent / production.cast, Cast) if production.cast else Cast(narrator=production.voice)
    names = list(dict.fromkeys([cast.narrator, *(rule.voice for rule in cast.rules)]))
    voices = {}
    for name in names:
        voice = REHEARSAL if rehearsal else read_yaml(find_voice(name, house), Voice)
        voice = with_paths(voice, house)
        if not rehearsal and (mark := production.watermark or settings.watermark):
            voice = voice.model_copy(update={"watermark": mark})
        engine = engine_of(voice)
        if not rehearsal:
            _check_languages(find_voice(name, house), voice, engine)
            if engine.capabilities.clones and "cloned" not in voice.model_fields_set:
                voice = voice.model_copy(update={"cloned": True})  # only a manifest that says no says no
        voices[name] = VoiceInUse(name, voice, engine, engine.fingerprint())
    rooms = {name: _room(name, used.voice.room_tone) for name, used in voices.items() if used.voice.room_tone}
    lexicons = tuple((name, read_yaml(path.parent / name, Lexicon)) for name in production.lexicons)
    spec = spec or production.specs[0]
    if spec not in production.specs:
        raise ManifestError(f"{path} does not name the spec {spec!r}; it names {', '.join(production.specs)}")
    rules = read_yaml(find_spec(spec, house), Spec)
    manuscript = path.parent / production.manuscript
    if not manuscript.exists():
        near = ", ".join(sorted(p.name for p in path.parent.iterdir() if not p.name.endswith((".yaml", ".yml"))))
        raise ManuscriptError(
            f"{path}: manuscript: {manuscript} does not exist; beside the manifest there "
            f"{'are: ' + near if near else 'is no such file'}"
        )
    check_source(manuscript)
    pickups = path.parent / "pickups.yaml"
    folder = (out or house / "out") / slug
    folder = folder / "rehearsal" if rehearsal else folder
    folder = folder / spec if len(production.specs) > 1 else folder
    locked_at = folder / "rehearsal.lock.yaml" if rehearsal else lock_path(path, production.specs, spec)
    fixed = _lock_of(manuscript, path.parent, production, spec, rules, voices, rooms)
    return Job(
        path=path, house=house, slug=slug, production=production, spec_name=spec, spec=rules, cast=cast, voices=voices,
        lexicons=lexicons, pickups=read_yaml(pickups, Pickups).pickups if pickups.exists() else (),
        waivers=_waivers(path.parent),
        signer=Signer.of(settings.signing, house) if settings.signing and not rehearsal else None,
        manuscript_path=manuscript, lock_path=locked_at, lock=lock_in_force(locked_at, fixed), fixed=fixed,
        room=rooms.get(cast.narrator), out=folder, rehearsal=rehearsal)  # fmt: skip


def _check_named(path: Path, field: str, named: str) -> None:
    """A production that somebody else wrote must not read this machine's own files aloud."""
    if field == "manuscript" and not (path.parent / named).is_file():
        return  # a device, a folder, nothing at all: `check_source` has a sentence for each
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
    return read_yaml(path, Production)


def _check_languages(path: Path, voice: Voice, engine: Engine) -> None:
    """Raises VoiceError where a manifest claims languages that its engine has no sounds for."""
    if "*" in engine.languages:
        return
    if foreign := [tag for tag in voice.languages if primary(tag) not in engine.languages]:
        knows = ", ".join(sorted(engine.languages))
        raise VoiceError(
            f"{path}: languages: the engine {voice.engine!r} speaks {knows}, not {', '.join(foreign)}; name "
            f"only what it speaks, or an engine that speaks {foreign[0]}"
        )


def _room(voice: str, path: str) -> Room:
    if why := off_limits(Path(path)):
        raise VoiceError(f"the voice {voice!r}: room_tone: {path} {why}, which no voice may name")
    try:
        room = Room(path, digest_of_file(Path(path)))
        room.check()
    except OSError as error:
        raise VoiceError(f"the voice {voice!r}: room_tone: {path} cannot be read: {error.strerror}") from None
    except VoiceError as error:
        raise VoiceError(f"the voice {voice!r}: {error}") from None
    return room


def _waivers(folder: Path) -> tuple[Waiver, ...]:
    path = folder / "waivers.yaml"
    waivers = read_yaml(path, Waivers).waivers if path.exists() else ()
    for waiver in waivers:
        if waiver.code not in CODES:
            raise ManifestError(f"{path}: there is no code {waiver.code!r}; codes are those of findings, such as t-003")
    return waivers


def _lock_of(
    manuscript: Path,
    folder: Path,
    production: Production,
    spec: str,
    rules: Spec,
    voices: Mapping[str, VoiceInUse],
    rooms: Mapping[str, Room],
) -> Lock:
    return Lock(
        manuscript=digest_of_tree(manuscript),
        lexicons={name: digest_of_file(folder / name) for name in production.lexicons},
        spec=f"{spec} {digest_of(rules.model_dump_json(exclude_defaults=True).encode())}",
        voices={name: f"version {v.voice.version}, {v.engine.version}, seed {v.voice.seed}, {v.fingerprint}"
                + (f", room tone {rooms[name].digest}" if name in rooms else "")
                for name, v in voices.items()},
        consent={name: rights_of(v.voice) for name, v in voices.items()},
        disclosure=production.disclosure.told(any(v.voice.cloned for v in voices.values())),
        watermark={name: v.voice.watermark for name, v in voices.items() if v.voice.watermark},
        level=digest_of(rules.level.model_dump_json().encode())[:16])  # fmt: skip


def with_paths(voice: Voice, house: Path) -> Voice:
    """The voice with whole paths in its settings."""
    # Paths in a voice's settings are relative to the production repo; engines get them whole, and hash contents.
    settings = {
        key: _whole(value, house) if key.endswith(("_path", "_folder")) else value
        for key, value in voice.settings.items()
    }
    return voice.model_copy(update={"settings": settings, "room_tone": _whole(voice.room_tone, house)})


def _whole(value: object, house: Path) -> object:
    return str(house / value) if isinstance(value, str) and value else value
