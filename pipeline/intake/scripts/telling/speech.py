"""Speech of one cue: turns of its speakers, without dashes, names, notes of music and descriptions of sounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.intake.scripts.marked import Marked
from pipeline.intake.scripts.records import CueKind, OnScreen, Turn
from pipeline.intake.scripts.telling import brackets
from pipeline.intake.scripts.telling.names import LABEL, Names, split_label
from pipeline.intake.scripts.telling.words import music, off

SOUND, SONG, NAME, DASH, MARK = "sound description", "song", "speaker name", "speaker dash", "caption mark"
_CHEVRON = re.compile(r"(?:>{2,3}|»{2})[ \t]*")
# A hyphen before a figure needs a space to be a dash: -5 is a number. Two of them are a break in speech.
_HYPHEN = re.compile(
    r"[-‐‑–−－](?![-‐‑–—−－])(?:[ \t\u3000]*(?=[^\W\d_]|[¿¡\"'“‘«„(（\[［【♪♫#*.…])|[ \t\u3000]+(?=\S))"
)
_LONG_DASH = re.compile(r"[—―](?![—―])[ \t]*(?=[¿¡«“\"(\[]?[^\W\d_])")
_NOTES = "♪♫♬♩🎵🎶"
_NOTE = re.compile(rf"[{_NOTES}]+")
_HASHES = re.compile(r"\s*[#＃]\s+(?:.*\S)?\s*[#＃]\s*", re.DOTALL)
_DEVICES = re.compile(r"[☎📱➡⇒🎤🔊💬⚟⚞]\ufe0f?")
_NOTED_BRACKET = re.compile(rf"[(\[（［【][^()\[\]（）［］【】]*[{_NOTES}][^()\[\]（）［］【】]*[)\]）］】]")
# Of Japanese captions: what is said by somebody who is not seen, thought, or heard through a device.
_ASIDE = re.compile(r"^[ \u3000]*([〈《＜≪])([^〈〉《》＜＞≪≫]*)([〉》＞≫])[ \u3000]*$", re.MULTILINE)
# Where a turn may begin within a line: at a chevron, a bracket, a name in capitals, a Spanish dash.
_INTERESTING = re.compile(
    r"\n|>>|[(（\[［【〔*]|(?<=[.!?…]) +(?=[A-ZÀ-ÖØ-ÞА-Я][^a-zà-öø-ÿа-я\n:]{1,38}:)"
    r"|(?<=[.!?…]) +(?=[-–—][¿¡]?[^\W\d_])"
)
_INNER_DASH = re.compile(r"[-–—]")
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_LONG_DASH_LANGUAGES = frozenset("es fr pt it ru uk bg be sr pl cs tr ro ca gl eu el hu".split())


@dataclass(slots=True)
class Told:
    """What a cue turned out to be."""

    kind: CueKind
    turns: tuple[Turn, ...]
    text: str
    on_screen: OnScreen = ""


@dataclass(slots=True)
class _Scan:
    """One walk over what a cue says; skipped ranges and turns are gathered, then applied together."""

    heard: str
    names: Names
    language: str
    dashes: bool  # whether long dashes begin turns
    skipped: list[tuple[int, int, str]] = field(default_factory=list)
    turns: list[tuple[int, str]] = field(default_factory=list)  # (heard position, who)
    off: bool = False

    def skip(self, begin: int, end: int, why: str) -> None:
        if end > begin:
            self.skipped.append((begin, end, why))

    def said(self, end: int) -> str:
        """What the present turn has said up to a position."""
        begin = self.turns[-1][0] if self.turns else 0
        kept = []
        for start, stop, _ in self.skipped:
            if stop > begin:
                kept.append(self.heard[begin:start] if start > begin else "")
                begin = max(begin, stop)
        return "".join(kept) + self.heard[begin:end]


def tell(marked: Marked, names: Names, language: str, given: tuple[str, ...] = ()) -> Told:
    """Tells the speech of a cue apart; `marked` keeps what was skipped, and why."""
    written = joined(marked.heard)
    _music(marked)
    whole = marked.heard
    scan = _Scan(whole, names, language, _long_dashes(whole, language))
    _walk(scan)
    _asides(scan)
    places = marked.places()
    for begin, end, why in scan.skipped:
        for index in places[begin:end]:
            marked.says[index], marked.why[index] = "", why
    turns = _turns(marked, scan, places, " / ".join(given))
    if turns:
        text = "\n".join(turn.text for turn in turns)
        return Told("dialogue", turns, text, "off" if scan.off else "")
    return _unspoken(marked, scan, written)


def _walk(scan: _Scan) -> None:
    place, fresh = 0, True
    while place < len(scan.heard):
        if fresh:
            place = _prefixes(scan, place)
            fresh = False
        found = _INTERESTING.search(scan.heard, place)
        if not found:
            return
        place = found.start()
        sign = found[0]
        if sign == "\n":
            place, fresh = place + 1, True
        elif sign == ">>":
            place = _turn(scan, _CHEVRON, place) or place + 2
            place = _label(scan, place)
        elif sign.isspace():
            place = _within(scan, found.end())
        elif bracket := brackets.BRACKET.match(scan.heard, place):
            place = _bracket(scan, bracket, fresh=False)
        else:
            place += 1


def _prefixes(scan: _Scan, place: int) -> int:
    """What stands at the beginning of a line before its first word: dashes, names, sounds."""
    for _ in range(6):
        while place < len(scan.heard) and scan.heard[place] in " \t\u3000\xa0":
            place += 1
        rules = (_CHEVRON, _HYPHEN, _LONG_DASH) if scan.dashes else (_CHEVRON, _HYPHEN)
        after = next((end for rule in rules if (end := _turn(scan, rule, place))), 0)
        if not after and (bracket := brackets.BRACKET.match(scan.heard, place)):
            after = _bracket(scan, bracket, fresh=True)
            if not scan.skipped or scan.skipped[-1][1] != after:
                return after  # it is spoken
        if not after:
            after = _label(scan, place)
        if after <= place:
            return place
        place = after
    return place


def _within(scan: _Scan, place: int) -> int:
    """A turn that begins within a line, behind the end of a sentence."""
    if scan.heard[place] in "-–—":
        return _turn(scan, _INNER_DASH, place) if scan.dashes else place + 1
    return max(_label(scan, place), place + 1)


def _asides(scan: _Scan) -> None:
    """Takes the signs away in which Japanese captions put what an unseen speaker says."""
    if not scan.language.startswith("ja"):
        return
    for found in _ASIDE.finditer(scan.heard):
        scan.skip(found.start(1), found.end(1), MARK)
        scan.skip(found.start(3), found.end(3), MARK)
        scan.off = True


def _turn(scan: _Scan, rule: re.Pattern[str], place: int) -> int:
    found = rule.match(scan.heard, place)
    if not found:
        return 0
    scan.skip(place, found.end(), DASH)
    scan.turns.append((place, ""))
    return found.end()


def _label(scan: _Scan, place: int) -> int:
    """A name before a colon; the place where it stood where there is none."""
    found = LABEL.match(scan.heard, place)
    if not found or not scan.names.is_name(found["label"]):
        return place
    name, unseen = split_label(found["label"], found["aside"])
    scan.off = scan.off or unseen or off(name)
    _speaks(scan, place, name)
    scan.skip(place, found.end(), NAME)
    return found.end()


def _bracket(scan: _Scan, found: re.Match[str], *, fresh: bool) -> int:
    fate = brackets.fate(
        found, scan.said(found.start()), scan.heard[found.end() :], scan.names.bracketed | scan.names.known,
        fresh=fresh, japanese=scan.language.startswith("ja"),
    )  # fmt: skip
    if fate == "text":
        return found.start() + 1
    end = found.end()
    if fate == "name":
        name, unseen = brackets.parted(brackets.inner(found))
        scan.off = scan.off or unseen
        _speaks(scan, found.start(), name)
        while scan.heard[end : end + 1] in (" ", ":", "："):
            end += 1
    elif scan.heard[end : end + 1] in (":", "："):
        end += 1
    scan.off = scan.off or fate == "off"
    scan.skip(found.start(), end, NAME if fate == "name" else SOUND)
    return end


def _speaks(scan: _Scan, place: int, name: str) -> None:
    """Names the turn at a place: the one that a dash has just begun, or a new one."""
    if scan.turns and not scan.turns[-1][1] and not scan.said(place).strip():
        scan.turns[-1] = (scan.turns[-1][0], name)
    else:
        scan.turns.append((place, name))


def _long_dashes(heard: str, language: str) -> bool:
    """Whether a long dash begins a turn: where such dashes are a language's own, or stand at two lines of the cue."""
    lines = [line.lstrip() for line in heard.split("\n")]
    return language.partition("-")[0] in _LONG_DASH_LANGUAGES or sum(bool(_LONG_DASH.match(line)) for line in lines) > 1


