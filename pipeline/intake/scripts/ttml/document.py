"""XML of TTML documents, parsed without entities, DTDs and network; its names, languages and ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.intake.encoding.detection import codec_of

XML = "http://www.w3.org/XML/1998/namespace"
TTML = "http://www.w3.org/ns/ttml"
TTM, TTP, TTA = f"{TTML}#metadata", f"{TTML}#parameter", f"{TTML}#audio"
DAPTM = f"{TTML}/profile/dapt#metadata"
TIMED = frozenset(("body", "div", "p", "span", "br", "audio", "animate", "set"))
# An element of lxml; its stubs know neither comments as children nor what iteration gives.
Element = Any
_OLD = re.compile(r"http://www\.w3\.org/\d{4}/\d{2}/ttaf1\b")  # drafts of 2006 and 2009
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*|[xi](?:-[A-Za-z0-9]{1,8})+", re.IGNORECASE)
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_DECLARED = re.compile(rb"<\?xml[^>]{0,300}?encoding\s*=\s*[\"']([\w.:-]+)")


def parsed(data: bytes) -> Element:
    """The root of an XML document.

    Raises:
        ValueError: it is not well formed, or wants entities.
    """
    from lxml import etree

    # huge_tree lifts libxml2's limits of size and depth: a recording inside DAPT is one text of many megabytes. This
    # runs in a process that may die.
    kinds: Any = etree.XMLParser
    parser = kinds(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=True,
                   remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(_utf8(data), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(
            f"is no well-formed XML 1.0 document: {str(error.msg).split(', line')[0]} (line {error.lineno})"
        ) from None
    for node in root.iter():
        if not isinstance(node.tag, str):
            raise ValueError(
                f"refers to the entity {getattr(node, 'name', '?')!r}, which is not expanded: write it out"
            )
    return root


def _utf8(data: bytes) -> bytes:
    """Other encodings as UTF-8, by what the declaration says and Python knows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        declared = _DECLARED.search(data[:400])
        codec = codec_of(declared[1].decode("ascii", "replace")) if declared else ""
        try:
            data.decode("utf-8")
            return re.sub(rb"(<\?xml[^>]{0,300}?)\s+encoding\s*=\s*[\"'][\w.:-]+[\"']", rb"\1", data, count=1)
        except UnicodeDecodeError:
            if not codec or codec == "utf-8":
                raise ValueError("is not encoded as it declares: save it as UTF-8") from None
            text = data.decode(codec, "replace")
    return re.sub(
        r"(<\?xml[^>]{0,300}?)\s+encoding\s*=\s*[\"'][\w.:-]+[\"']", r"\1", text.lstrip("\ufeff"), count=1
    ).encode()


def local(element: Element) -> str:
    """The local name of an element of TTML, "" for one of another vocabulary."""
    namespace, _, name = element.tag[1:].partition("}") if element.tag.startswith("{") else ("", "", element.tag)
    return name if namespace == TTML or (_OLD.match(namespace) and "#" not in namespace) else ""


def plain(element: Element) -> str:
    """The local name of an element of any vocabulary."""
    return str(element.tag).rpartition("}")[2]


def is_metadata(element: Element) -> bool:
    """Whether an element says something about the text and is none itself."""
    return not local(element) or local(element) == "metadata"


def attribute(element: Element, name: str, namespace: str = "") -> str | None:
    """An attribute's value; one of TTML's drafts has the namespace of its day."""
    if not namespace:
        return _text(element.get(name))
    value = element.get(f"{{{namespace}}}{name}")
    if value is None and namespace.startswith(f"{TTML}#"):
        kind = namespace.partition("#")[2]
        value = next(
            (v for k, v in element.attrib.items() if str(k).endswith(f"#{kind}}}{name}") and _OLD.match(str(k)[1:])),
            None,
        )
    return _text(value)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def id_of(element: Element) -> str:
    return attribute(element, "id", XML) or ""


def language_of(element: Element) -> str:
    """The computed xml:lang of an element."""
    while element is not None:
        if (value := attribute(element, "lang", XML)) is not None:
            return value
        element = element.getparent()
    return ""


def inherited(element: Element, name: str, namespace: str) -> str:
    """The nearest value of an inherited attribute, "" without one."""
    while element is not None:
        if (value := attribute(element, name, namespace)) is not None:
            return value
        element = element.getparent()
    return ""


def is_language(value: str) -> bool:
    """Whether a value has the form of a BCP 47 tag."""
    return bool(_LANGUAGE.fullmatch(value))


def is_id(value: str) -> bool:
    return bool(_NCNAME.fullmatch(value))


def child(element: Element, name: str) -> Element | None:
    return next((one for one in element if local(one) == name), None)


def elements(root: Element, *names: str) -> Iterator[Element]:
    """All elements of TTML with one of these names, in document order."""
    return (one for one in root.iter() if local(one) in names)
