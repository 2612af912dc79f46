"""C2PA signatures with a chain made here: they fit what was delivered, break with it, and change no sound."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import av
import mutagen
import pytest
from mutagen.mp4 import MP4

from flows.cli import main
from pipeline.delivery.provenance.detect import DetectedMark, detect, essence
from pipeline.errors import DeliveryError, ManifestError
from tests.factories import write_production
from tests.pipeline.production.test_production import make, plan

pytest.importorskip("c2pa", reason="pip install 'voicepress[c2pa]'")
x509 = pytest.importorskip("cryptography.x509")
TEXT = "CHAPTER I\n\nIt was late. The clocks struck.\n\nCHAPTER II\n\nNobody came.\n"


def certificate(subject: str, key: Any, issuer: str, issuer_key: Any, *, authority: bool) -> Any:
    """As C2PA asks of a signer: key usage for signatures, extended key usage for e-mail protection, ids of both keys."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def name(text: str) -> Any:
        return x509.Name(
            [x509.NameAttribute(NameOID.ORGANIZATION_NAME, text), x509.NameAttribute(NameOID.COMMON_NAME, text)]
        )

    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    ) | {"digital_signature": True, "key_cert_sign": authority, "crl_sign": authority}
    built = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day)
        .not_valid_after(day + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not authority:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return built.sign(issuer_key, hashes.SHA256())


def give_certificates(repo: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    root, mine = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    chain = [
        certificate("Test House", mine, "Test Root", root, authority=False),
        certificate("Test Root", root, "Test Root", root, authority=True),
    ]
    keys = repo / "keys"
    keys.mkdir(exist_ok=True)
    (keys / "chain.pem").write_bytes(b"".join(c.public_bytes(serialization.Encoding.PEM) for c in chain))
    (keys / "key.pem").write_bytes(
        mine.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (repo / "configs").mkdir(exist_ok=True)
    (repo / "configs" / "house.yaml").write_text("signing: {certificates: keys/chain.pem, key: keys/key.pem}\n")


def marks(path: Path) -> dict[str, DetectedMark]:
    return {mark.name: mark for mark in detect(path)}


def test_finished_files_are_signed_last_and_say_who_spoke(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_production(
        tmp_path, "short", TEXT, deliver="[m4b, m4a, mp3, mp3-book, opus, flac]", extra="spec: archive\n"
    )
    made = make(path)
    folder = made.report.parent
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".m4b", ".m4a", ".mp3", ".flac"))
    before = {file: essence(file) for file in files}
    encoded = set((tmp_path / "store" / "slips" / "encoded").iterdir())
    assert {marks(file)["signature"].state for file in files} == {"none"}
    give_certificates(tmp_path)
    assert [s.what for s in plan(path).deliverables] == ["m4b", "m4a", "mp3", "mp3-book", "opus", "flac"]
    make(path)
    assert set((tmp_path / "store" / "slips" / "encoded").iterdir()) == encoded
    for file in files:
        found = marks(file)
        assert {name: mark.state for name, mark in found.items() if name != "watermark"} == dict.fromkeys(
            ("statement", "record", "listing", "signature"), "fits"
        ), file
        assert "signed by Test House" in found["signature"].said
        assert essence(file) == before[file]
        actions = json.dumps(found["signature"].detail)
        assert "trainedAlgorithmicMedia" in actions
        assert '"narrator"' in actions
    assert [c.title for c in MP4(next(folder.glob("*.m4b"))).chapters] == ["CHAPTER I", "CHAPTER II"]
    with av.open(str(next(folder.glob("*.mp3")))) as book:
        assert [c["metadata"]["title"] for c in book.chapters()] == ["CHAPTER I", "CHAPTER II"]
    assert plan(path).fresh
    signed = {file: file.read_bytes() for file in files}
    make(path)
    assert {file: file.read_bytes() for file in files} == signed
    assert main(["detect", *map(str, files)]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("form", ["m4b", "mp3", "flac"])
def test_an_edit_after_signing_breaks_the_signature_and_no_sound(tmp_path: Path, form: str) -> None:
    give_certificates(tmp_path)
    make(write_production(tmp_path, "short", TEXT, deliver=f"[{form}]", extra="spec: archive\n"))
    path = next((tmp_path / "out").rglob(f"*.{form}"))
    file: Any = mutagen.File(path, easy=True)
    file["title"] = ["Mine"]
    file.save()
    found = marks(path)
    assert (found["signature"].state, found["record"].state) == ("broken", "fits")
    assert main(["detect", str(path)]) == 1


def test_what_is_wrong_with_certificates_is_one_sentence(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT)
    give_certificates(tmp_path)
    key = tmp_path / "keys" / "key.pem"
    key.write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    with pytest.raises(DeliveryError, match="cannot be signed"):
        make(path)
    key.unlink()
    with pytest.raises(ManifestError, match="signing: key: there is no file"):
        make(path)


def test_rehearsals_are_not_signed(tmp_path: Path) -> None:
    give_certificates(tmp_path)
    made = make(write_production(tmp_path, "short", TEXT), rehearsal=True)
    (path,) = made.report.parent.glob("*.m4b")
    assert marks(path)["signature"].state == "none"
