"""Manifests of dubs: what they say by default, and what they refuse."""

from pathlib import Path

import pytest

from pipeline.errors import ManifestError
from pipeline.manifests import read_production
from pipeline.manifests.dubs.production import PictureProduction

LEAST = 'kind: dub\nscript: reel.srt\nlanguage: de\nvoice: heart\npicture: {frame_rate: "25", duration_ms: 60000}\n'


def written(folder: Path, text: str) -> PictureProduction:
    path = folder / "production.yaml"
    path.write_text(text)
    production = read_production(path)
    assert isinstance(production, PictureProduction)
    return production


def test_the_least(tmp_path: Path) -> None:
    dub = written(tmp_path, LEAST)
    assert (dub.source, dub.USE, dub.specs, dub.speak) == ("reel.srt", "dubbing", ("ebu-r128",), ("dialogue",))
    assert dub.timing.on_screen_ms == 250
    assert written(tmp_path, LEAST.replace("kind: dub", "kind: voice_over")).mix.duck_db == 12
    assert written(tmp_path, LEAST.replace("kind: dub", "kind: audio_description")).speak == ("description",)


def test_all_of_it(tmp_path: Path) -> None:
    dub = written(
        tmp_path,
        LEAST.replace('frame_rate: "25"', 'file: film.mp4, frame_rate: 29.97df, start: "01:00:00;00"')
        + "characters: {ANN: heart@2, BOB: alex}\nvariants: variants.yaml\nspeak: [dialogue, song]\n"
        + 'reading: {frame_rate: "25", start: "10:00:00:00", columns: {in: TC In}}\n'
        + "timing: {on_screen_ms: 100, fastest: 1.2}\nmix: {me: me.wav, duck_db: 6}\n",
    )
    assert dub.files()[-3:] == [("variants", "variants.yaml"), ("picture", "film.mp4"), ("mix", "me.wav")]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("kind: dub", "kind: dubbing", "dub"),
        ("script: reel.srt\n", "", "script"),
        ('"25"', '"many"', "frame_rate"),
        ("60000", "0", "duration_ms"),
        ("voice: heart\n", "", "voice"),
        ("voice: heart\n", "voice: heart\nspeak: [noise]\n", "can be spoken"),
        ("voice: heart\n", "voice: heart\nspeak: []\n", "nothing would be spoken"),
        ("voice: heart\n", 'voice: heart\ncharacters: {ANN: ""}\n', "characters"),
        ("voice: heart\n", "voice: heart\nchapters: 3\n", "chapters"),
        ("voice: heart\n", "voice: heart\ntiming: {fastest: 3}\n", "fastest"),
    ],
)
def test_refused(old: str, new: str, why: str, tmp_path: Path) -> None:
    assert old in LEAST
    with pytest.raises(ManifestError, match=why):
        written(tmp_path, LEAST.replace(old, new))
