"""Parsing of untrusted markup: no external entities, no network, limited depth, recovery where it is malformed.

DOCTYPEs are removed before lxml sees them, so that nothing can load a DTD or multiply entities.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.entities import html5
from itertools import islice

from lxml import etree, html

from pipeline.intake.encoding import evidence
from pipeline.intake.encoding.detection import codec_of, decode_text

EPUB_NS = "http://www.idpf.org/2007/ops"
SSML_NS = "http://www.w3.org/2001/10/synthesis"
XML_NS = "http://www.w3.org/XML/1998/namespace"
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_DECLARED = re.compile(r"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"&%<]{0,200})\"|'([^'&%<]{0,200})')\s*>")
_DOCTYPE_BEGINS = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_DOCTYPES_TRIED = 4  # the whole window may be searched from each, and a document has one
_XML_DECLARATION = re.compile(r"<\?xml[^>]{0,400}\?>")
_ENCODING = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)|"
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(rb"\blang\s*=\s*[\"']([A-Za-z]{2,3})", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:style|script)\b.*?</(?:style|script)>|<[^<>]*>|&#?\w+;", re.DOTALL | re.IGNORECASE)
# Characters that XML 1.0 forbids; a stray one must not cost a chapter.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EMPTY_ELEMENT = re.compile(
    r"<((?:[A-Za-z][\w-]*:)?(?!(?:br|hr|img|meta|link|input|col|area|base|embed|param|source|"
    r"track|wbr)\b)[A-Za-z][\w-]*)((?:\s[^<>]*?)?)/>"
)
_TAG = re.compile(r"<(?:!--.*?-->|[^>]*>)", re.DOTALL)


def decode(data: bytes) -> tuple[str, str]:
    """Decodes markup: (text, what was wrong with its encoding or "").

    The encoding follows from the BOM, from valid UTF-8, from the declaration, then from the text (see `evidence`).
    Raises ValueError where none of them tells.
    """
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), ""
    if data[:2] == b"<\0" or data[:2] == b"\0<":
        return data.decode("utf-16-le" if data[0] else "utf-16-be", "replace"), ""
    declared = _ENCODING.search(data[:1024])
    name = (declared.group(1) or declared.group(2)).decode("ascii", "replace") if declared else ""
    codec = codec_of(name)
    claim = f"declares {name}" if name else "declares no encoding"
    try:
        text = data.decode("utf-8")
        # Valid UTF-8 beyond ASCII is UTF-8, unless it is a few bytes only. 7-bit escapes are valid UTF-8, too.
        if text.isascii() and codec.startswith("iso2022"):
            return data.decode(codec, "replace"), ""
        bytes_of_signs = len(data) - len(text)
        if not codec or codec in ("utf-8", "utf-16") or text.isascii() or bytes_of_signs > 2:
            right = not name or text.isascii() or codecs.lookup(codec or "utf-8").name == "utf-8"
            return text, "" if right else f"{claim} and was read as utf-8"
    except UnicodeDecodeError:
        pass
    bare = _MARKUP.sub(b" ", data)
    if codec and codec not in ("utf-8", "utf-16"):
        text = data.decode(codec, "replace")
        if evidence.fits(bare, codec):
            lost = text.count("\ufffd")
            return text, f"{claim}, {lost} characters lost" if lost else ""
    return _guessed(data, bare, codec, claim)


def _guessed(data: bytes, bare: bytes, codec: str, claim: str) -> tuple[str, str]:
    """Decodes a page whose declaration is missing or wrong by its words; a very short one as browsers do."""
    declared = _LANGUAGE.search(data[:4096])
    lang = declared.group(1).decode("ascii", "replace") if declared else ""
    whole = data.decode("utf-8", "replace")
    try:
        if len(data) - len(whole) > 2 * whole.count("\ufffd"):
            text, guessed, lost = decode_text(data, language=lang)
        else:
            guessed = evidence.best(bare, lang)
            text = data.decode(guessed, "replace")
            guessed, lost = evidence.NAMES.get(guessed, guessed), text.count("\ufffd")
    except ValueError:
        if codec and codec not in ("utf-8", "utf-16"):
            return data.decode(codec, "replace"), f"{claim}, which does not look like its language"
        if (lang and not evidence.is_western(lang)) or not evidence.fits(bare, "cp1252", 0.0):
            raise
        guessed, lost, text = "windows-1252", 0, data.decode("cp1252", "replace")
    return text, f"{claim} and was read as {guessed or 'utf-8'}" + (f", {lost} characters lost" if lost else "")


def parse(data: bytes | str) -> tuple[etree._Element, str]:
    """Parses markup: (root element, what was repaired and where or ""). Raises ValueError where it is no markup."""
    text, trouble = decode(data) if isinstance(data, bytes) else (data, "")
    text = _plain(text)
    if "<" not in text:
        raise ValueError("holds no markup")
    try:
        return etree.fromstring(text, _parser()), trouble
    except etree.XMLSyntaxError as error:
        where = f"line {error.lineno}: {str(error.msg).split(', line')[0]}"
    candidates = list(_recovered(text))
    if not candidates:
        raise ValueError(f"cannot be parsed ({where})")
    # Both recoveries lose text on some errors. HTML's is what readers see; XML's is taken if it kept clearly more.
    root = candidates[0]
    if len(candidates) > 1 and len(content(candidates[1])) > 1.01 * len(content(root)) + 20:
        root = candidates[1]
    return root, "; ".join(filter(None, (trouble, where)))


def _parser(recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )


def _recovered(text: str) -> Iterator[etree._Element]:
    opened = _EMPTY_ELEMENT.sub(r"<\1\2></\1>", text)  # HTML has no <a id="x"/>: the element would swallow what follows
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(opened, parser)
        if root is not None:
            yield root
    except (etree.XMLSyntaxError, etree.ParserError, ValueError):
        pass
    try:
        root = etree.fromstring(text, _parser(recover=True))
        if root is not None:
            yield root
    except (etree.XMLSyntaxError, ValueError):
        pass


def _plain(text: str) -> str:
    """The markup without XML declaration, DOCTYPE and named entities; line numbers stay as they were."""
    text = text.lstrip("\ufeff")
    if declaration := _XML_DECLARATION.search(text):
        text = text[: declaration.start()].rstrip() + text[declaration.end() :]
    entities: dict[str, str] = {}
    begins = islice(_DOCTYPE_BEGINS.finditer(text, 0, 100_000), _DOCTYPES_TRIED)
    doctype = next(filter(None, (_DOCTYPE.match(text, begin.start(), 100_000) for begin in begins)), None)
    if doctype:
        entities = {m[1]: m[2] or m[3] or "" for m in _DECLARED.finditer(doctype.group())}
        text = text[: doctype.start()] + "\n" * doctype.group().count("\n") + text[doctype.end() :]
    if "&" in text:
        text = _ENTITY.sub(lambda m: _entity(m, entities), text)
    return _FORBIDDEN.sub("", text) if _FORBIDDEN.search(text) else text


def _entity(match: re.Match[str], declared: dict[str, str]) -> str:
    name = match.group(1)
    if name in _OWN:
        return match.group()
    value = declared.get(name) or html5.get(f"{name};")
    if value is None:
        return f"&amp;{name};"  # as a browser shows it
    return value.replace("&", "&amp;").replace("<", "&lt;")


def local(element: etree._Element) -> str:
    """The element's local name in lower case; "" for what is no element."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def attribute(element: etree._Element, namespace: str, prefixed: str) -> str:
    """An attribute in a namespace, or as the HTML parser leaves it: with its prefix in the name."""
    name = prefixed.partition(":")[2]
    return element.get(f"{{{namespace}}}{name}") or element.get(prefixed) or ""


def content(element: etree._Element) -> str:
    """All text inside an element, as it stands."""
    return "".join(map(str, element.itertext()))


def line_of(element: etree._Element) -> int:
    """The line of the source on which the element opens, 0 where it is not known."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def text_of(element: etree._Element) -> str:
    """All text inside an element, with white space collapsed."""
    return " ".join(content(element).split())
