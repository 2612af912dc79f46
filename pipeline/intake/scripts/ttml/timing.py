"""Times of TTML: clock and offset times, frames and ticks, nested in parallel or in sequence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from pipeline.intake.scripts.records import Rate, ReadOptions
from pipeline.intake.scripts.timecode import milliseconds, rate_of, timecode_frames
from pipeline.intake.scripts.ttml.document import TIMED, TTP, Element, attribute, local

_CLOCK = re.compile(r"(\d{2,}):(\d{2}):(\d{2})(?:(\.\d+)|[:;](\d{2,})(?:\.(\d+))?)?")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|m|s|ms|f|t)")
_SECONDS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
USUAL_RATE = 30  # of documents that count frames and name no rate, by TTML's own rule


@dataclass(frozen=True, slots=True)
class Clock:
    """How a document counts time.

    Attributes:
        named: whether it (or a person) says its frame rate.
        ticks: a second, None where it does not say.
        smpte: its clock times are timecode.
    """

    rate: Rate
    named: bool
    ticks: Fraction | None
    smpte: bool
    sub_frames: int = 1

    def seconds(self, written: str) -> Fraction:
        """A time expression in seconds.

        Raises:
            ValueError: it is none.
        """
        written = written.strip()
        if found := _OFFSET.fullmatch(written):
            number, metric = Fraction(found[1]), found[2]
            if metric == "f":
                return number / self.rate.fps
            if metric == "t":
                if self.ticks is None:
                    return number / (self.rate.fps * self.sub_frames if self.named else 1)
                return number / self.ticks
            return number * _SECONDS[metric]
        found = _CLOCK.fullmatch(written)
        if not found:
            raise ValueError(f"holds the time {written[:40]!r}, which TTML does not know")
        if self.smpte and found[5]:
            return Fraction(timecode_frames(written.partition(".")[0], self.rate)) / self.rate.fps
        whole = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])
        if int(found[2]) > 59 or int(found[3]) > 60:
            raise ValueError(f"holds the time {written[:40]!r}: minutes and seconds end at 59")
        if found[4]:
            return whole + Fraction(found[4])
        frames = Fraction(int(found[5] or 0)) + Fraction(int(found[6] or 0), self.sub_frames)
        if found[5] and int(found[5]) >= self.rate.nominal:
            raise ValueError(f"holds the time {written[:40]!r}, but has {self.rate.nominal} frames a second")
        return whole + frames / self.rate.fps


def clock_of(root: Element, options: ReadOptions) -> Clock:
    """How a document counts time, by its root."""
    written = attribute(root, "frameRate", TTP)
    multiplier = [int(part) for part in re.findall(r"\d+", attribute(root, "frameRateMultiplier", TTP) or "")]
    drop = (attribute(root, "dropMode", TTP) or "nonDrop") == "dropNTSC"
    if written and not re.fullmatch(r"\s*[1-9]\d{0,3}\s*", written):
        raise ValueError(f"says ttp:frameRate={written!r}, which is no whole number of frames")
    if written:
        fps = Fraction(int(written))
        if len(multiplier) == 2 and all(multiplier):
            fps *= Fraction(multiplier[0], multiplier[1])
        rate = Rate(fps, drop)
    else:
        rate = rate_of(options.frame_rate) if options.frame_rate else Rate(Fraction(USUAL_RATE))
    ticks = attribute(root, "tickRate", TTP)
    if ticks and not re.fullmatch(r"\s*[1-9]\d{0,17}\s*", ticks):
        raise ValueError(f"says ttp:tickRate={ticks!r}, which is no whole number of ticks")
    return Clock(
        rate, bool(written or options.frame_rate), Fraction(int(ticks)) if ticks else None,
        (attribute(root, "timeBase", TTP) or "media") == "smpte",
        max(1, int(re.sub(r"\D", "", attribute(root, "subFrameRate", TTP) or "1") or 1)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interval:
    """When an element is active, in seconds; `end` None is without end, `said` whether it or what is around it says."""

    begin: Fraction = Fraction(0)
    end: Fraction | None = None
    said: bool = False

    @property
    def ms(self) -> tuple[int, int | None]:
        return milliseconds(self.begin), None if self.end is None else milliseconds(self.end)


def intervals(root: Element, clock: Clock) -> dict[Element, Interval]:
    """The active interval of every timed element below the body, by TTML's rules for nested times."""
    found: dict[Element, Interval] = {}

    def walk(element: Element, around: Interval, reference: Fraction) -> Interval:
        here = _own(element, clock, around, reference)
        found[element] = here
        sequence = attribute(element, "timeContainer") == "seq"
        at = here.begin
        for one in element:
            if local(one) in TIMED:
                inner = walk(one, here, at if sequence else here.begin)
                if sequence and inner.end is not None:
                    at = inner.end
        return here

    for body in root:
        if local(body) == "body":
            walk(body, Interval(), Fraction(0))
    return found


def _own(element: Element, clock: Clock, around: Interval, reference: Fraction) -> Interval:
    begin, end, dur = (attribute(element, name) for name in ("begin", "end", "dur"))
    start = reference + (clock.seconds(begin) if begin is not None else 0)
    ends = [] if around.end is None else [around.end]
    if end is not None:
        ends.append(reference + clock.seconds(end))
    if dur is not None and dur.strip() not in ("indefinite", "media"):
        ends.append(start + clock.seconds(dur))
    said = around.said or (end is not None or dur is not None or begin is not None)
    return Interval(start, min(ends) if ends else None, said)
