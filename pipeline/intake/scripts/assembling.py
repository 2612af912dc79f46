"""From what a reader found to a timed script: speech told apart, times, ids, languages, and the coverage table."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.errors import TextLossError
from pipeline.intake.language import guess
from pipeline.intake.scripts.draft import Draft, Raw
from pipeline.intake.scripts.ids import content_ids
from pipeline.intake.scripts.records import SPOKEN, Cue, OnScreen, ReadOptions, TimedScript, Turn
from pipeline.intake.scripts.telling.brackets import bracketed_names
from pipeline.intake.scripts.telling.names import Names, learnt
from pipeline.intake.scripts.telling.rollup import unrolled
from pipeline.intake.scripts.telling.speech import SONG, Told, joined, tell
from pipeline.intake.scripts.telling.stacked_languages import Stacked, found
from pipeline.intake.scripts.times import settle
from pipeline.languages.tags import tag
from pipeline.records import Coverage

OTHER_LANGUAGE = "other language"
_ENDED = re.compile(r"[.!?。！？؟।…‥♪]['\"”’»」』)\]）]*\s*$")
_PAUSED = re.compile(r"[,;:，、；：–—-][\"'’”]*\s*$")
_ALWAYS_CAPITAL = re.compile(r"I(?:['’]\w+)?\b")
_FEW_LETTERS = 25  # of Latin script: fewer tell no language
_GOES_ON_MS = 1_500  # a longer pause ends a sentence, whatever its punctuation


def assemble(draft: Draft, options: ReadOptions, characters: int | None = None) -> TimedScript:
    """The script of a draft.

    Args:
        characters: visible characters of the source; the coverage must add up to them. None trusts the draft.

    Raises:
        ValueError: it holds no cue.
        TextLossError: characters of the source are in neither a cue nor a named remainder.
    """
    if not draft.cues and not (
        draft.may_be_empty and (draft.format == "dapt" or "outside any cue" not in draft.outside)
    ):
        raise ValueError(_no_cue(draft))
    if rolled := unrolled(draft.cues):
        draft.note(
            "c-013", draft.cues[0].where, f"{_cues(rolled)} show lines of the one before again; each is said once"
        )
    two = _second_language(draft, options)
    language = tag(options.language or draft.language or (two.read if two else "") or _guessed(draft))
    names = _names(draft)
    timed = settle(draft)
    told = [_told(raw, names, language) for raw, _, _ in timed]
    ids = _ids(draft, [raw for raw, _, _ in timed], told)
    cues = [
        _cue(name, raw, one, begin, end, language)
        for name, (raw, begin, end), one in zip(ids, timed, told, strict=True)
    ]
    cues = _continued(cues)
    _remarks(draft, cues, names)
    return TimedScript(
        draft.format, language, tuple(cues), tuple(draft.findings), _coverage(draft, timed, told, characters)
    )


def _no_cue(draft: Draft) -> str:
    lost = next((one.found for one in draft.findings if one.code == "c-006"), "")
    return f"holds no cue{f': {lost}' if lost else ''}; export it again, or name its format (--format)"


def _second_language(draft: Draft, options: ReadOptions) -> Stacked | None:
    """Skips the language that is not read in cues that hold two."""
    if not draft.layered:
        return None
    texts = [raw.text.heard for raw in draft.cues]
    two = found(texts, options.language)
    if two is None:
        return None
    unclear = 0
    for raw, text in zip(draft.cues, texts, strict=True):
        spans = [(at.start(), at.end()) for at in re.finditer(r"[^\n]*\S[^\n]*", text)]
        number = two.split([text[begin:end] for begin, end in spans])
        if number is None:
            unclear += len(spans) > 1
            continue
        for begin, end in reversed(spans[number:] if two.read == two.upper else spans[:number]):
            if not (two.read == two.lower and number == len(spans)):  # a cue that has the upper one alone is kept
                raw.text.skip(begin, end, OTHER_LANGUAGE)
    told = f"cues hold {two.upper} above {two.lower}; {two.read} is read (--language {two.other} reads the other)"
    draft.note("c-007", draft.cues[0].where, told + (f"; {unclear} cues could not be told apart" if unclear else ""))
    return two


def _guessed(draft: Draft) -> str:
    text = "\n".join(raw.text.heard for raw in draft.cues)
    language = guess(text)
    letters = sum(map(str.isalpha, text))
    if letters < _FEW_LETTERS and text.isascii():
        return ""
    if language:
        draft.note("i-013", draft.cues[0].where, f"{language}, by its words; say another with --language")
    return language


def _names(draft: Draft) -> Names:
    given = [name for raw in draft.cues for name in (*raw.characters, *(n for _, n in raw.text.voices)) if name]
    if not draft.layered:
        return learnt((), given)
    texts = [raw.text.heard for raw in draft.cues]
    return learnt(texts, given, bracketed_names(texts))


def _told(raw: Raw, names: Names, language: str) -> Told:
    """What a cue is: as the format says, else by its words."""
    if raw.kind in ("drawing", "duplicate", "caption", "sound"):
        text = joined(raw.text.heard)
        return Told(raw.kind, (), text)
    one = tell(raw.text, names, language, raw.characters)
    if raw.kind is not None and one.kind == "dialogue":
        one.kind = raw.kind
    return one


def _ids(draft: Draft, raws: Sequence[Raw], told: Sequence[Told]) -> list[str]:
    own = [raw.own_id for raw in raws]
    if draft.ids and all(own) and len(set(own)) == len(own):
        return own
    return content_ids(
        one.text or raw.text.heard or raw.where.partition(" ")[0] for raw, one in zip(raws, told, strict=True)
    )


def _cue(name: str, raw: Raw, told: Told, begin: int, end: int, language: str) -> Cue:
    people = dict.fromkeys(turn.character for turn in told.turns if turn.character) or dict.fromkeys(raw.characters)
    screen: OnScreen = raw.on_screen or told.on_screen
    return Cue(
        name, begin, end, " / ".join(people), told.text, tag(raw.language or language), screen, told.kind, told.turns
    )


def _continued(cues: list[Cue]) -> list[Cue]:
    """Marks cues whose sentence goes on in the next; the next is then said by the same person.

    A sentence goes on where its cue ends with no sign of an end and the next begins small, or after a comma. In
    scripts without capitals the lack of a full stop tells something only where the script writes them.
    """
    out = list(cues)
    spoken = [at for at, cue in enumerate(cues) if cue.spoken]
    punctuated = sum(bool(_ENDED.search(cues[at].text)) for at in spoken) > 0.3 * len(spoken)
    for one, two in pairwise(spoken):
        first, second = out[one], out[two]
        if not _goes_on(first, second, punctuated):
            continue
        out[one] = dataclasses.replace(first, continues=True)
        person = first.turns[-1].character if first.turns else ""
        if person and not second.character:
            turns = tuple(Turn(person, turn.text) for turn in second.turns)
            out[two] = dataclasses.replace(second, character=person, turns=turns)
    return out


def _goes_on(first: Cue, second: Cue, punctuated: bool) -> bool:
    if _ENDED.search(first.text) or not 0 <= second.in_ms - first.out_ms <= _GOES_ON_MS:
        return False
    if len(second.turns) > 1 or (second.character and second.character != first.turns[-1].character):
        return False
    if _PAUSED.search(first.text):
        return True
    letter = next((char for char in second.text if char.isalpha()), "")
    if letter.islower():
        return True
    uncased = letter.lower() == letter.upper()
    return punctuated and bool(letter) and (uncased or bool(_ALWAYS_CAPITAL.match(second.text)))


def _remarks(draft: Draft, cues: Sequence[Cue], names: Names) -> None:
    """Findings that hold for several cues at once."""
    for cue in cues:
        if len(cue.turns) > 1 and cue.spoken:
            draft.note("c-008", cue.id, f"{len(cue.turns)} turns: {cue.text.replace(chr(10), ' / ')[:80]}")
    overlaps = [one for one, other in pairwise(cues) if one.out_ms > other.in_ms]
    if overlaps:
        draft.note("c-003", overlaps[0].id, f"{_cues(len(overlaps))} not over when the next begins")
    empty = [cue for cue in cues if cue.kind == "empty"]
    if empty:
        draft.note("c-010", empty[0].id, f"{_cues(len(empty))} without a word")
    if names.doubtful:
        draft.note("c-009", cues[0].id, f"before a colon, and read as text: {', '.join(names.doubtful[:12])[:200]}")
    if goes := sum(cue.continues for cue in cues):
        draft.note(
            "c-011", next(cue.id for cue in cues if cue.continues), f"in {_cues(goes)} the sentence goes on in the next"
        )
    other = Counter(cue.kind for cue in cues if not cue.spoken and cue.kind != "empty")
    if other:
        first = next(cue for cue in cues if not cue.spoken and cue.kind != "empty")
        told = ", ".join(f"{number} {kind}" for kind, number in other.most_common())
        draft.note("c-012", first.id, f"{told}; their text is shown and not spoken")


def _cues(number: int) -> str:
    return "one cue" if number == 1 else f"{number:,} cues"


def _coverage(
    draft: Draft, timed: Sequence[tuple[Raw, int, int]], told: Sequence[Told], characters: int | None
) -> Coverage:
    """What became of every visible character of the source."""
    spoken = total = 0
    replaced: Counter[str] = Counter()
    skipped: Counter[str] = Counter(draft.outside)
    for (raw, _, _), one in zip(timed, told, strict=True):
        for why, said, number in raw.text.tally():
            total += number
            if why:
                (replaced if said else skipped)[why] += number
            elif one.kind in SPOKEN:
                spoken += number
            else:
                skipped[SONG if one.kind == "song" else one.kind] += number
    total += draft.outside.total()
    coverage = Coverage(characters if characters is not None else total, spoken, dict(replaced), dict(skipped))
    if not coverage.adds_up:
        raise TextLossError(
            f"the script has {coverage.characters:,} characters, but {total:,} are accounted for; it is not used"
        )
    return coverage
