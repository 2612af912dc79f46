"""Element semantics: by epub:type and DPUB-ARIA role first, then by class names as books use them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from pipeline.intake.markup.xml import EPUB_NS, attribute, local
from pipeline.records import BlockKind, SpanKind

# Block elements, whatever the style sheet says.
BLOCKS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option p pre search section "
    "summary table tbody td tfoot th thead tr ul caption title-page noscript "
    # DTBook
    "book frontmatter bodymatter rearmatter level level1 level2 level3 level4 level5 level6 doctitle docauthor "
    "covertitle list lic hd bridgehead sidebar prodnote note annotation imggroup poem linegroup line epigraph "
    "dateline byline div1 div2 div3".split()
)
DROPPED = frozenset(["script", "style", "head", "template"])
FALLBACK = frozenset(["audio", "video", "object", "canvas", "iframe"])
CONTROLS = frozenset(["button", "select", "datalist", "textarea", "progress", "meter"])  # of forms
CELLS = ("td", "th")
_STYLE_TAGS = {
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "var": "emphasis",
    "strong": "strong",
    "b": "strong",
    "sup": "superscript",
    "sub": "subscript",
    "u": "underline",
    "small": "small",
    "s": "struck",
    "del": "struck",
    "strike": "struck",
    "ins": "underline",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
_TAG_KINDS: dict[str, BlockKind] = {
    "blockquote": "quote",
    "li": "list-item",
    "dt": "list-item",
    "dd": "list-item",
    "figcaption": "caption",
    "caption": "caption",
    "pre": "code",
    "note": "note",
    "poem": "verse",
    "linegroup": "verse",
    "legend": "caption",
    "summary": "heading",
    "doctitle": "heading",
    "covertitle": "heading",
    "hd": "heading",
    "bridgehead": "heading",
}
_SPAN_TAGS: dict[str, SpanKind] = {
    "noteref": "noteref",
    "annoref": "noteref",
    "pagenum": "page-number",
    "linenum": "line-number",
    "math": "math",
}
_TYPE_KINDS: dict[str, BlockKind] = {
    "footnote": "note",
    "endnote": "note",
    "rearnote": "note",
    "note": "note",
    "annotation": "note",
    "verse": "verse",
    "poem": "verse",
    "stanza": "verse",
    "linegroup": "verse",
    "song": "verse",
    "hymn": "verse",
    "lyrics": "verse",
    "letter": "letter",
    "persona": "speaker",
    "stage-direction": "direction",
    "stagedirection": "direction",
    "bridgehead": "heading",
    "title": "heading",
    "subtitle": "heading",
    "fulltitle": "heading",
    "halftitle": "heading",
    "ordinal": "heading",
    "toc": "contents",
    "loi": "contents",
    "lot": "contents",
    "landmarks": "contents",
    "page-list": "contents",
    "pullquote": "quote",
    "epigraph": "quote",
    "blockquote": "quote",
}
_TYPE_SPANS: dict[str, SpanKind] = {
    "noteref": "noteref",
    "annoref": "noteref",
    "backlink": "noteref",
    "referrer": "noteref",
    "pagebreak": "page-number",
    "persona": "speaker",
    "stage-direction": "direction",
}
# On blocks only where "title" and "ordinal" cannot be a word inside a sentence.
_HEADING_TYPES = frozenset(("title", "subtitle", "ordinal", "fulltitle", "halftitle"))


# Classes of program listings and of screen output.
LISTING = (
    r"(source|program|inline|block)?-?_?code(-?_?(block|listing|line|para(graph)?|sample|snippet|text|box|"
    r"example))?s?\d?|(program|code)?-?_?listings?\d?|screen|codehilite|highlight|console|terminal|shell(-?session)?|"
    r"cmd(-?line)?|command-?_?line|prettyprint|(language|lang|highlight|brush)-?:?[\w+#-]+|src"
)


def _classes(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})", re.IGNORECASE)


_BLOCK_PATTERNS: tuple[tuple[BlockKind, str], ...] = (
    ("page-number", r"page-?_?(num(ber)?s?|no|break)|pgnum|folio"),
    (
        "note",
        r"(foot|end|rear|side)-?_?notes?(-?_?(text|body|item|p|para))?|notetext|fn-?(text|body|item)?|ftn|"
        r"duokan-(foot)?note-(item|content)",
    ),
    ("verse", r"verse|poe(m|try|sie)s?|stanzas?|strophe|line-?_?group|lyrics?|song|gedicht|poem-?container|canto"),
    ("letter", r"letter|lettre|correspondence|epistle"),
    ("speaker", r"speaker|persona|spk|character-?name"),
    ("direction", r"(stage-?_?)?(direction|dir)s?|stagedir|didascalies?"),
    ("boilerplate", r"pg-?_?(boilerplate|header|footer)|trans(criber'?s?)?-?_?notes?|tnotes?"),
    ("code", LISTING),
    ("caption", r"caption|fig-?caption|illcaption|legende?"),
    ("contents", r"toc(-?(entry|item|line|\d))?|tableofcontents"),
    (
        "heading",
        r"(chapter|part|section|book|story|volume|act|scene|poem|article|appendix|letter)-?_?"
        r"(title|head(ing|er)?|name|num(ber)?|label|no|sub(title|head))s?|chap-?_?(title|head|num(ber)?|no)|"
        r"(sub-?)?(title|heading|head)-?\d?|h[1-6]|titre\w{0,10}|titel|ueberschrift|überschrift|booktitle|"
        r"faketitle\d?|ct|cn|cst|fmtitle|bmtitle",
    ),
    (
        "scene-break",
        r"(scene|section|space|thought|text|time|line|paragraph)-?_?(break|sep(arator)?)s?|tb|"
        r"asteris[mk]s?|"
        r"dinkus|ornament(al)?(-?break)?|fleuron|separator|stars?|sep|transition|divider",
    ),
)
_BLOCK_CLASSES = [(kind, _classes(pattern)) for kind, pattern in _BLOCK_PATTERNS]
_SPAN_PATTERNS: tuple[tuple[SpanKind, str], ...] = (
    (
        "noteref",
        r"note-?_?(ref(erence)?|anchor|mark|number|link|call)s?|(foot|end)-?_?note-?_?"
        r"(ref(erence)?|anchor|mark|number|num|link|call)?s?|fn-?_?(ref|anchor|marker|mark|num|link)?|fnanchor|"
        r"appel-?(de-)?note|duokan-(foot)?note|sdfootnoteanc|sdendnoteanc|noteref\w*|backref|brackets|fn-backref",
    ),
    ("page-number", r"page-?_?(num(ber)?s?|no|break)|pgnum|folio"),
    (
        "line-number",
        r"l(ine)?-?_?n(um(ber)?s?|os?)?|(verse|poem|lg|para(graph)?|p)-?_?nu?m(ber)?|lineno|ocn|lnkocn|"
        r"v|vn|vnum|verset|verse-?_?n(o|r)?|(bible-?)?verses?|vers",
    ),
    ("speaker", r"speaker|persona|spk|character-?name"),
    ("direction", r"(stage-?_?)(direction|dir)s?|stagedir|didascalies?"),
)
_SPAN_CLASSES = [(kind, _classes(pattern)) for kind, pattern in _SPAN_PATTERNS]
_LISTING = _classes(LISTING)
_SMALL_CAPS = _classes(r"small-?_?caps?|smcap\w*|smallcaps\w*|sc|allsmallcaps|fsc")
_DROP_CAP = _classes(
    r"drop-?_?cap\w*|lettrine\w*|first-?_?letter|initial(-?(cap|letter))?|dropinitial|ini|letregse|"
    r"raised-?cap"
)
_ITALIC = _classes(r"ital(ic)?s?\d*|em|emph(asis)?|i|kursiv")
_BOLD = _classes(r"bold\w*|strong|b|fett|gras")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an element's name, types, role and classes say; None where they say nothing."""

    types: tuple[str, ...] = ()  # epub:type and DPUB role, without prefixes
    block: BlockKind | None = None  # kind of block
    span: SpanKind | None = None  # kind of span, where it stands in a line
    style: str | None = None
    small_caps: bool = False
    drop_cap: bool = False
    breaks: bool = False  # a class of scene breaks
    listing: bool = False  # a class of program listings


