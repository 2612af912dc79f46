"""Where the seconds of the recordings went, and what to do where too few of them are left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.enrolment.decoding import LEAST_S
from pipeline.enrolment.judging import LIMITS
from pipeline.enrolment.people import Owner
from pipeline.enrolment.records import REASONS, Account, Judged, Reason, Recording, Stretch

LEAST_SHARE = 0.6  # of the speech by one voice; else it is said that two people speak
# reason -> (what is the matter, what to do); {limit} is filled in.
_CURES: Mapping[Reason, tuple[str, str]] = {
    "silence": ("are silent", "record more, or cut the silence out"),
    "length": ("have no pause to be cut at, or stand alone", "leave a pause of half a second after each sentence"),
    "clipping": ("are clipped", "turn the gain down until no peak reaches full scale"),
    "bandwidth": ("end at 4 kHz, as over a telephone", "record at 44.1 or 48 kHz on a microphone, not over a call"),
    "music": ("have music in them", "record without music"),
    "speaker": ("are another person's, or two speak", "record one person alone"),
    "echo": ("have an echo", "record closer, in a room with curtains and carpets"),
    "hum": ("have the mains' hum in them", "move the microphone and its cable away from power supplies"),
    "noise": (f"are below {LIMITS.snr_db:.0f} dB above the noise", "record closer, in a quieter room"),
    "text": ("do not say what the text says", "correct the text, or read it again"),
    "unclear": ("cannot be understood with certainty", "speak more clearly, or correct dataset.tsv by hand"),
    "unnatural": ("sound unnatural", "give the recording itself, not one that was processed"),
}


def accounts(
    recordings: Sequence[Recording], stretches: Sequence[tuple[Stretch, Sequence[Reason]]]
) -> tuple[Account, ...]:
    """Every sample of every recording: kept, or refused by the first reason of its stretch."""
    out = []
    for index, recording in enumerate(recordings):
        labels = np.zeros(recording.samples, np.uint8)
        own = [(stretch, reasons) for stretch, reasons in stretches if stretch.recording == index]
        # What is kept is painted last: a person's line may lie across what was found.
        for stretch, reasons in sorted(own, key=lambda one: not one[1]):
            labels[stretch.start : stretch.end] = REASONS.index(reasons[0]) if reasons else len(REASONS)
        counts = np.bincount(labels, minlength=len(REASONS) + 1).tolist()
        refused = {reason: counts[n] for n, reason in enumerate(REASONS) if counts[n]}
        out.append(
            Account(recording.name, recording.clip.sample_rate_hz, recording.samples, counts[len(REASONS)], refused)
        )
    return tuple(out)


def seconds(found: Sequence[Account]) -> tuple[float, dict[Reason, float]]:
    """Seconds kept, and refused by reason, most first."""
    kept = sum(one.kept / one.sample_rate_hz for one in found)
    refused: dict[Reason, float] = {}
    for one in found:
        for reason, samples in one.refused.items():
            refused[reason] = refused.get(reason, 0.0) + samples / one.sample_rate_hz
    return kept, dict(sorted(refused.items(), key=lambda pair: -pair[1]))


def refusal(found: Sequence[Account], owner: Owner | None, judged: Sequence[Judged]) -> str:
    """Why the recordings as a whole make no voice; "" where they do."""
    kept, refused = seconds(found)
    if not judged:
        return f"nobody speaks in {_s(sum(refused.values()))} of recording; give one in which somebody reads aloud"
    if owner is not None and owner.share < LEAST_SHARE:
        return (
            f"{1 - owner.share:.0%} of the speech is not by the voice of most of it: two people and more speak; "
            "enrol one person's recordings at a time"
        )
    if kept >= LEAST_S:
        return ""
    causes: Sequence[tuple[Reason, float]] = [
        (reason, s) for reason, s in refused.items() if reason != "silence" and s >= 1
    ][:2]
    causes = causes or list(refused.items())[:1]
    matters = ", ".join(f"{_s(s)} {_CURES[reason][0]}" for reason, s in causes)
    cure = "; ".join(_CURES[reason][1] for reason, _ in causes[:1])
    return f"{_s(kept)} of clean speech of the {LEAST_S} that are needed: {matters or 'there is no more'}; " + (
        cure or "record more"
    )


def _s(s: float) -> str:
    return f"{s:.0f} s"


def table(found: Sequence[Account]) -> list[str]:
    """For people: seconds in, kept, and refused by reason."""
    kept, refused = seconds(found)
    total = kept + sum(refused.values())
    lines = [f"{total:8.1f} s of recording", f"{kept:8.1f} s kept"]
    return [*lines, *(f"{s:8.1f} s refused: {reason} ({_CURES[reason][0]})" for reason, s in refused.items())]
