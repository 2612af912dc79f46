"""Reader of TTML, IMSC, EBU-TT and DFXP: one cue a paragraph. A document that is DAPT goes to DAPT's own reader."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.intake.scripts.draft import Draft, Raw
from pipeline.intake.scripts.records import ReadOptions
from pipeline.intake.scripts.timecode import frames_ms, timecode_frames
from pipeline.intake.scripts.ttml.document import (
    TTM,
    XML,
    Element,
    attribute,
    child,
    elements,
    id_of,
    inherited,
    language_of,
    local,
    parsed,
    plain,
)
from pipeline.intake.scripts.ttml.text import marked_text, stray
from pipeline.intake.scripts.ttml.timing import USUAL_RATE, Clock, Interval, clock_of, intervals

_FRAMES = re.compile(r"\d+(?:\.\d+)?f|\d{2,}:\d{2}:\d{2}[:;]\d{2,}.*")


def read_ttml(data: bytes, options: ReadOptions) -> Draft:
    from pipeline.intake.scripts.readers.dapt import is_dapt, read_dapt

    root = parsed(data)
    if is_dapt(root):
        return read_dapt(data, root, options)
    if local(root) != "tt":
        raise ValueError(
            f"is XML, but no TTML: its root is <{plain(root)}>"
            + (" without TTML's namespace" if plain(root) == "tt" else "")
        )
    draft = Draft("ttml", language=attribute(root, "lang", XML) or "", may_be_empty=True)
    clock = clock_of(root, options)
    _check_frames(root, clock, draft)
    spans = intervals(root, clock)
    start_ms = _start_ms(root, clock, options)
    names = _agents(root)
    for number, paragraph in enumerate(elements(root, "p"), 1):
        draft.cues.append(_cue(paragraph, number, spans, start_ms, names))
    draft.ids = _keepable([cue.own_id for cue in draft.cues])
    if not draft.ids:
        for cue in draft.cues:
            cue.own_id = ""
    _outside(root, draft)
    return draft


def _cue(paragraph: Element, number: int, spans: dict[Element, Interval], start_ms: int, names: dict[str, str]) -> Raw:
    begin, end = _shown(paragraph, spans)
    agents = (attribute(paragraph, "agent", TTM) or inherited(paragraph, "agent", TTM)).split()
    own = id_of(paragraph)
    return Raw(
        begin - start_ms if begin is not None else None,
        end - start_ms if end is not None else None,
        marked_text(paragraph),
        f"paragraph {own or number}",
        own_id=own,
        language=language_of(paragraph),
        characters=tuple(names.get(agent, agent) for agent in agents),
    )


def _shown(paragraph: Element, spans: dict[Element, Interval]) -> tuple[int | None, int | None]:
    """When a paragraph's text is shown: its own time, narrowed to that of its spans where they alone have text."""
    own = spans.get(paragraph, Interval())
    timed = [
        spans[span]
        for span in elements(paragraph, "span")
        if span in spans and (attribute(span, "begin") or attribute(span, "end") or attribute(span, "dur"))
    ]
    bare = "".join([paragraph.text or "", *(one.tail or "" for one in paragraph)]).strip()
    if timed and not bare:
        ends = [one.end for one in timed]
        own = Interval(
            min(one.begin for one in timed), None if None in ends else max(end for end in ends if end is not None), True
        )
    if not own.said:
        return None, None
    return own.ms


def _keepable(ids: list[str]) -> bool:
    """Whether ids name things: all there, all different, and not just counted up by whoever exported them."""
    if not all(ids) or len(set(ids)) < len(ids):
        return False
    numbers = [(found[1], int(found[2])) for one in ids if (found := re.fullmatch(r"(.*?)(\d{1,9})", one))]
    counted = sum(one[0] == two[0] and two[1] == one[1] + 1 for one, two in pairwise(numbers))
    return not (len(ids) > 1 and counted >= 0.8 * (len(ids) - 1)) and not (len(ids) == 1 and bool(numbers))


def _agents(root: Element) -> dict[str, str]:
    """Names of agents by id."""
    names = {}
    for agent in root.iter(f"{{{TTM}}}agent"):
        said = [" ".join("".join(name.itertext()).split()) for name in agent.iter(f"{{{TTM}}}name")]
        names[id_of(agent)] = next(filter(None, said), id_of(agent))
    return names


def _check_frames(root: Element, clock: Clock, draft: Draft) -> None:
    if clock.named:
        return
    for element in root.iter():
        for name in ("begin", "end", "dur"):
            if _FRAMES.fullmatch((attribute(element, name) or "").strip()):
                draft.note(
                    "c-005",
                    f"line {element.sourceline}",
                    f"frames are counted and no rate is named; {USUAL_RATE} a second, "
                    "by TTML's rule (--frame-rate says another)",
                )
                return


def _start_ms(root: Element, clock: Clock, options: ReadOptions) -> int:
    """The time of the picture's first frame in documents whose times are timecode."""
    if options.start:
        return frames_ms(timecode_frames(options.start, clock.rate), clock.rate)
    if clock.smpte:
        for element in root.iter():
            if plain(element) == "documentStartOfProgramme" and (text := (element.text or "").strip()):
                return frames_ms(timecode_frames(text, clock.rate), clock.rate)
    return 0


def _outside(root: Element, draft: Draft) -> None:
    """Accounts for text that is in no paragraph."""
    head = child(root, "head")
    if head is not None:
        draft.skip("".join(head.itertext()), "metadata")
    body = child(root, "body")
    if body is None:
        return
    loose = stray(body, frozenset(("p",)), draft)
    if text := " ".join(loose.split()):
        draft.skip(text, "outside any cue")
        draft.note("c-006", f"line {body.sourceline}", f"{text[:80]!r} stands in no paragraph")
