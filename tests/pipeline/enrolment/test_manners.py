"""Clips of manners of speaking: written beside a voice, fit to be an engine's reference, and gone with their label."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import soundfile
import yaml

from pipeline.enrolment.choosing import Reference, styles
from pipeline.enrolment.enrolling import Enrolling, Enrolment
from pipeline.enrolment.manners import TABLE, read_manners, write_manners
from pipeline.enrolment.writing import manifest_of, write_folder, write_manifest
from pipeline.errors import VoiceError
from tests.pipeline.enrolment.speech import RATE_HZ, ears, pause, recording, spoken


@pytest.fixture
def enrolled(tmp_path: Path) -> Enrolment:
    parts = [part for n in range(8) for part in (spoken(4.0 + n % 3, n), pause(0.7, n))]
    found = Enrolling(ears(), "en").run([recording(*parts)])
    write_folder(found, tmp_path / "ann")
    return replace(found, styles=tuple(styles(found.kept, {found.kept[1].file: "tense", found.kept[0].file: "calm"})))


def test_styles_stand_in_the_manifest_and_can_be_references(enrolled: Enrolment, tmp_path: Path) -> None:
    folder = tmp_path / "ann"
    written = manifest_of(
        enrolled, folder, tmp_path, "consent.yaml", engine="gpt-sovits", narrator="ann", pretrained=tmp_path
    )
    made = write_manifest(folder, written, enrolled.references[1:], enrolled.styles)
    assert made.manifest is not None
    named = yaml.safe_load(made.manifest.read_text())["settings"]["manners_folder"]
    assert named == "ann/manners"
    found = {one.label: one for one in read_manners(tmp_path / named)}
    assert {"calm", "tense"} <= set(found)
    assert (found["tense"].text, found["tense"].language) == ("so it is said.", "en")


def test_a_label_of_an_earlier_run_goes(enrolled: Enrolment, tmp_path: Path) -> None:
    folder = tmp_path / "ann"
    write_manners(folder, enrolled.styles, "en")
    write_manners(folder, [one for one in enrolled.styles if one.style == "calm"], "en")
    assert sorted(path.name for path in (folder / "manners").iterdir()) == ["calm.wav", TABLE]
    assert write_manners(tmp_path / "bob", [], "en") is None


def test_what_no_engine_could_continue_from_is_said(enrolled: Enrolment, tmp_path: Path) -> None:
    folder = tmp_path / "ann"
    target = write_manners(folder, [one for one in enrolled.styles if one.style == "calm"], "en")
    assert target is not None
    soundfile.write(target / "calm.wav", spoken(2.0, 1), RATE_HZ)
    with pytest.raises(VoiceError, match="lasts 2.0 s; engines continue from 3 to 10 s"):
        read_manners(target)
    write_manners(folder, [Reference(enrolled.references[0].file, 0, 1, " ", 1, 0.0, "calm")], "en")
    with pytest.raises(VoiceError, match="has no text"):
        read_manners(target)
    (target / TABLE).unlink()
    with pytest.raises(VoiceError, match="cannot be read"):
        read_manners(target)
