"""Reader of DAPT into cues: one a script event, in the language that the script is for."""

from __future__ import annotations

from pipeline.intake.scripts.dapt.reading import read_dapt_script
from pipeline.intake.scripts.dapt.records import DaptScript, Event, Text
from pipeline.intake.scripts.dapt.rules import events_of
from pipeline.intake.scripts.draft import Draft, Raw
from pipeline.intake.scripts.marked import Marked
from pipeline.intake.scripts.records import CueKind, OnScreen, ReadOptions
from pipeline.intake.scripts.ttml.document import DAPTM, TTP, Element, attribute, child, id_of, local
from pipeline.intake.scripts.ttml.text import marked_text, stray
from pipeline.languages.tags import primary

_SCREEN: dict[str, OnScreen] = {"": "on", "ON": "on", "OFF": "off", "ON_OFF": "on_off", "OFF_ON": "off_on"}
OTHER_LANGUAGE = "other language"


def is_dapt(root: Element) -> bool:
    """Whether a document means to be DAPT: by its profile, or by attributes of DAPT on its root."""
    named = f"{attribute(root, 'contentProfiles', TTP) or ''} {attribute(root, 'profile', TTP) or ''}"
    return "/profile/dapt" in named or (
        local(root) == "tt"
        and (DAPTM in root.nsmap.values() and any(DAPTM in str(key) for one in root.iter() for key in one.attrib))
    )


def read_dapt(data: bytes, root: Element, options: ReadOptions) -> Draft:
    script = read_dapt_script(data, root)
    draft = Draft("dapt", language=script.language, ids=True, layered=False, may_be_empty=True)
    names = {agent.id: agent.name for agent in script.agents}
    divisions = {id_of(division): division for division in events_of(root)}
    for event in script.events:
        draft.cues.append(_cue(event, divisions[event.id], script, names, options))
        loose = " ".join(stray(divisions[event.id], frozenset(("p",)), draft).split())
        _name_stray(draft, loose, f"event {event.id}")
    _outside(root, draft, set(divisions.values()))
    return draft


def _cue(event: Event, division: Element, script: DaptScript, names: dict[str, str], options: ReadOptions) -> Raw:
    wanted = options.language or script.language
    chosen = _chosen(event.texts, wanted)
    marked = Marked()
    paragraphs = [one for one in division if local(one) == "p"]
    for at, paragraph in enumerate(paragraphs):
        words = marked_text(paragraph)
        if at != chosen:
            words.skip_all(OTHER_LANGUAGE)
        marked.extend(words)
    text = event.texts[chosen] if event.texts else None
    agents = event.agents or (text.agents if text else ()) or tuple(
        dict.fromkeys(agent for one in event.texts for span in one.spans for agent in span.agents))  # fmt: skip
    begin, end = event.begin_ms, event.end_ms
    if begin is None and end is not None:
        begin = 0
    return Raw(
        begin, end, marked, f"event {event.id}", own_id=event.id, language=text.language if text else script.language,
        characters=tuple(names.get(agent, agent) for agent in agents), on_screen=_SCREEN[event.on_screen],
        kind=_kind(event.represents, script),
    )  # fmt: skip


def _chosen(texts: tuple[Text, ...], language: str) -> int:
    """Which text of an event is read: the last in the language wanted, for an adaptation follows what it adapts."""
    for same in (lambda one: one.lower() == language.lower(), lambda one: primary(one) == primary(language)):
        found = [at for at, text in enumerate(texts) if same(text.language)]
        if found:
            return found[-1]
    return len(texts) - 1


def _kind(represents: str, script: DaptScript) -> CueKind | None:
    """What an event is by what it represents; None leaves dialogue to its words."""
    if represents.startswith("audio.nonDialogueSounds"):
        return "sound"
    if represents.startswith(("visual.dialogue", "audio")):
        return None
    # A describer reads out what stands in the picture as well; in a dubbing script it is a caption.
    described = all(one.startswith(("visual", "x-")) for one in script.represents)
    return "description" if described or not represents.startswith("visual.text") else "caption"


def _outside(root: Element, draft: Draft, events: set[Element]) -> None:
    head = child(root, "head")
    if head is not None:
        for one in head:
            if local(one) != "resources":  # recordings are no text
                draft.skip("".join(one.itertext()), "metadata")
    body = child(root, "body")
    if body is not None:
        _groups(body, draft, events)


def _groups(element: Element, draft: Draft, events: set[Element]) -> None:
    """Accounts for text in divisions that are no events."""
    loose = [element.text or ""]
    for one in element:
        if one not in events:
            if local(one) == "div":
                _groups(one, draft, events)
            elif local(one) == "p":
                loose.append(marked_text(one).heard)
            elif not local(one) or local(one) == "metadata":
                draft.skip("".join(one.itertext()), "metadata")
        loose.append(one.tail or "")
    _name_stray(draft, " ".join(" ".join(loose).split()), f"line {element.sourceline}")


def _name_stray(draft: Draft, text: str, where: str) -> None:
    if text:
        draft.skip(text, "outside any cue")
        draft.note("c-006", where, f"{text[:80]!r} stands in no text of a script event")
