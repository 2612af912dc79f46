"""`voicepress new SCRIPT --picture FILM`, and what a dub's commands say as long as stems are not made."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from flows.cli import main
from pipeline.manifests import read_production
from pipeline.manifests.dubs.production import PictureProduction

SRT = "1\n00:00:01,000 --> 00:00:02,000\nANN: Who is there with you tonight?\n\n2\n00:00:03,000 --> 00:00:04,000\n(a door slams)\n"


def film(path: Path, rate: Fraction = Fraction(24000, 1001), timecode: str = "01:00:00:00", frames: int = 12) -> Path:
    with av.open(str(path), "w") as out:
        out.metadata["timecode"] = timecode
        stream = out.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(frames):
            picture = av.VideoFrame(64, 64, "yuv420p")
            for plane in picture.planes:
                plane.update(bytes(plane.buffer_size))
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    return path


def test_new_dub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reel.srt").write_text(SRT)
    film(tmp_path / "film.mov")
    assert main(["new", "reel.srt", "--picture", "film.mov"]) == 0
    path = tmp_path / "manifests/productions/reel/production.yaml"
    dub = read_production(path)
    assert isinstance(dub, PictureProduction)
    assert (dub.kind, dub.language, dub.voice) == ("dub", "en", "heart")
    assert (dub.picture.frame_rate, dub.picture.start) == ("23.976", "01:00:00:00")
    assert 499 <= dub.picture.duration_ms <= 502
    assert (path.parent / dub.picture.file).resolve() == tmp_path / "film.mov"
    assert "ANN" in path.read_text()
    capsys.readouterr()
    for command in ("plan", "produce", "rehearse"):
        assert main([command, str(path)]) == 15
        assert "not produced yet" in capsys.readouterr().err
    assert main(["new", "reel.srt"]) == 15  # it is there already


def test_without_a_picture_its_figures_are_guesses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reel.srt").write_text(SRT)
    assert main(["new", "reel.srt", "--to", "here"]) == 0
    assert (tmp_path / "here/production.yaml").read_text().count("a guess") == 2


@pytest.mark.parametrize("data", [b"", b"no film", SRT.encode()])
def test_no_film(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "reel.srt").write_text(SRT)
    (tmp_path / "film.mp4").write_bytes(data)
    assert (
        main(
            ["new", str(tmp_path / "reel.srt"), "--picture", str(tmp_path / "film.mp4"), "--to", str(tmp_path / "dub")]
        )
        == 4
    )
    assert "no film" in capsys.readouterr().err
    assert not (tmp_path / "dub").exists()
