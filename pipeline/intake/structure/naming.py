"""Cleaning of titles and authors: placeholders that programs write, and what they add around a real title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.names import is_placeholder_name, spoken_name
from pipeline.records import Finding

_PLACEHOLDER = re.compile(
    r"(?:unknown|untitled|no[- ]?title|none|null|nil|undefined|n/?a|title|book[- ]?title|my[- ]?book|e-?book|book|"
    r"(?:the |a )?(?:new|converted|exported|generated)[- ]?(?:e-?book|document|book|file|epub)|"
    r"document\s*\d*|unnamed|unspecified|default|output|index|cover|start|tmp|temp|test|calibre|kindle(?: book)?|epub|"
    r"lorem ipsum|your title here|insert title|title here|"
    r"unbekannt|ohne titel|unbenannt(?:es dokument)?|kein titel|dokument\s*\d*|sans titre|titre inconnu|inconnu|"
    r"sin t[ií]tulo|desconocido|senza titolo|sconosciuto|sem t[ií]tulo|zonder titel|без названия|"
    r"无标题|無標題|未命名|书名|書名|未知|無題|無名|題名なし|タイトルなし|新規文書|名称未設定)(?:\s*[-_(\[]?\s*\d{1,4}\s*[)\]]?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:isbn[\s:]*)?[\d\s_xX-]{9,}", re.IGNORECASE)
_PROGRAM = re.compile(
    r"(?:microsoft word|microsoft publisher|openoffice(?:\.org)? writer|libreoffice writer|adobe \w+|"
    r"quarkxpress|scrivener|google docs)\s*[-–—:]\s*(.*)",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"(.+?)\.(?:docx?|odt|rtf|txt|indd|pages|wpd|p(?:df|ub)|html?|x?html|epub|md|tex|fb2|mobi|azw3?)", re.IGNORECASE
)
# What web sites and distributors add to a book's title in the title of its page.
_TAIL = re.compile(
    r"\s*(?:[|—–]+|\s-\s|,|\()\s*(?:(?:a|the|an|ein|eine|un)\s+)?(?:free\s+)?(?:"
    r"project gutenberg|gutenberg|"
    r"wikisource|standard ebooks|manybooks|feedbooks|online|full text|read online|e-?book|free e-?book|"
    r"zeno\.org|projekt gutenberg)\b.*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^\s*(?:the\s+)?project gutenberg(?:['’]s)?(?:\s+(?:e-?book|e-?text|edition))?(?:\s+of)?[\s:,]+", re.IGNORECASE
)
_BY = re.compile(r"(.{2,150}?)(,?)\s+(?:by|von|par|por)\s+(\S.{2,60})", re.IGNORECASE)


def is_placeholder(title: str) -> bool:
    """Whether a title is a placeholder: "Untitled", "[No title]", "Microsoft Word - x.doc"."""
    bare = " ".join(title.split()).strip(" \t\"'“”‘’[](){}<>*_.-")
    return (
        (not any(map(str.isalpha, bare)) and _NUMBER.fullmatch(bare) is not None and len(bare) >= 9)
        or not bare
        or any(pattern.fullmatch(bare) for pattern in (_PLACEHOLDER, _PROGRAM, _FILE))
    )


def title_inside(title: str) -> str:
    """The real title inside what a program wrote, as in "Microsoft Word - The Ferry.doc"; "" where there is none."""
    bare = " ".join(title.split()).strip()
    for pattern in (_PROGRAM, _FILE):
        if match := pattern.fullmatch(bare):
            bare = match.group(1).strip()
    words = bare.replace("_", " ")
    own = " " in words and any(map(str.isalpha, words)) and not is_placeholder(words)
    return words if own and words != " ".join(title.split()) else ""


def split_page_title(title: str, beginning: str = "") -> tuple[str, str]:
    """Splits the <title> of a page into (title, author or ""), without the distributor's name.

    Args:
        beginning: of the text: "Death by Water" names an author only if the text does so, too.
    """
    bare = _TAIL.sub("", _HEAD.sub("", " ".join(title.split())))
    distributed = bare != " ".join(title.split())
    match = _BY.fullmatch(bare)
    if match is None:
        return bare or title, ""
    name = match.group(3).strip(" ,.;|—–-")
    named = f"by {name}".casefold() in beginning.casefold() or (
        len(name.split()) > 1 and name.casefold() in beginning.casefold()
    )
    sure = distributed or match.group(2) or named
    return (match.group(1), name) if sure and name[:1].isupper() else (bare, "")


def title_and_creators(
    title: str, creators: Sequence[str], stem: str, heading: str = ""
) -> tuple[str, tuple[str, ...], list[Finding]]:
    """The title and the authors in spoken form, with a finding for each placeholder.

    Args:
        stem: the file's name, which replaces a placeholder title.
        heading: the book's first heading, if it is no chapter's.
    """
    findings = []
    if title and is_placeholder(title):
        instead = title_inside(title) or (
            heading if heading and not is_placeholder(heading) else stem.replace("_", " ")
        )
        findings.append(Finding("i-018", "title", f"the title {title[:80]!r} is no title; {instead!r} stands for it"))
        title = instead
    known = []
    for name in creators:
        if is_placeholder_name(name) or is_placeholder(name):
            findings.append(Finding("i-018", "creators", f"the author {name[:80]!r} is nobody's name; nobody is named"))
        else:
            known.append(spoken_name(_TAIL.sub("", name)))
    return title, tuple(dict.fromkeys(known)), findings
