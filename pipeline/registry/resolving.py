"""From a name that a production writes to the voice that it means: a manifest of the repo, or a registered version.

ann           manifests/voices/ann.yaml, where it is there: as if there were no registry; else ann@stable
ann@stable    the version that the alias names now
ann@3         that version
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConsentError, ManifestError
from pipeline.manifests import (
    Consent,
    Voice,
    VoiceName,
    did_you_mean,
    find_voice,
    parse_yaml,
    read_voice,
    voice_file,
    voice_files,
)
from pipeline.registry.files import localised, sizes, with_paths
from pipeline.registry.house import house_of
from pipeline.registry.records import STABLE, RegisteredVoice, Version
from pipeline.untrusted.bounds import stays_inside


@dataclass(frozen=True, slots=True)
class FoundVoice:
    """A voice with whole paths in its settings."""

    voice: Voice
    where: str  # the manifest's path, or the version's name in the registry
    version: Version | None = None  # None of a plain manifest
    retired: str = ""  # when and why no production may begin with it any more
    fetched: int = 0  # bytes of its files that were not on this machine


def found_voice(written: str, repo: Path) -> FoundVoice:
    """The voice of this name; files of a registered one are brought to this machine.

    Raises:
        ManifestError: there is none, or its manifest says something wrong.
        VoiceError: the registry was tampered with, or a version's files are missing.
        StoreError: the registry, or the store of its weights, cannot be reached.
    """
    if path := voice_file(written, repo):
        return FoundVoice(with_paths(read_voice(path), repo), str(path))
    name = VoiceName.of(written)
    house = house_of(repo)
    if not stays_inside(name.voice) or (not house.exists and written == name.voice):
        find_voice(written, repo)  # says what there is
    stands = house.registry.voice(name.voice) if house.exists else RegisteredVoice(name.voice)
    if not stands.versions:
        raise _unknown(name, repo)
    version = stands.versions[_meant(name, stands)]
    voice = read_version(version)
    gone = stands.retired.get(version.version)
    _, absent = sizes(version.files, house.cache)
    return FoundVoice(
        localised(with_consent_of_today(voice, name.voice, repo), version.files, house.cache, house.weights),
        f"{version.name} of the registry {house.registry.database.where}",
        version,
        f"{version.name} was retired at {gone.at} by {gone.by}: {gone.reason}" if gone else "",
        absent,
    )


def read_version(version: Version) -> Voice:
    """The manifest of a version with its consent as it was registered; its paths are those that were registered.

    Raises:
        ManifestError: this voicepress does not read what an earlier, or a later one registered.
    """
    voice = parse_yaml(version.manifest, Path(version.name), Voice)
    if not isinstance(voice.consent, str):
        return voice
    consent = parse_yaml(version.consent, Path(f"{version.name}: {voice.consent}"), Consent)
    return voice.model_copy(update={"consent": consent})


def with_consent_of_today(voice: Voice, name: str, repo: Path) -> Voice:
    """The voice with the consent that its owner gives today: see `consent_of`.

    A version is immutable, its owner's consent is not: what was taken back since does not live on in the registry.

    Raises:
        ConsentError: the manifest of that name is somebody else's by now.
    """
    consent, registered = consent_of(name, repo), voice.agreed
    if consent and registered and consent.who and registered.who and consent.who != registered.who:
        raise ConsentError(
            f"{name}@{voice.version} was registered with the consent of {registered.who}, and the manifest of {name!r} "
            f"holds that of {consent.who} today: nobody agrees for somebody else; give the other voice another name"
        )
    return voice.model_copy(update={"consent": consent})


def consent_of(name: str, repo: Path) -> Consent | None:
    """What the owner of a voice agrees to today: as its manifest says, else as its last version does; None where nobody
    has written it down, or the manifest is gone."""
    if path := voice_file(name, repo):
        return read_voice(path).agreed
    house = house_of(repo)
    stands = house.registry.voice(name) if house.exists else RegisteredVoice(name)
    return read_version(stands.versions[max(stands.versions)]).agreed if stands.versions else None


def _meant(name: VoiceName, stands: RegisteredVoice) -> int:
    if name.version:
        if name.version in stands.versions:
            return name.version
        there = ", ".join(map(str, sorted(stands.versions)))
        raise ManifestError(f"there is no {name}: of {name.voice!r} the versions {there} are registered")
    alias = name.alias or STABLE
    if alias in stands.aliases:
        return stands.aliases[alias].version
    moved = ", ".join(f"{one.alias} ({one.version})" for one in stands.aliases.values()) or "none"
    raise ManifestError(
        f"there is no {name.voice}@{alias}; of {name.voice!r} there are the aliases: {moved}. Set it with "
        f"'voicepress voice promote {name.voice}@{max(stands.versions)} {alias}'"
    )


def _unknown(name: VoiceName, repo: Path) -> ManifestError:
    house = house_of(repo)
    known = house.registry.names() if house.exists else []
    if voice_file(name.voice, repo):
        return ManifestError(
            f"{name}: the voice {name.voice!r} is not registered; register it with 'voicepress voice register "
            f"manifests/voices/{name.voice}.yaml', or write `voice: {name.voice}` for the manifest itself"
        )
    files = {path.stem for path in voice_files(repo)}
    return ManifestError(
        f"there is no voice {name.voice!r}, neither in {repo / 'manifests' / 'voices'} nor in the registry; "
        f"{did_you_mean(name.voice, {*known, *files})}"
    )
