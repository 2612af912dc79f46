"""Text of a TTML paragraph: white space as TTML treats it, line breaks, ruby readings, metadata left aside."""

from __future__ import annotations

import re

from pipeline.intake.scripts.draft import Draft
from pipeline.intake.scripts.marked import Marked
from pipeline.intake.scripts.ttml.document import TTML, XML, Element, attribute, is_metadata, local

_RUBY = f"{TTML}#styling"
RUBY = "ruby"


def marked_text(paragraph: Element) -> Marked:
    """What a paragraph says. White space collapses unless it is to be preserved; <br/> begins a line."""
    marked = Marked()
    _walk(paragraph, marked, _preserves(paragraph), "")
    return marked


def _walk(element: Element, marked: Marked, preserve: bool, why: str) -> None:
    _add(marked, element.text, preserve, why)
    for child in element:
        name = local(child)
        if name == "br":
            marked.source.append("\n")
            marked.says.append("" if why else "\n")
            marked.why.append(why)
        elif name == "span":
            reading = attribute(child, "ruby", _RUBY) in ("text", "textContainer", "delimiter")
            own = attribute(child, "space", XML)
            _walk(child, marked, own == "preserve" if own else preserve, RUBY if reading else why)
        elif is_metadata(child):
            marked.add("".join(child.itertext()), "metadata")
        _add(marked, child.tail, preserve, why)


def _add(marked: Marked, text: str | None, preserve: bool, why: str) -> None:
    """Line ends within the markup are spaces; preserved ones are lines."""
    if not text:
        return
    if preserve:
        marked.add(text, why)
        return
    for part in re.split(r"(\s+)", text):
        if part.isspace():
            marked.source.append(" ")
            marked.says.append("" if why else " ")
            marked.why.append(why)
        else:
            marked.add(part, why)


def _preserves(element: Element) -> bool:
    while element is not None:
        if value := attribute(element, "space", XML):
            return value == "preserve"
        element = element.getparent()
    return False


def stray(element: Element, inside: frozenset[str], draft: Draft) -> str:
    """Text below an element that is in none of the elements named; metadata is accounted for."""
    out = [element.text or ""]
    for one in element:
        if is_metadata(one):
            draft.skip("".join(one.itertext()), "metadata")
        elif local(one) not in inside:
            out.append(stray(one, inside, draft))
        out.append(one.tail or "")
    return " ".join(out)
