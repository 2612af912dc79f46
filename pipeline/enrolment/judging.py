"""From a clip's figures to the reasons for which it is refused, each with its figure and its limit.

The limits were found on readers of LibriSpeech and LJSpeech, spoiled in a hundred ways (docs/decisions). A reader's
room may have 14 dB above its hum and rumble; so noise is judged above 280 Hz, where the same room has 26 dB, and noise
of 10 dB has 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.enrolment.people import Owner
from pipeline.enrolment.records import REASONS, Figures, Judged, Reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What a clip must keep to. Beside each: good clips, and clips with the fault, that it was found on."""

    snr_db: float = 21.0  # good 25.5 and more, white noise at 10 dB 12.3 and less, brown noise at 12 dB 20.4
    band_snr_db: float = 17.0  # good 22.6 and more, white and pink noise at 10 dB 13.3 and less
    inner_snr_db: float = 14.0
    less_band_db: float = 12.0  # than the recording has elsewhere, and ...
    less_inner_db: float = 8.0  # ... so much less, too, and ...
    doubtful_inner_db: float = 22.0  # ... this little: voices that babble leave every band at times
    loud_noise_db: float = 15.0  # below it everything else that the figures say is the noise's doing
    full_snr_db: float = 10.0  # of all frequencies, and so much ...
    below_own_db: float = 6.0  # ... below what the recording has elsewhere
    pause_db: float = 18.0  # good 23 and more, keys and drums at 10 dB 11.6 and less
    hum_db: float = 18.0  # of the clearest line; good without hum 17 and less
    hum_level_db: float = -10.0  # beside the speech; one reader's own hum lies at -20 to -12.6
    hum_own_db: float = 7.0  # louder than elsewhere in the recording, and ...
    hum_soft_db: float = -28.0  # ... so loud
    hum_lines: float = 2.0  # more than elsewhere: another hum than the room's
    pile_ppm: float = 1400.0  # good 1013 and less, clipped 2655 and more
    flat_ppm: float = 60.0  # good 0
    crowd: float = 0.28  # good 0.40 and less, clipped and then coded 0.31 to 0.9, and ...
    peaks_db: float = 9.5  # ... good 9.9 and more, clipped 9.1 and less
    above_4k_db: float = -14.0  # good -4.4 and more, telephones -23.9 and less
    mirror: float = 0.3  # good 0.1 and less, telephones by poor resamplers 0.25 to 1.0
    tones: float = 0.95  # good 0.7 and less, music 1.1 and more
    usual_tones: float = 0.2  # a room with more has its own, which are allowed
    long_tones: float = 0.3
    pause_tones: float = 1.3
    sharp_tones: float = 3.3  # short ones, where nobody speaks: good 0.3 and less, babbling voices 3.2, music 2.8 to 19
    some_sharp_tones: float = 2.4  # music, or voices that babble: both are said
    beat: float = 0.34  # good 0.24 and less, but for a reader whose room ticks, 0.51 ...
    beat_own: float = 0.19  # ... and so much more than elsewhere; drums 0.34 to 0.59
    fall_db: float = 20.0  # good 24.3 and more, rooms of 0.6 s and more 18 and less
    again: float = 0.08  # good 0.04 and less, a single echo 0.3 and more
    usual_like: float = 0.88  # beside the owner's own: many clips of a few words are more alike than speech is
    like: float = 0.06  # below the owner's usual: good 0.058 and less
    like_joint: float = 0.108  # the mean and half of the least three: good 0.105 and less, but one sentence 0.137
    like_least: float = 0.165  # good 0.16 and less
    like_window: float = 0.21
    speech_share: float = 0.35
    mismatch: float = 0.35  # share of sounds; other texts 0.73 and more, readers whom nobody understands well 0.2
    astray: float = 10.0  # sounds in a row: sentences as they were read 3 and less, a short one of another text 14
    confidence: float = 0.25  # a noisy reader of foreign names 0.35
    naturalness: float = 2.0


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Own:
    """What is usual in this recording: most of its clips are good, or it is refused as a whole."""

    snr_db: float
    full_snr_db: float
    band_snr_db: float
    inner_snr_db: float
    hum_level_db: float
    hum_lines: float
    beat: float
    sharp_tones: float
    tones: float
    owner: Owner | None


