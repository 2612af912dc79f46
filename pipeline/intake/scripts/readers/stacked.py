"""Reader of SubRip, SBV and WebVTT: blocks of a timing line and text. Faults that editors leave are named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.intake.scripts.draft import Draft, Raw
from pipeline.intake.scripts.readers.tags import language_of, subrip, webvtt
from pipeline.intake.scripts.records import Rate, ReadOptions
from pipeline.intake.scripts.timecode import clock_ms, is_timecode, rate_of, timecode_ms

_CLOCK = r"(?:\d{1,4}\s*:\s*)?\d{1,3}\s*:\s*\d{1,2}(?:\s*[.,:;]\s*\d{1,9})?"
# What stands beside the arrow may be damaged: it needs a digit and a colon to be a time at all.
_LOOSE = re.compile(
    r"\s*\[?(?P<in>\d\w*\s*:[\w\s.,:;]*?)\s*-{2}\s?>\s*(?P<out>\d(?:[\w.,:;]|\s*:\s*)*)\]?(?P<tail>.*)"
    # Other arrows stand in texts as well, so both sides are whole times.
    rf"|\s*(?P<in2>{_CLOCK})\s*(?:->|-{{3}}>|[–—]>|→)\s*(?P<out2>{_CLOCK})(?P<tail2>.*)"
)
_STRICT = re.compile(r"\s*(?P<in>\d\w*\s*:[\w.,:;]*)\s*-->\s*(?P<out>\d[\w.,:;]*?)(?P<tail>(?:[a-z]+:.*|\s.*)?)")
_COMMA = re.compile(r"\s*(?P<in>\d{1,3}:\d{1,2}:[\w.]{2,12})\s*,\s*(?P<out>\d{1,3}:\d{1,2}:[\w.]{2,12})(?P<tail>)\s*")
TIMINGS = {"srt": _LOOSE, "sbv": _COMMA, "vtt": _STRICT}
LONGEST_TIMING = 400  # characters; nothing longer is looked at as a timing line
_SETTINGS = re.compile(r"(?:\s*(?:[XYxy][12]:\s*-?\d+|[a-z]+:[^\s<]+))*\s*")
_NUMBER = re.compile(r"\s*#?\d{1,6}\s*")
_SIGNATURE = re.compile(r"[\s\ufeff]*WEBVTT(?:[ \t].*)?")
_FIRST_LINE = re.compile(r"(NOTE|STYLE|REGION)(?:[ \t]|$)")
_LINES = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028]")


@dataclass(frozen=True, slots=True)
class _Timing:
    begin: str
    end: str
    head: str  # the line up to its settings
    tail: str


@dataclass(slots=True)
class _Block:
    """A cue as it lies in the file."""

    line: int
    timing: _Timing
    name: str = ""  # its number or identifier
    lines: list[str] = field(default_factory=list)


def read_subrip(text: str, options: ReadOptions) -> Draft:
    return _Stack("srt", text, options).read()


def read_sbv(text: str, options: ReadOptions) -> Draft:
    return _Stack("sbv", text, options).read()


def read_webvtt(text: str, options: ReadOptions) -> Draft:
    return _Stack("vtt", text, options).read()


def timing_of(line: str, kind: str) -> _Timing | None:
    """The times that a line gives a cue, None where it is no timing line."""
    if len(line) > LONGEST_TIMING or not (found := TIMINGS[kind].fullmatch(line)):
        return None
    groups = {name.rstrip("2"): text for name, text in found.groupdict().items() if text is not None}
    tail = groups.get("tail", "")
    return _Timing(groups["in"].strip(), groups["out"].strip(), line[: len(line) - len(tail)], tail)


class _Stack:
    """One pass over the lines of a file."""

    def __init__(self, kind: str, text: str, options: ReadOptions):
        self.draft = Draft(kind)
        self.vtt = kind == "vtt"
        self.rate: Rate | None = rate_of(options.frame_rate) if options.frame_rate else None
        self.start_ms = timecode_ms(options.start, self.rate) if options.start and self.rate else 0
        self.lines = _LINES.split(text)
        self.timings = [timing_of(line, kind) for line in self.lines]
        self.blocks: list[_Block] = []
        self.loose: list[str] = []  # lines of the paragraph at hand that belong to no cue

    def read(self) -> Draft:
        self._walk(self._header())
        self._numbers()
        self._cues()
        return self.draft

    def _header(self) -> int:
        """Index of the first line after the signature and what describes the file."""
        if not _SIGNATURE.fullmatch(self.lines[0]):
            if self.vtt:
                self.draft.note("c-005", "line 1", "the file does not begin with WEBVTT, as WebVTT must")
            return 0
        self.draft.may_be_empty = self.vtt
        end = 0
        while end < len(self.lines) and self.lines[end].strip() and not self.timings[end]:
            self.draft.skip(self.lines[end], "header")
            if found := re.fullmatch(r"\s*Language:\s*([A-Za-z][\w-]*)\s*", self.lines[end]):
                self.draft.language = found[1]
            end += 1
        return end

    def _walk(self, index: int) -> None:
        """Cuts lines into blocks; whatever belongs to none is accounted for."""
        timed = [at for at, timing in enumerate(self.timings) if timing]
        numbered = sum(at > 0 and bool(_NUMBER.fullmatch(self.lines[at - 1])) for at in timed)
        often_numbered = 2 * numbered > len(timed)
        block: _Block | None = None
        name = ""
        fresh = True  # after a blank line
        while index < len(self.lines):
            line, timing = self.lines[index], self.timings[index]
            if timing:
                self._outside(index)
                block, name, fresh = self._open(index, timing, name), "", False
            elif not line.strip():
                self._outside(index)
                if block and self.vtt:
                    block = None
                elif block:
                    block.lines.append("")
                fresh = True
            elif self.vtt and fresh and (note := _FIRST_LINE.match(line)):
                index, block = self._note(index, "comment" if note[1] == "NOTE" else "style"), None
                continue
            elif following := self._names(index, fresh or often_numbered):
                self.draft.skip(line, "cue number")
                name, index, block = line.strip(), following, None
                continue
            elif block is None or self._misses_its_time(block, line, fresh) or (self.vtt and "-->" in line):
                self.loose.append(line)
                block, fresh = None, False
            else:
                block.lines.append(line)
                fresh = False
            index += 1
        self._outside(index)

    def _open(self, index: int, timing: _Timing, name: str) -> _Block:
        block = _Block(index + 1, timing, name)
        self.draft.skip(timing.head, "time")
        if self.vtt or _SETTINGS.fullmatch(timing.tail):
            self.draft.skip(timing.tail, "position")
        else:
            block.lines.append(timing.tail.strip())
        self.blocks.append(block)
        return block

    def _names(self, index: int, free: bool) -> int:
        """Index of the timing line whose number or identifier this line is; 0 where it is none."""
        following = index + 1
        while not self.vtt and following < min(len(self.lines), index + 3) and not self.lines[following].strip():
            following += 1  # an editor's blank line between number and time
        if following >= len(self.lines) or not self.timings[following]:
            return 0
        if _NUMBER.fullmatch(self.lines[index].replace("\ufeff", "")):
            return following if free else 0
        begins = index == 0 or not self.lines[index - 1].strip()
        return following if self.vtt and begins and "-->" not in self.lines[index] else 0

    def _misses_its_time(self, block: _Block, line: str, fresh: bool) -> bool:
        """Whether a paragraph begins with the number that comes next: a cue whose timing line is gone."""
        if self.vtt or not fresh or not _NUMBER.fullmatch(line):
            return False
        return block.name.isdigit() and int(line.strip().lstrip("#")) == int(block.name) + 1

    def _note(self, index: int, why: str) -> int:
        while index < len(self.lines) and self.lines[index].strip() and not self.timings[index]:
            self.draft.skip(self.lines[index], why)
            index += 1
        return index

    def _outside(self, index: int) -> None:
        """Accounts for a paragraph that ends before `index` and that no time belongs to."""
        if self.loose:
            text = " ".join(" ".join(self.loose).split())
            self.draft.skip(text, "outside any cue")
            place = f"line {index - len(self.loose) + 1}"
            self.draft.note("c-006", place, f"{text[:80]!r} stands in no cue with a time")
            self.loose = []

    def _numbers(self) -> None:
        numbers = [int(block.name.lstrip("#")) for block in self.blocks if _NUMBER.fullmatch(block.name)]
        wrong = [before for before, after in pairwise(numbers) if after != before + 1]
        if wrong:
            places = f"{len(wrong)} places" if len(wrong) > 1 else "one place"
            self.draft.note("c-005", f"cue {wrong[0]}", f"numbers do not count on in {places}; the times are followed")

    def _cues(self) -> None:
        names = [block.name for block in self.blocks]
        named = {name for name in names if name and not _NUMBER.fullmatch(name)}
        self.draft.ids = self.vtt and len(named) == len(names)
        for block in self.blocks:
            text = "\n".join(block.lines).strip("\n")
            self.draft.cues.append(
                Raw(
                    self._time(block.timing.begin),
                    self._time(block.timing.end),
                    webvtt(text) if self.vtt else subrip(text),
                    f"cue {block.name}" if block.name else f"line {block.line}",
                    own_id=block.name if self.draft.ids else "",
                    language=language_of(text) if self.vtt else "",
                    written=f"{block.timing.begin} --> {block.timing.end}",
                )
            )

    def _time(self, written: str) -> int | None:
        """A time in milliseconds, None for one that cannot be read to its end."""
        if is_timecode(written):
            if self.rate is None:
                raise ValueError(f"counts frames ({written}): say how many a second has (--frame-rate 25)")
            return timecode_ms(written, self.rate) - self.start_ms
        try:
            return clock_ms(written) - self.start_ms
        except ValueError:
            return None
