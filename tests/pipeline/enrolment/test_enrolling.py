"""Enrolment from end to end, by ears that need no weights: every sample is accounted for, people's lines stand."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.audio import Clip
from pipeline.enrolment.cutting import MOST_MS, cut
from pipeline.enrolment.dataset import NAME, read_rows, rows_text
from pipeline.enrolment.decoding import read_recording
from pipeline.enrolment.enrolling import Enrolling, Enrolment, name_of
from pipeline.enrolment.texts import Texts, read_texts, shared_out
from pipeline.enrolment.writing import write_folder, write_manifest
from pipeline.errors import ManifestError, RefusedError
from tests.pipeline.enrolment.speech import RATE_HZ, ears, one_voice, pause, recording, spoken, voicing


def enrolled(*parts, **options) -> Enrolment:
    return Enrolling(ears(), "en", **options).run([recording(*parts)])


def sentences(count: int) -> list[np.ndarray]:
    return [part for n in range(count) for part in (spoken(4.0 + n % 3, n), pause(0.7, n))]


def test_stretches_follow_each_other_to_the_sample() -> None:
    whole = recording(pause(1.3), *sentences(6), pause(2.1))
    stretches, _ = cut(whole, 0, voicing)
    assert [s.start for s in stretches] == [0, *(s.end for s in stretches[:-1])]
    assert stretches[-1].end == whole.samples
    clips = [s for s in stretches if s.speech]
    assert all(3_000 <= (s.end - s.start) / 16 <= MOST_MS for s in clips)


def test_every_sample_is_kept_or_refused_for_a_reason() -> None:
    found = enrolled(pause(2), *sentences(6), spoken(14, 9), pause(3))
    (account,) = found.accounts
    assert account.kept + sum(account.refused.values()) == account.samples
    assert account.refused["length"] > 13 * RATE_HZ
    assert found.refused == ""
    assert [one.reasons for one in found.judged if one.duration_ms > MOST_MS] == [("length",)]


def test_what_is_refused_as_a_whole_says_figures_and_a_cure() -> None:
    loud = np.clip(8 * spoken(8.0, 3), -0.4, 0.4).astype(np.float32)
    found = enrolled(*sentences(3), loud, pause(0.7), loud, pause(0.7))
    assert found.refused.endswith("turn the gain down until no peak reaches full scale")
    assert "of clean speech of the 20 that are needed" in found.refused
    assert {one.reasons[0] for one in found.judged if one.figures.get("flat_ppm") > 60} == {"clipping"}


def test_silence_and_noise_without_speech_are_told_apart() -> None:
    rng = np.random.default_rng(3)
    hiss = (0.0015 * rng.standard_normal(3 * RATE_HZ)).astype(np.float32)
    found = enrolled(*sentences(5), 8 * hiss[:0], pause(3), *sentences(1), hiss, pause(1))
    silent = [one for one in found.judged if not one.stretch.speech]
    assert {one.reasons for one in silent} == {("silence",)}


def test_another_text_is_refused_and_takes_no_word_of_its_neighbours() -> None:
    given = "one two three four. five six seven eight. nine ten eleven twelve."
    heard = ["one two three four", "apple banana cherry plum", "nine ten eleven twelve"]
    parts = shared_out(given, heard)
    assert parts[0] == "one two three four."
    assert parts[2] == "nine ten eleven twelve."
    found = enrolled(*sentences(5), texts=Texts({"ann": "something else altogether " * 12}))
    assert {one.reasons for one in found.judged if one.stretch.speech} == {("text",)}


def test_texts_by_recording_are_found_in_three_ways(tmp_path) -> None:
    for text in ("ann|Hello there.\n", "ann.wav\tHello there.\n", "ann Hello there.\n", "ann|x|Hello there.\n"):
        path = tmp_path / "text.txt"
        path.write_text(text)
        assert read_texts(path, ["/some/where/ann.wav"]).of("ann.wav") == "Hello there."
    path.write_text("Hello there.\nAnd so on.\n")
    assert read_texts(path, ["ann.wav"]).running == "Hello there. And so on."
    path.write_text("...\n")
    with pytest.raises(RefusedError, match="holds no words"):
        read_texts(path, ["ann.wav"])


def test_a_persons_line_is_never_written_over(tmp_path) -> None:
    whole = recording(*sentences(6))
    folder = tmp_path / "ann"
    write_folder(Enrolling(ears(), "en").run([whole]), folder)
    rows = read_rows(folder / NAME)
    assert not any(row.corrected for row in rows)
    lines = (folder / NAME).read_text().splitlines(keepends=True)
    lines[2] = lines[2].replace("so it is said.", "So it was said!", 1).replace("kept\t", "refused\tunclear", 1)
    (folder / NAME).write_text("".join(lines))
    (person,) = [row for row in read_rows(folder / NAME) if row.corrected]
    again = Enrolling(ears("another transcript"), "en", corrected=[person]).run([whole])
    (one,) = [one for one in again.judged if one.corrected]
    assert (one.text, one.reasons) == ("So it was said!", ("unclear",))
    write_folder(again, folder)
    after = read_rows(folder / NAME)
    assert [row for row in after if row.corrected] == [person]
    assert {row.heard for row in after if not row.corrected} == {"another transcript"}
    (account,) = again.accounts
    assert account.kept + sum(account.refused.values()) == account.samples


def test_a_manifest_that_is_there_is_left_alone(tmp_path) -> None:
    first = write_manifest(tmp_path / "ann", {"engine": "gpt-sovits"})
    assert first.manifest
    second = write_manifest(tmp_path / "ann", {"engine": "gpt-sovits", "version": 2})
    assert second.manifest is None
    assert "left as it is" in second.why
    assert first.manifest.read_text() == "engine: gpt-sovits\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kept", "perhaps"), "the verdict is kept or refused"),
        (("clips/", "../"), "no name of a clip"),
        (("\ten\t", "\ten\t\t\t\t"), "more columns"),
    ],
)
def test_a_data_set_that_cannot_be_is_said(tmp_path, change, said) -> None:
    folder = tmp_path / "ann"
    write_folder(Enrolling(ears(), "en").run([recording(*sentences(4))]), folder)
    path = folder / NAME
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(ManifestError, match=said):
        read_rows(path)
    assert rows_text([]).startswith("clip\trecording\tstart\tend\tlanguage\ttext\theard\tconfidence\tverdict\treason")


def test_a_stranger_s_bytes_are_refused_in_one_sentence(tmp_path) -> None:
    path = tmp_path / "ann.mp3"
    path.write_bytes(b"ID3" + bytes(range(256)) * 50)
    with pytest.raises(RefusedError, match="cannot be decoded"):
        read_recording(path)
    with pytest.raises(RefusedError, match="cannot be read"):
        read_recording(tmp_path / "nobody.wav")


def test_a_recording_is_decoded_as_mono(tmp_path) -> None:
    import soundfile

    one = spoken(2.0, 1)
    path = tmp_path / "a b.flac"
    soundfile.write(path, np.stack([one, one], axis=1), RATE_HZ)
    read = read_recording(path)
    assert read.clip.sample_rate_hz == RATE_HZ
    assert read.samples == len(one)
    assert np.abs(read.clip.samples - one).max() < 1e-3
    soundfile.write(path, np.stack([one, -one], axis=1), RATE_HZ)  # one channel turned over
    assert read_recording(path).clip.peak > 0.5 * float(np.abs(one).max())
    assert one_voice([Clip(one, RATE_HZ)])[0].shape[1] == 256
    assert name_of(read, Enrolling(ears(), "en").run([read]).judged[0]).startswith("clips/a-b-")


def test_a_clip_that_the_manifest_names_is_not_removed(tmp_path) -> None:
    folder = tmp_path / "ann"
    found = Enrolling(ears(), "en").run([recording(*sentences(6))])
    write_folder(found, folder)
    first, second = found.references[0].file, found.references[1].file
    write_manifest(folder, {"settings": {"reference_path": first}}, found.references[1:])
    assert sorted(path.name for path in (folder / "references").iterdir()) == sorted(
        one.file.removeprefix("clips/") for one in found.references[1:]
    )
    write_folder(Enrolling(ears(), "en").run([recording(*sentences(5), name="other.wav")]), folder)
    assert (folder / first).is_file()
    assert not (folder / second).is_file()