def own_of(figures: Sequence[Figures], owner: Owner | None) -> Own:
    def usual(name: str, share: float, default: float) -> float:
        values = [one.values[name] for one in figures if name in one.values]
        return float(np.percentile(values, share)) if values else default

    full, band, inner = (usual(name, 60, 90.0) for name in ("full_snr_db", "band_snr_db", "inner_snr_db"))
    return Own(
        usual("snr_db", 60, 90.0), full, band, inner, usual("hum_level_db", 40, -90.0), usual("hum_lines", 50, 0.0),
        usual("beat", 50, 0.0), usual("sharp_tones", 50, 0.0), usual("tones", 50, 0.0), owner,
    )  # fmt: skip


Finding = tuple[Reason, str]


def of_signal(f: Figures, own: Own, limits: Limits = LIMITS) -> list[Finding]:
    """The reasons in the sound of a clip, the likeliest cause first; what another reason explains is left out."""
    found = dict(_found(f, own, limits))
    for cause, symptoms in _EXPLAINS.items():
        if cause == "music" and f.get("sharp_tones") <= limits.sharp_tones and f.get("tones") <= limits.tones:
            symptoms = symptoms - {"noise"}  # it may be voices
        if cause in found:
            found = {reason: why for reason, why in found.items() if reason not in symptoms}
    if (
        "noise" in found
        and min(f.get(name, 90) for name in ("snr_db", "band_snr_db", "inner_snr_db")) < limits.loud_noise_db
    ):
        found.pop("speaker", None)
    return [(reason, found[reason]) for reason in REASONS if reason in found]


# What one fault does to the figures of others.
_EXPLAINS: Mapping[Reason, frozenset[Reason]] = {
    "bandwidth": frozenset({"speaker", "hum", "noise"}),
    "clipping": frozenset({"speaker", "music"}),
    "echo": frozenset({"speaker", "noise", "hum"}),
    "music": frozenset({"speaker", "noise", "hum", "echo"}),
    "hum": frozenset({"noise"}),
}


def _found(f: Figures, own: Own, limits: Limits) -> Iterator[Finding]:
    for part in (_silence, _clipping, _bandwidth, _music, _echo, _hum, _noise, _speaker):
        yield from part(f, own, limits)


