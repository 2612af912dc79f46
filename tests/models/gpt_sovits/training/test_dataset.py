"""Data of a training: what is wrong is refused by line before anything is made; a tenth is held out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.training.data.dataset import checked, enrolled_lines, listed_lines
from pipeline.enrolment.dataset import Row, marked, write_rows
from pipeline.errors import ManifestError
from tests.models.gpt_sovits.training.speech import TEXTS, buzz, data_folder, lines


def refusal(folder: Path, written: list[str]) -> str:
    (folder / "ann.list").write_text("\n".join(written), "utf-8")
    with pytest.raises(ManifestError) as error:
        checked(listed_lines(folder), 10)
    return str(error.value)


def test_a_list_becomes_lines_of_which_a_tenth_is_held_out(tmp_path: Path) -> None:
    data = checked(listed_lines(data_folder(tmp_path, 10)), 10)
    assert [len(data.learnt), len(data.held_out)] == [9, 1]
    assert data.languages == ("en",)
    # Which line is held out does not depend on the order of the list.
    (tmp_path / "ann.list").write_text("\n".join(reversed(lines(tmp_path, 10))), "utf-8")
    assert checked(listed_lines(tmp_path), 10).digest == data.digest
    assert len(checked(listed_lines(tmp_path), 0).held_out) == 0


def test_paths_of_where_the_list_was_made_are_found_by_their_last_part_and_none_outside(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    written = [line.replace("0", "D:\\slices\\0", 1) for line in lines(folder)]
    (folder / "ann.list").write_text("\n".join(written), "utf-8")
    assert len(listed_lines(folder)) == 6
    buzz(tmp_path / "outside.wav", 2.0)
    told = refusal(folder, [*written, f"{tmp_path}/outside.wav|ann|EN|Out.", "../outside.wav|ann|EN|Out."])
    assert "line 7: 'outside.wav' is not below" in told
    assert "line 8" in told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("00.wav|ann|EN", "line 1: has 3 fields of path|speaker|language|text"),
        ("00.wav|ann|XX|Hello there, my friend.", "line 1: 'XX' is no language"),
        ("00.wav|ann|EN|", "line 1: has no text"),
        ("00.wav|ann|EN|...", "has nothing to speak"),
        ("00.wav|ann|EN|它们都在这里。", "cannot be spoken in en: is it the text of another line"),
        ("00.wav|ann|EN|Go.", "a second; speech has 3 to 25"),
        ("00.wav|ann|EN|" + " ".join(TEXTS), "a second; speech has 3 to 25"),
        ("absent.wav|ann|EN|Hello there, my friend.", "line 1: 'absent.wav' is not below"),
        ("01.wav|ann|EN|" + TEXTS[0], "01.wav is the sound of"),
    ],
)
def test_a_wrong_line_is_refused_by_its_number(tmp_path: Path, line: str, said: str) -> None:
    assert said in refusal(tmp_path, [line, *lines(tmp_path)[1:]])


def test_every_wrong_line_is_told_at_once(tmp_path: Path) -> None:
    written = lines(tmp_path)
    written[1] = written[1].replace("|EN|", "|XX|")
    written[4] = "04.wav|ann|EN|"
    told = refusal(tmp_path, written)
    assert "line 2" in told
    assert "line 5" in told
    assert "Nothing was trained" in told


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        (np.zeros(30000, np.float32), "is silent"),
        (np.full(3000, 0.1, np.float32), "lasts 0.14 s"),
        (np.full(30000, np.nan, np.float32), "not numbers"),
    ],
)
def test_a_wrong_sound_is_refused(tmp_path: Path, sound: np.ndarray, said: str) -> None:
    written = lines(tmp_path)
    soundfile.write(tmp_path / "03.wav", sound, 22050, "FLOAT")
    told = refusal(tmp_path, written)
    assert "line 4" in told
    assert said in told


def test_a_file_that_is_no_sound_is_refused(tmp_path: Path) -> None:
    written = lines(tmp_path)
    (tmp_path / "02.wav").write_bytes(b"no sound at all")
    assert "line 3: 02.wav cannot be read as sound" in refusal(tmp_path, written)
    soundfile.write(tmp_path / "02.wav", np.full(16000, 0.1, np.float32), 8000)
    assert "sampled at 8000 Hz" in refusal(tmp_path, written)


def test_too_little_is_refused_and_so_is_a_folder_without_a_list(tmp_path: Path) -> None:
    assert "is empty" in refusal(tmp_path, [])
    assert "2 lines are too few" in refusal(tmp_path, lines(tmp_path, 2))
    (tmp_path / "list.txt").write_text("")
    with pytest.raises(ManifestError, match="has several lists"):
        listed_lines(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ManifestError, match="has no list"):
        listed_lines(tmp_path / "empty")
    with pytest.raises(ManifestError, match="is no folder"):
        listed_lines(tmp_path / "absent")


def row(number: int, text: str, verdict: str = "kept") -> Row:
    start = 10_000 * number
    return marked(
        Row(f"clips/{number:02}.wav", "ann.wav", str(start), str(start + 2000), "en", text, text, "0.9", verdict,
            "" if verdict == "kept" else "noise")
    )  # fmt: skip


def test_a_voices_data_set_is_obeyed_corrections_included(tmp_path: Path) -> None:
    lines(tmp_path / "clips")
    rows = [row(n, text) for n, text in enumerate(TEXTS[:5])]
    rows[1] = replace(rows[1], text="Nobody had climbed its stairs, for years.")  # a person's: its mark no longer fits
    rows[3] = replace(rows[3], verdict="refused", reason="text")
    write_rows(tmp_path / "dataset.tsv", rows)
    found = enrolled_lines(tmp_path)
    assert [line.sound.name for line in found] == ["00.wav", "01.wav", "02.wav", "04.wav"]
    assert found[1].text == "Nobody had climbed its stairs, for years."
    assert found[3].where.endswith("dataset.tsv, line 6")
    assert len(checked(found, 10).items) == 4


def test_a_data_set_that_keeps_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="is not there, or is empty"):
        enrolled_lines(tmp_path)
    write_rows(tmp_path / "dataset.tsv", [row(0, TEXTS[0], "refused")])
    with pytest.raises(ManifestError, match="keeps none of its 1 clips"):
        enrolled_lines(tmp_path)
