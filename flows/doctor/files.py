"""The first steps: what the voice's files are, whether they are whole, and whether they load."""

from __future__ import annotations

from flows.doctor.records import Step
from models.gpt_sovits.anatomy import OFFICIAL_GPT, OFFICIAL_SOVITS, Anatomy, anatomy
from models.gpt_sovits.settings import Settings
from models.gpt_sovits.weights.voice_folder import PRETRAINED, CheckedFile, check, digests
from pipeline.errors import VoicepressError

CURES = {
    "missing": "copy it to that place, or correct the path in the manifest",
    "changed": "put the recorded file back; or, if the new one is meant, raise the voice's version and record it",
}


def file_steps(settings: Settings) -> list[Step]:
    """One step for all files where they are whole, else one for each that is not. Raises VoiceError: of `check`."""
    found = check(settings)
    bad = [one for one in found if one.state != "whole"]
    if bad:
        return [_bad(one) for one in bad]
    recorded = sum(one.role in settings.digests for one in found)
    named = ", ".join(f"{one.role} {one.remark.removeprefix('sha256 ')}" for one in found)
    held = f"{recorded} of {len(found)} held to digests in the manifest"
    return [Step("files", "fine", f"{len(found)} are there, {held}: {named}", "all there, none changed")]


def _bad(one: CheckedFile) -> Step:
    cure = "fetch it: `voicepress voice fetch VERSION FOLDER`" if one.role in PRETRAINED else CURES[one.state]
    return Step(
        f"file {one.role}", "wrong", f"{one.path} is {one.state} {one.remark}".strip(), "there, unchanged", cure
    )


def loading_steps(settings: Settings) -> list[Step]:
    """The voice loaded as a production would; one step that is wrong where it cannot be."""
    try:
        found = anatomy(settings, digests(settings))
    except VoicepressError as error:
        cure = "the sentence says what to do; a damaged file is to be copied or fetched again"
        return [Step("weights", "wrong", str(error), "they load, every key in its place", cure, error.exit_code)]
    return [_described(found), _sizes(found), _prompt(found, settings)]


def _described(found: Anatomy) -> Step:
    trained = [
        f"{name}: {f'the official {known}' if known else training or 'training not recorded'}"
        for name, training, known in (
            ("GPT", found.gpt_training, found.official.get("gpt", "")),
            ("SoVITS", found.sovits_training, found.official.get("sovits", "")),
        )
    ]
    kind = f"{found.version}{' LoRA over its base' if found.lora else ''}"
    said = (
        f"GPT-SoVITS {kind}; {'; '.join(trained)}; {found.sample_rate_hz} Hz; {found.sampling}; loaded in "
        f"{found.loaded_s} s on {found.device} in {found.precision}{'; ' + found.note if found.note else ''}"
    )
    return Step("weights", "fine", said, "they load, every key in its place")


def _sizes(found: Anatomy) -> Step:
    expected = f"GPT {OFFICIAL_GPT} million, SoVITS {OFFICIAL_SOVITS[found.version]} million"
    said = f"GPT {found.gpt_millions:.1f} million numbers, SoVITS {found.sovits_millions:.1f} million"
    if not found.unlike:
        return Step("sizes", "fine", said, expected)
    cure = "take the file that official training wrote; a network of another size is somebody's experiment, or a test's"
    return Step("sizes", "doubtful", "; ".join(found.unlike), expected, cure)


def _prompt(found: Anatomy, settings: Settings) -> Step:
    if not settings.reference_text:
        cure = "write down what is said in the clip (reference_text): without it pace and pauses are the GPT's own"
        return Step("prompt", "doubtful", "no reference text: the voice copies timbre alone", "the clip's words", cure)
    seconds = found.prompt_tokens / 25
    said = f"{found.prompt_tokens} tokens ({seconds:.1f} s with the pause behind it) and {found.prompt_phones} phones"
    pace = found.prompt_phones / max(seconds - 0.6, 0.1)
    expected = "5 to 25 phones a second (Chinese 5, English 15)"
    if 4 <= pace <= 25:
        return Step("prompt", "fine", f"{said}, {pace:.1f} a second", expected)
    cure = "hold reference_text against the clip word for word: text that the clip does not say leaks into lines"
    return Step("prompt", "doubtful", f"{said}, {pace:.1f} a second", expected, cure)
