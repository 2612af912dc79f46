"""Roles of chapters (preface, body, index ...), by markup and landmarks, then by title, then by content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.headings import is_chapter, is_part
from pipeline.intake.structure.matter import Passage, confirms, prose
from pipeline.languages import known
from pipeline.records import Role

# Values of epub:type, DPUB-ARIA roles, landmarks and the EPUB 2 guide.
TYPE_ROLES: dict[str, Role] = {
    "cover": "cover",
    "coverpage": "cover",
    "cover-page": "cover",
    "titlepage": "title-page",
    "halftitlepage": "title-page",
    "title-page": "title-page",
    "frontispiece": "title-page",
    "seriespage": "title-page",
    "half-title": "title-page",
    "imprint": "imprint",
    "imprimatur": "imprint",
    "colophon": "imprint",
    "copyright-page": "imprint",
    "copyright": "imprint",
    "credits": "imprint",
    "other-credits": "imprint",
    "contributors": "imprint",
    "revision-history": "imprint",
    "errata": "imprint",
    "uncopyright": "imprint",
    "z3998:publisher": "imprint",
    "dedication": "dedication",
    "epigraph": "epigraph",
    "toc": "contents",
    "toc-brief": "contents",
    "landmarks": "contents",
    "page-list": "contents",
    "lot": "contents",
    "loa": "contents",
    "lov": "contents",
    "loi": "illustrations",
    "foreword": "foreword",
    "preface": "preface",
    "introduction": "introduction",
    "preamble": "preface",
    "prologue": "prologue",
    "epilogue": "epilogue",
    "conclusion": "epilogue",
    "afterword": "afterword",
    "acknowledgments": "acknowledgements",
    "acknowledgements": "acknowledgements",
    "appendix": "appendix",
    "footnotes": "notes",
    "endnotes": "notes",
    "rearnotes": "notes",
    "notes": "notes",
    "glossary": "glossary",
    "bibliography": "bibliography",
    "credit": "imprint",
    "index": "index",
    "part": "part",
    "volume": "part",
    "chapter": "body",
    "pg-boilerplate": "boilerplate",
}
_WEAK = ("epigraph", "dedication", "part", "appendix", "body")  # may mark only a part of a chapter


# The first role whose titles fit decides, in this order.
_BY_TITLE: tuple[Role, ...] = (
    "cover", "title-page", "imprint", "boilerplate", "dedication", "epigraph", "contents", "illustrations", "foreword",
    "preface", "introduction", "prologue", "epilogue", "afterword", "acknowledgements", "appendix", "advertisement",
    "notes", "glossary", "bibliography", "index",
)  # fmt: skip


def _titles() -> list[tuple[Role, str]]:
    """(role, pattern of whole titles), in all languages."""
    records = known().values()
    return [(role, f"(?:{record.titles[role]})") for role in _BY_TITLE for record in records if role in record.titles]


_TITLES = [(role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _titles()]
# Roles that no production reads by default.
UNREAD = frozenset(
    (
        "cover",
        "title-page",
        "imprint",
        "boilerplate",
        "contents",
        "illustrations",
        "acknowledgements",
        "notes",
        "glossary",
        "bibliography",
        "index",
        "advertisement",
    )
)
_FEW = {"types": 1500, "title": 400}  # characters of prose up to which a claim needs no confirmation by the text
_AROUND = " .:;,—–-[]()*_\"“”‘’'«»「」『』【】\u00a0\u2009\u202f"
_NUMBERING = re.compile(r"^(?:[ivxlc\d]{1,5}[.:)]|[§\d.]+)\s+", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"©|\(c\)\s*\d{4}|copyright|all rights reserved|isbn|published by|first published|printed in|"
    r"achevé d[’']imprimer|tous droits réservés|dépôt légal|alle rechte vorbehalten|"
    r"todos los derechos|tutti i diritti riservati|finito di stampare|todos os direitos reservados|版权所有|版權所有|"
    r"creative commons|public domain|domaine public|libre de droits|gemeinfrei|印刷所|発行所|"
    r"発行者",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(r"(for|to|in memory of|für|meinem|meiner|à|au|aux|para|献给|獻給)\s+\S", re.IGNORECASE)
_BY_SAME = re.compile(
    r"(also|other (books|titles|works)) by|by the same author|du même auteur|"
    r"vom selben autor|dello stesso autore|d[oa] mesm[oa] autora?\b",
    re.IGNORECASE,
)


# Titles without what the wildcards allow to follow are certain: "Contents" is, "Contents of the Trunk" is a claim.
_WILD = re.compile(r"\.\{\d*,?\d*\}|\.\*")


def by_types(types: Sequence[str]) -> Role | None:
    """The role of the innermost type that has one."""
    return next((TYPE_ROLES[one] for one in reversed(types) if one in TYPE_ROLES), None)


def by_title(title: str) -> Role | None:
    """The role that the words of a title give."""
    bare = " ".join(title.split()).strip(_AROUND)
    plain = _NUMBERING.sub("", bare).strip(_AROUND)
    if not plain or is_chapter(plain):
        return None
    role = next((role for role, pattern in _TITLES if pattern.fullmatch(plain)), None)
    # A numbered section ("3. About this manual") is body text.
    return None if plain != bare and role in ("imprint", "advertisement", "cover", "title-page") else role


def passages_of(blocks: Sequence[PlacedBlock]) -> list[Passage]:
    """Blocks as passages, the evidence for `confirms`."""
    return [
        Passage(text, placed.block.kind, placed.linked or (len(text) if placed.block.kind == "contents" else 0))
        for placed in blocks
        if placed.block.kind not in ("image", "page-number")
        and (text := "".join(span.text for span in placed.block.spans if span.kind not in ("noteref", "page-number")))
    ]


def confirmed_role(
    role: Role | None, blocks: Sequence[PlacedBlock], claim: str, title: str = "", *, amid: bool = False
) -> Role | None:
    """The claimed role where the text confirms it, None where the text shows nothing of it.

    Args:
        claim: "types" where the markup gives the role, "title" where the title does.
        title: a title with more than the usual words is a weaker claim.
        amid: the chapter stands between body chapters.
    """
    if role not in UNREAD:
        return role
    passages = passages_of([placed for placed in blocks if placed.block.kind != "heading" or placed.linked])
    if confirms(role, passages, strictly=amid and claim == "title"):
        return role
    sure = claim == "types" or (not amid and _usual(title))
    return role if sure and prose(passages, 30) < _FEW[claim] else None


@lru_cache(1)
def _usual_titles() -> list[re.Pattern[str]]:
    return [re.compile(_WILD.sub("(?!)", pattern), re.IGNORECASE) for _, pattern in _titles()]


def _usual(title: str) -> bool:
    bare = " ".join(title.split()).strip(_AROUND)
    return any(pattern.fullmatch(bare) for pattern in _usual_titles())


def by_sections(blocks: Sequence[PlacedBlock]) -> Role | None:
    """The role of the sections that hold nearly all of the chapter."""
    sizes: Counter[str] = Counter()
    total = 0
    depth: dict[str, int] = {}
    for placed in blocks:
        weight = max(placed.size, 1)
        total += weight
        for n, one in enumerate(placed.types):
            if one in TYPE_ROLES:
                depth[one] = max(depth.get(one, 0), n)
        for one in set(placed.types):
            sizes[one] += weight
    whole = [one for one in depth if sizes[one] >= (0.9 if TYPE_ROLES[one] in _WEAK else 0.6) * total]
    return TYPE_ROLES[max(whole, key=lambda one: depth[one])] if whole else None


def by_content(blocks: Sequence[PlacedBlock], book_title: str, place: str) -> Role | None:
    """The role that the text itself shows; `place` is "front", "middle" or "back"."""
    size = sum(placed.size for placed in blocks)
    kinds = {placed.block.kind for placed in blocks}
    text = " ".join("".join(span.text for span in placed.block.spans) for placed in blocks[:60])[:6000]
    linked = sum(placed.linked for placed in blocks)
    contents = sum(placed.size for placed in blocks if placed.block.kind == "contents")
    entries = sum(1 for placed in blocks if placed.linked or placed.block.kind == "contents")
    listed = (max(linked, contents) > 0.55 * size and entries >= 3) or (size and contents > 0.8 * size)
    # Entries are left out one by one: sentences beside them are read.
    if listed and prose(passages_of(blocks), 30) < min(0.25 * size, 600):
        return "index" if place == "back" and entries > 60 else "contents"
    notes = sum(placed.size for placed in blocks if placed.block.kind == "note")
    refers = any(
        span.kind == "noteref" for placed in blocks if placed.block.kind != "note" for span in placed.block.spans
    )
    if size and notes > 0.6 * size and not refers:
        return "notes"
    if place == "middle":
        return None
    if size < 3000 and _BY_SAME.match(text.strip()) and confirms("advertisement", passages_of(blocks)):
        return "advertisement"
    if (
        size < 6000
        and len(_COPYRIGHT.findall(text)) >= (2 if size > 300 else 1)
        and confirms("imprint", passages_of(blocks))
    ):
        plain = "".join(text.split()).casefold()
        named = book_title and "".join(book_title.split()).casefold() in plain[:200]
        return "title-page" if named and size < 300 else "imprint"
    if place != "front":
        return None
    if size <= 30 and kinds <= {"image", "page-number"}:
        return "cover"
    if (
        book_title
        and size < 400
        and not prose(passages_of(blocks), 30)
        and "".join(book_title.split()).casefold() in "".join(text.split()).casefold()
    ):
        return "title-page"
    if size < 160 and kinds != {"heading"} and _FOR_WHOM.match(text.strip()):
        return "dedication"
    if size < 700 and kinds <= {"quote", "verse", "epigraph"} and kinds:
        return "epigraph"
    return None


def is_part_page(title: str, blocks: Sequence[PlacedBlock], has_children: bool) -> bool:
    """Whether a chapter is a part's title page: headings and at most a motto, above the chapters of the part."""
    rest = [
        placed
        for placed in blocks
        if placed.block.kind not in ("heading", "image", "page-number", "scene-break", "contents")
    ]
    motto = sum(placed.size for placed in rest) < 600 and all(
        placed.block.kind in ("quote", "verse") for placed in rest
    )
    subtitle = (
        len(rest) <= 2
        and sum(placed.size for placed in rest) < 120
        and not any("".join(span.text for span in placed.block.spans).rstrip()[-1:] in '.!?。！？”"' for placed in rest)
    )
    return (has_children and not is_chapter(title) and (motto or subtitle)) or (is_part(title) and (motto or not rest))
