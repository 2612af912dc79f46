"""Signs finished files with C2PA: a manifest inside says that a machine spoke it, and proves that nobody changed it.

The last of all steps: an edit of tags after it breaks the signature, as it should. The certificate is the publisher's
(configs/house.yaml); without a time-stamping authority the signature holds as long as its certificate does. MP4 carries
it in a `uuid` box, MP3 and FLAC in an ID3 frame; Ogg has no place for it. Signatures are made with chance: signing
twice gives two files. The store keeps the first.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.delivery.containers.container import Container, container_in
from pipeline.delivery.containers.essence import sound_of
from pipeline.delivery.provenance.record import SCHEMA, SOURCE_TYPES, Provenance
from pipeline.errors import DeliveryError, ManifestError, MissingExtraError
from pipeline.manifests import Signing
from pipeline.records import Part
from pipeline.store import Store, digest_of_file

VERSION = 1


@dataclass(frozen=True)
class Signer:
    """The certificate and key that sign. It holds paths, so that it can be sent to another process."""

    certificates: str
    key: str
    algorithm: str
    timestamps: str

    @classmethod
    def of(cls, signing: Signing, repo: Path) -> Signer:
        """Raises ManifestError where a file is missing, MissingExtraError without the library."""
        paths = {name: repo / getattr(signing, name) for name in ("certificates", "key")}
        for name, path in paths.items():
            if not path.is_file():
                raise ManifestError(f"configs/house.yaml: signing: {name}: there is no file {path}")
        _library()
        return cls(str(paths["certificates"]), str(paths["key"]), signing.algorithm, signing.timestamps)

    @cached_property
    def settings(self) -> dict[str, Any]:
        """What decides a signature, for keys."""
        return {
            "version": VERSION,
            "certificates": digest_of_file(Path(self.certificates)),
            "algorithm": self.algorithm,
            "timestamps": self.timestamps,
        }


@dataclass(frozen=True, slots=True)
class Signature:
    valid: bool
    said: str
    manifest: Any


def _library() -> Any:
    try:
        import c2pa
    except ImportError:
        raise MissingExtraError("signing is installed separately: pip install 'voicepress[c2pa]'") from None
    return c2pa


def sign_parts(
    store: Store, parts: list[Part], containers: Sequence[Container], signer: Signer, provenance: Provenance | None
) -> list[Part]:
    """The parts, those signed that can be.

    Args:
        containers: those in which the parts hold sound.

    Raises:
        DeliveryError: a file was signed and does not verify, or is not the same sound.
    """
    out = []
    for part in parts:
        container = container_in(containers, part.name)
        if container and container.signable:
            part = Part(part.name, _signed(store, part, container, signer, provenance), part.duration_ms)
        out.append(part)
    return out


def _signed(store: Store, part: Part, container: Container, signer: Signer, provenance: Provenance | None) -> str:
    c2pa = _library()
    source = store.file(part.digest)
    sound = sound_of(source, [container])
    title = PurePosixPath(part.name).name
    with store.making() as path:
        try:
            info = c2pa.C2paSignerInfo(
                signer.algorithm,
                Path(signer.certificates).read_bytes(),
                Path(signer.key).read_bytes(),
                signer.timestamps.encode() or None,
            )
            with source.open("rb") as given, path.open("w+b") as taken:
                builder = c2pa.Builder(json.dumps(_manifest(title, container.media_type, provenance)))
                builder.sign(c2pa.Signer.from_info(info), container.media_type, given, taken)
        except c2pa.C2paError as error:
            raise DeliveryError(
                f"{part.name} cannot be signed: {error}; look at `signing:` in configs/house.yaml"
            ) from None
        found = read_signature(path, container)
        if found is None or not found.valid or sound_of(path, [container]) != sound:
            raise DeliveryError(
                f"{part.name} was signed, and the signature does not fit: {found.said if found else 'there is none'}"
            )
        return store.keep_object(path)


def _manifest(title: str, media_type: str, provenance: Provenance | None) -> dict[str, Any]:
    record = provenance.identity() if provenance else {"schema": SCHEMA}
    tool = (provenance.tool if provenance else "voicepress").split()
    source = record.get("digitalSourceType", SOURCE_TYPES + "trainedAlgorithmicMedia")
    return {
        "title": title, "format": media_type,
        "claim_generator_info": [{"name": tool[0], "version": tool[-1] if len(tool) > 1 else ""}],
        "assertions": [
            {"label": "c2pa.actions.v2",
             "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": source}]}},
            {"label": "voicepress.provenance", "data": record},
        ],
    }  # fmt: skip


def read_signature(path: Path, container: Container) -> Signature | None:
    """What the file's C2PA manifest says, checked against the file; None where there is none."""
    c2pa = _library()
    if not container.signable:
        return None
    with path.open("rb") as file:
        try:
            with c2pa.Reader(container.media_type, file) as reader:
                said = json.loads(reader.json())
                state = reader.get_validation_state()
        except c2pa.C2paError as error:
            if "ManifestNotFound" in type(error).__name__ + str(error):
                return None
            return Signature(False, f"a C2PA manifest that cannot be read: {error}", None)
    manifest = said["manifests"][said["active_manifest"]]
    by = manifest.get("signature_info", {})
    failures = [status["code"] for status in said.get("validation_status", [])]
    # No trust list vouches for a publisher's own certificate; that does not invalidate the file.
    broken = [code for code in failures if code != "signingCredential.untrusted"]
    valid = state in ("Valid", "Trusted") and not broken
    who = by.get("issuer") or by.get("common_name") or "somebody"
    trusted = "" if state == "Trusted" else " (a certificate that no list here vouches for)"
    if valid:
        return Signature(True, f"signed by {who}{trusted}", manifest)
    return Signature(False, f"signed by {who}, and changed since: {', '.join(broken) or state}", manifest)