# ---------------------------------------------------------------- music and marks


def _music(marked: Marked) -> None:
    """Marks lyrics between notes as a song, and signs of caption makers as marks."""
    for found in reversed(list(_NOTED_BRACKET.finditer(marked.heard))):
        marked.skip(found.start(), found.end(), SOUND)
    heard = marked.heard
    if _HASHES.fullmatch(heard):
        marked.skip_all(SONG)
        return
    notes = list(_NOTE.finditer(heard))
    begin = end = 0
    spans: list[tuple[int, int]] = []
    for number, note in enumerate(notes):
        if note.start() < end or (number and note.start() < spans[-1][1]):
            continue
        following = notes[number + 1] if number + 1 < len(notes) else None
        begin = note.start()
        between = heard[note.end() : following.start()] if following else heard[note.end() :]
        if following and not re.search(r"\n\s*[-–—]", between):
            end = following.end()
        elif following is None and not between.strip():
            begin, end = _line_begin(heard, note.start(), [stop for _, stop in spans]), note.end()
        else:
            stop = re.search(r"\n\s*[-–—]", heard[note.end() :])
            end = note.end() + stop.start() if stop else len(heard)
        spans.append((begin, end))
    for begin, end in reversed(spans):
        marked.skip(begin, end, SONG)
    for found in reversed(list(_DEVICES.finditer(marked.heard))):
        marked.skip(found.start(), found.end(), MARK)


