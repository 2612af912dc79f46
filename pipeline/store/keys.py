"""Keys and digests. Every key and every seed is made here, from inputs that other modules choose (a test holds this).

A key is the sha256 of canonical JSON `[recipe, version, inputs]`. Inputs are text, settings and digests, never paths,
positions, times or slates. What an object makes possible downstream is keyed on the object's *digest*, because a GPU's
second performance need not equal its first.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

# Raise a number when the same inputs should give something else; everything made by the recipe becomes stale.
RECIPES = {
    "manuscript": 2,
    "script": 3,
    "take": 1,
    "approved": 1,
    "gate": 1,
    "unspoken": 1,  # under the key of a take that its engine failed on, while other attempts were spoken
    "hearing": 1,
    "said": 1,  # in a clip of a recording, whose text nobody knows
    "sound": 1,
    "level": 1,
    "master": 2,
    "encoded": 1,
    "cover": 2,
    "deliverable": 2,
    "features": 1,
}

# Built once: `json.dumps` with options builds an encoder per call.
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def key_of(recipe: str, inputs: Mapping[str, Any]) -> str:
    """sha256 over the canonical JSON of recipe, version and inputs."""
    return digest_of_json([recipe, RECIPES[recipe], inputs])


def manuscript_key(source: str, name: str, readers: str) -> str:
    """A manuscript as read: the source's digest and file name (a title where it says none), and the readers' code."""
    return key_of("manuscript", {"source": source, "name": name, "readers": readers})


def script_key(shared: str, chapter: Sequence[Any]) -> str:
    """The lines of a chapter: `shared` is the digest of what decides those of every chapter of the production."""
    return key_of("script", {"shared": shared, "chapter": chapter})


def take_key(
    spoken: str,
    language: str,
    voice: str,
    seed: int,
    attempt: int,
    pace: float = 1.0,
    *,
    conservative: bool = False,
    pieces: Sequence[str] = (),
    direction: str = "",
    style: str = "",
    strength: float = 1.0,
) -> str:
    """A take: `voice` is the engine's fingerprint, `seed` is made by `seed_of`.

    What is as it usually is (a pace of 1, no pieces ...) is no part of the key: takes that were stored before there was
    anything else are found.
    """
    inputs: dict[str, Any] = {
        "spoken": spoken, "language": language, "voice": voice, "seed": seed, "attempt": attempt}  # fmt: skip
    if pace != 1:
        inputs["pace"] = float(pace)
    if conservative:
        inputs["conservative"] = True
    if pieces:
        inputs["pieces"] = list(pieces)
    if direction:
        inputs["direction"] = direction
    if style:
        inputs["style"] = [style, float(strength)]
    return key_of("take", inputs)


def recording_key(digest: str, sample_rate_hz: int) -> str:
    """A take that a person has recorded: `digest` is the file's as it was brought."""
    return key_of("take", {"recording": digest, "rate": sample_rate_hz})


def approved_key(take: str) -> str:
    """What is known of a take by its digest alone: an approval names no more."""
    return key_of("approved", {"take": take})


def hearing_key(take: str, spoken: str, language: str, listener: str) -> str:
    """What a listener hears of a take: `take` is the digest of its object, `listener` the listener's fingerprint."""
    return key_of("hearing", {"take": take, "spoken": spoken, "language": language, "listener": listener})


def said_key(clip: str, language: str, listeners: Sequence[str]) -> str:
    """What is said in a clip of a recording: `clip` is the digest of its samples, `listeners` are fingerprints."""
    return key_of("said", {"clip": clip, "language": language, "listeners": list(listeners)})


def sound_key(source: str, how: Sequence[Any]) -> str:
    """A sound that a gate judges outside a production: `source` is a digest, `how` what was done to it."""
    return key_of("sound", {"source": source, "how": list(how)})


def gate_key(rules: Sequence[Any], takes: Sequence[tuple[str, str]]) -> str:
    """Verdicts on a whole book: `rules` decide them, `takes` are the first requests with the digests of their takes."""
    return key_of("gate", {"rules": list(rules), "takes": [list(take) for take in takes]})


def features_key(item: str, networks: Mapping[str, str], version: str) -> str:
    """What a training takes of a line: `item` names its sound and text, `networks` are digests of what made it."""
    return key_of("features", {"item": item, "networks": dict(networks), "version": version})


def seed_of(voice_seed: int, attempt: int, spoken: str) -> int:
    """The seed of a take, 63 bits. It follows from the text, never from a position: equal text has one seed."""
    return int.from_bytes(hashlib.sha256(f"{voice_seed}\n{attempt}\n{spoken}".encode()).digest()[:8], "big") >> 1


def fingerprint_of(parts: Sequence[Any]) -> str:
    """An engine's fingerprint: over its name, its code's version, and everything else that decides the sound."""
    return digest_of(json.dumps(parts, sort_keys=True).encode())


def level_key(takes: Iterable[str], settings: Mapping[str, Any]) -> str:
    """The gain that brings these takes to a level: `settings` say which."""
    return key_of("level", {"takes": list(takes), "settings": settings})


def master_key(takes: Iterable[tuple[str, int]], settings: Mapping[str, Any]) -> str:
    """`takes` are digests with the milliseconds of pause after each, in order ("" where a line has no audio)."""
    return key_of("master", {"takes": [list(take) for take in takes], "settings": settings})


def encoded_key(master: str, settings: Mapping[str, Any]) -> str:
    """One master's audio in a codec, without tags."""
    return key_of("encoded", {"master": master, "settings": settings})


def cover_key(digest: str, width: int) -> str:
    """A cover drawn as SVG, as players take it."""
    return key_of("cover", {"cover": digest, "width": width})


def deliverable_key(form: str, chapters: Iterable[tuple[str, str]], settings: Mapping[str, Any]) -> str:
    """`chapters` are titles with the digests of their audio; `settings` hold the tags and the cover's digest."""
    return key_of("deliverable", {"form": form, "chapters": [list(c) for c in chapters], "settings": settings})


_DIGEST = re.compile("[0-9a-f]{64}")


def is_digest(value: object) -> bool:
    """Whether a value that was read from a file is a digest. Anything else could be a path out of the store."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def digest_of(data: bytes) -> str:
    """sha256, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest_of_blocks(blocks: Iterable[bytes]) -> str:
    """sha256 of blocks that are one after the other too large for memory."""
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def digest_of_json(value: object) -> str:
    """sha256 of canonical JSON: sorted names, no white space. Lone surrogates of a broken text pass."""
    return digest_of(_CANONICAL.encode(value).encode("utf-8", "surrogatepass"))


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_tree(path: Path) -> str:
    """sha256 of a file, or of a folder's files with their names."""
    if path.is_file():
        return digest_of_file(path)
    files = sorted(p for p in path.rglob("*") if p.is_file())
    return digest_of("\n".join(f"{p.relative_to(path).as_posix()} {digest_of_file(p)}" for p in files).encode())


@functools.cache
def digest_of_code(package: Path) -> str:
    """sha256 of a package's Python files: pure work is done again when its code has changed."""
    files = sorted(package.rglob("*.py"))
    named = (f"{file.relative_to(package).as_posix()} {digest_of_file(file)}" for file in files)
    return digest_of("\n".join(named).encode())