def _silence(f: Figures, own: Own, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    if f.get("speech_share") < limits.speech_share:
        yield "silence", f"{f.get('speech_share'):.0%} of it is spoken, {limits.speech_share:.0%} are needed"


def _clipping(f: Figures, own: Own, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    flat, pile = f.get("flat_ppm"), f.get("pile_ppm")
    if flat > limits.flat_ppm or pile > limits.pile_ppm:
        yield "clipping", f"{max(flat, pile):.0f} samples in a million lie flat at the top ({limits.pile_ppm:.0f})"
    elif (crowd := f.get("crowd")) > limits.crowd and (peaks := f.get("peaks_db", 90)) < limits.peaks_db:
        yield "clipping", f"its peaks reach {peaks:.0f} dB and crowd there ({crowd:.2f} of {limits.crowd:.2f})"


def _bandwidth(f: Figures, own: Own, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    if (mirror := f.get("mirror")) > limits.mirror:
        yield "bandwidth", f"above 4 kHz is a mirror of what is below ({mirror:.0%} alike): a telephone"
    elif (above := f.get("above_4k_db")) < limits.above_4k_db:
        yield "bandwidth", f"{above:.0f} dB are left above 4 kHz, as over a telephone ({limits.above_4k_db:.0f})"


def _music(f: Figures, own: Own, limits: Limits) -> Iterator[Finding]:
    tones, long, pause = f.get("tones"), f.get("long_tones"), f.get("pause_tones", -1.0)
    # A room that sounds on holds tones, too, but not for a quarter of a second.
    rings = f.get("fall_db", 90) < limits.fall_db or f.get("again") > limits.again
    sharp = f.get("sharp_tones") - own.sharp_tones
    usual = max(0.0, own.tones - limits.usual_tones)
    if (tones > limits.tones + usual or pause > limits.pause_tones) and (
        long > limits.long_tones * (6 if rings else 0.4)
    ):
        yield "music", f"{max(tones, pause):.1f} tones stand still at a time ({limits.tones:.1f})"
    elif sharp > limits.sharp_tones and not rings:
        yield "music", f"{sharp:.1f} tones are heard at a time where nobody speaks ({limits.sharp_tones:.1f})"
    elif sharp > limits.some_sharp_tones and f.get("snr_db", 90) < limits.snr_db and not rings:
        yield "music", f"{sharp:.1f} tones are heard at a time where nobody speaks ({limits.some_sharp_tones:.1f})"
    elif (beat := f.get("beat")) > max(limits.beat, own.beat + limits.beat_own):
        yield "music", f"it beats every {f.get('beat_ms'):.0f} ms as drums do ({beat:.2f} of {limits.beat:.2f})"


def _echo(f: Figures, own: Own, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    if (again := f.get("again")) > limits.again:
        yield "echo", f"it comes again after {f.get('again_ms'):.0f} ms, at {again:.0%} ({limits.again:.0%})"
    # Under noise nothing falls far.
    least = limits.fall_db - (6 if f.get("snr_db", 90) < limits.snr_db else 0)
    if (fall := f.get("fall_db", 90)) < least:
        yield "echo", f"it falls by {fall:.0f} dB in 80 ms at most, in a dry room by {least:.0f} and more"


def _hum(f: Figures, own: Own, limits: Limits) -> Iterator[Finding]:
    level, lines = f.get("hum_level_db", -90), f.get("hum_lines")
    louder = level > own.hum_level_db + limits.hum_own_db or lines > own.hum_lines + limits.hum_lines
    if f.get("hum_db") > limits.hum_db and (level > limits.hum_level_db or (level > limits.hum_soft_db and louder)):
        yield "hum", f"{f.get('mains_hz'):.0f} Hz of the mains lie {-level:.0f} dB below the speech"


def _noise(f: Figures, own: Own, limits: Limits) -> Iterator[Finding]:
    snr, full, band = f.get("snr_db", 90), f.get("full_snr_db", 90), f.get("band_snr_db", 90)
    inner, pause = f.get("inner_snr_db", 90), f.get("pause_db", 90)
    if snr >= limits.snr_db and (band < limits.band_snr_db or inner < limits.inner_snr_db):
        least = min((band, limits.band_snr_db), (inner, limits.inner_snr_db), key=lambda pair: pair[0] - pair[1])
        yield "noise", f"the speech is {least[0]:.0f} dB above the noise between its words ({least[1]:.0f})"
    elif snr < limits.snr_db:
        yield "noise", f"the speech is {snr:.0f} dB above the noise ({limits.snr_db:.0f})"
    elif pause < limits.pause_db:
        yield "noise", f"the speech is {pause:.0f} dB above what knocks in its pauses ({limits.pause_db:.0f})"
    elif (
        band < own.band_snr_db - limits.less_band_db
        and inner < min(own.inner_snr_db - limits.less_inner_db, limits.doubtful_inner_db)
    ):  # fmt: skip
        yield "noise", f"the speech is {inner:.0f} dB above what is between its words, elsewhere {own.inner_snr_db:.0f}"
    elif full < limits.full_snr_db and full < own.full_snr_db - limits.below_own_db:
        yield "noise", f"the speech is {full:.0f} dB above low noise, elsewhere {own.full_snr_db:.0f}"


def _speaker(f: Figures, own: Own, limits: Limits) -> Iterator[Finding]:
    if own.owner is None or "like" not in f.values:
        return
    usual = min(own.owner.usual, limits.usual_like)
    for name, margin in (("like", limits.like), ("like_least", limits.like_least), ("like_window", limits.like_window)):
        if f.values[name] < usual - margin:
            yield "speaker", f"{f.values[name]:.2f} like the recording's own speaker ({usual - margin:.2f})"
            return
    joint = (f.values["like"] - usual) + (f.values["like_least"] - usual) / 2
    if joint < -limits.like_joint:
        yield (
            "speaker",
            f"{f.values['like']:.2f} like the recording's own speaker, in part {f.values['like_least']:.2f}",
        )


def of_words(one: Judged, limits: Limits = LIMITS, *, given: bool) -> list[Finding]:
    """The reasons in what was heard, of a clip that its sound leaves in."""
    found: list[Finding] = []
    if given and one.mismatch > limits.mismatch:
        found.append(("text", f"{one.mismatch:.0%} of its sounds are not those of the text ({limits.mismatch:.0%})"))
    elif given and one.astray > limits.astray:
        found.append(("text", f"{one.astray:.0f} sounds in a row are not those of the text ({limits.astray:.0f})"))
    elif 0 <= one.confidence < limits.confidence:
        found.append(("unclear", f"its words are heard with {one.confidence:.0%} confidence ({limits.confidence:.0%})"))
    if one.naturalness is not None and one.naturalness < limits.naturalness:
        found.append(("unnatural", f"it is rated {one.naturalness:.1f} of 5 ({limits.naturalness:.1f})"))
    return found


def with_findings(one: Judged, found: Sequence[Finding]) -> Judged:
    reasons = tuple(dict.fromkeys((*one.reasons, *(reason for reason, _ in found))))
    return replace(one, reasons=reasons, why=(*one.why, *(why for _, why in found)))