def _line_begin(heard: str, place: int, stops: list[int]) -> int:
    """Where the lyrics before a closing note begin: with its line, or after the song before."""
    return max([heard.rfind("\n", 0, place) + 1, *stops])


def _unspoken(marked: Marked, scan: _Scan, written: str) -> Told:
    """A cue of which nothing is left to say: what stands there is its text."""
    lyrics = "".join(char for char, why in zip(marked.source, marked.why, strict=True) if why == SONG)
    words = " ".join(_NOTE.sub(" ", lyrics).strip("#＃ \n").split())
    screen: OnScreen = "off" if scan.off else ""
    if any(map(str.isalnum, words)) and not music(words):
        return Told("song", (Turn("", words),), words, screen)
    if lyrics.strip() or SOUND in marked.why:
        return Told("sound", (), written, screen)
    return Told("empty", (), written, screen)


# ---------------------------------------------------------------- turns


def _turns(marked: Marked, scan: _Scan, places: list[int], given: str) -> tuple[Turn, ...]:
    """The turns of a cue, each with its words in one line."""
    starts: dict[int, str] = {0: given}
    for index, name in marked.voices:
        line = not "".join(marked.says[:index]).rpartition("\n")[2].strip()
        if name or line:  # what follows </v> within a line is still said by the same person
            starts[index] = name or given
    for at, name in scan.turns:
        index = places[at] if at < len(places) else len(marked.source)
        before = starts.get(index, "")
        starts[index] = name or before or _voice(marked, index) or given
    turns: list[Turn] = []
    bounds = [*sorted(starts), len(marked.source)]
    for begin, end in pairwise(bounds):
        text = joined("".join(marked.says[begin:end]))
        if not any(map(str.isalnum, text)):
            if text and not turns and not any(map(str.isalnum, "".join(marked.says))):
                continue
            if text and turns:
                turns[-1] = Turn(turns[-1].character, joined(f"{turns[-1].text} {text}"))
            elif text and begin == 0:
                starts[end] = starts.get(end, "") or starts[begin]
            continue
        if turns and starts[begin] == turns[-1].character and begin in {index for index, _ in marked.voices}:
            turns[-1] = Turn(turns[-1].character, joined(f"{turns[-1].text}\n{text}"))
        else:
            turns.append(Turn(starts[begin], text))
    return tuple(turns)


def _voice(marked: Marked, index: int) -> str:
    return next((name for at, name in reversed(marked.voices) if at <= index), "")


def joined(text: str) -> str:
    """Lines of a turn as one: with a space between them, without where a script has none."""
    out = ""
    for line in text.split("\n"):
        line = " ".join(line.split())
        if not line:
            continue
        glued = not out or (_WIDE.match(out[-1]) and _WIDE.match(line[0]))
        out += line if glued else f" {line}"
    return out