def meaning(element: etree._Element) -> Meaning:
    return _meaning(
        local(element), attribute(element, EPUB_NS, "epub:type"), element.get("role", ""), element.get("class", "")
    )


@lru_cache(8192)
def _meaning(tag: str, epub_type: str, role: str, classes: str) -> Meaning:
    types = tuple(
        dict.fromkeys(
            [
                token.rpartition(":")[2].rpartition(".")[2] if ":" in token else token
                for token in epub_type.lower().split()
            ]
            + [token.removeprefix("doc-") for token in role.lower().split() if token.startswith("doc-")]
        )
    )
    block, span, breaks, known = _TAG_KINDS.get(tag), _SPAN_TAGS.get(tag), False, set(classes.split())
    for one in types:
        kind = _TYPE_KINDS.get(one)
        inline_title = kind == "heading" and one in _HEADING_TYPES and tag not in ("p", "div", "header", "span", "b")
        if kind and not inline_title:
            block = kind if block in (None, "quote", "list-item") or kind == "note" else block
        span = _TYPE_SPANS.get(one, span)
    for one in known:
        for kind, pattern in _BLOCK_CLASSES:
            if pattern.fullmatch(one):
                if kind == "scene-break":
                    breaks = True
                elif block in (None, "quote", "list-item") and not (kind == "heading" and block == "list-item"):
                    block = kind
        for inline, pattern in _SPAN_CLASSES:
            if pattern.fullmatch(one) and span is None:
                span = inline
    if role == "heading":
        block = "heading"
    listing = any(map(_LISTING.fullmatch, known))
    style = _STYLE_TAGS.get(tag)
    if style is None and tag == "span":
        style = next(
            (
                name
                for name, pattern in (("emphasis", _ITALIC), ("strong", _BOLD))
                if any(map(pattern.fullmatch, known))
            ),
            None,
        )
    return Meaning(
        types,
        block,
        span,
        style,
        any(map(_SMALL_CAPS.fullmatch, known)),
        any(map(_DROP_CAP.fullmatch, known)),
        breaks,
        listing,
    )
