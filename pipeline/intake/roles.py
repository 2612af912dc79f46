"""What a chapter is: by its markup and the book's landmarks first, then by its title, then by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.intake.blocks import Piece
from pipeline.intake.headings import is_chapter, is_part

# epub:type, DPUB-ARIA role, landmark and guide words.
TYPE_ROLES = {
    "cover": "cover", "coverpage": "cover", "cover-page": "cover",
    "titlepage": "title-page", "halftitlepage": "title-page", "title-page": "title-page", "frontispiece": "title-page",
    "seriespage": "title-page", "half-title": "title-page",
    "imprint": "imprint", "imprimatur": "imprint", "colophon": "imprint", "copyright-page": "imprint",
    "copyright": "imprint", "credits": "imprint", "other-credits": "imprint", "contributors": "imprint",
    "revision-history": "imprint", "errata": "imprint", "uncopyright": "imprint", "z3998:publisher": "imprint",
    "dedication": "dedication", "epigraph": "epigraph",
    "toc": "contents", "toc-brief": "contents", "landmarks": "contents", "page-list": "contents", "lot": "contents",
    "loa": "contents", "lov": "contents", "loi": "illustrations",
    "foreword": "foreword", "preface": "preface", "introduction": "introduction", "preamble": "preface",
    "prologue": "prologue", "epilogue": "epilogue", "conclusion": "epilogue", "afterword": "afterword",
    "acknowledgments": "acknowledgements", "acknowledgements": "acknowledgements", "appendix": "appendix",
    "footnotes": "notes", "endnotes": "notes", "rearnotes": "notes", "notes": "notes",
    "glossary": "glossary", "bibliography": "bibliography", "credit": "imprint", "index": "index",
    "part": "part", "volume": "part", "chapter": "body", "pg-boilerplate": "boilerplate",
}
_WEAK = ("epigraph", "dedication", "part", "appendix", "body")  # may stand for a piece of a chapter only

_TITLES: list[tuple[str, re.Pattern[str]]] = [(role, re.compile(rf"(?:{pattern})", re.IGNORECASE)) for role, pattern in (
    ("cover", r"(front |book )?cover( ?page| image)?|couverture|umschlag|einband|titelbild|cubierta|portada|copertina|capa|"
              r"omslag|封面|表紙|書影|обложка"),
    ("title-page", r"(half[- ]?)?title ?page|titlepage|half[- ]?title|title|titel(seite|blatt|ei)?|(page de |faux-?)?titre|"
                   r"frontispiece|portadilla|frontespizio|folha de rosto|扉(页|頁)?|书名页|本扉|титул(ьный лист)?"),
    ("imprint", r"imprint|colophon|(un)?copyright( page| notice| information)?|legal notice|credits|impressum|"
                r"cr[ée]dits|mentions l[ée]gales|licen[cs]e|lizenz|licencia|cr[ée]ditos|p[aá]gina legal|aviso legal|"
                r"about this (e-?)?book|à propos( de .{1,30})?|about( the (text|edition|publisher|ebook|standard ebooks))?|"
                r"transcriber[’']?s'? notes?.{0,20}|(the )?production notes?|publication (data|details)|"
                r"版权(页|信息|声明)?|版權(頁|聲明|資訊)?|奥付|著作権.{0,6}|выходные данные|achev[ée] d[’']imprimer|"
                r"この(文書|本|電子書籍)について|書誌情?報?|[关關][于於]本[书書]"),
    ("boilerplate", r"(the )?(full )?project gutenberg.{0,120}|full license"),
    ("dedication", r"dedication|widmung|d[ée]dicace|dedicatoria|dedica|dedicat[oó]ria|献(词|辞|給)|獻(詞|辭|給)|献辞"),
    ("epigraph", r"epigraphs?|motto|[ée]pigraphe|ep[ií]grafe|epigrafe|题词|題詞|题记|題記"),
    ("contents", r"(table of )?contents|contents page|inhalt(sverzeichnis|s[üu]bersicht)?|table( des mati[eè]res)?|sommaire|"
                 r"[ií]ndice( general)?|contenidos?|tabla de contenidos?|sumario|sum[aá]rio|indice|inhoud(sopgave)?|"
                 r"innehåll|indhold|innhold|sisällys|spis treści|obsah|содержание|оглавление|目[录錄次]|総目次|المحتويات|içindekiler"),
    ("illustrations", r"(list of )?(illustrations|plates|figures|maps|tables)|(verzeichnis der )?abbildung(en|sverzeichnis)|"
                      r"(liste|table) des (illustrations|gravures|figures)|插图(目录)?|圖版目錄|(lista de )?ilustraciones"),
    ("foreword", r"foreword( .{0,60})?|geleitwort|vorwort des herausgebers|avant-propos|avertissement|preâmbulo|"
                 r"(publisher|editor)[’']s (note|preface|foreword)|note de l[’'][ée]diteur|出版(说明|說明|前言)|代序|推荐序|推薦序"),
    ("preface", r"(author[’']s |translator[’']s )?preface( .{0,60})?|vorwort|vorrede|pr[ée]face( .{0,60})?|prefacio|prefazione|"
                r"pref[aá]cio|voorwoord|f[öo]rord|forord|esipuhe|przedmowa|předmluva|предисловие|"
                r"(author|translator)[’']s note|to the reader|note (on|about) the (text|translation)|au lecteur|an den leser|"
                r"al lector|.{0,5}序|序言|前言|.{0,6}凡例|例言|序文|はじめに|まえがき|緒言|مقدمة"),
    ("introduction", r"(general |historical |critical )?introduction( .{0,60})?|introductory( note| .{0,40})?|einleitung|einführung|"
                     r"introducci[oó]n|introduzione|introdução|inleiding|inledning|johdanto|wstęp|úvod|введение|"
                     r"导[言论讀读]|導[言論讀]|引言|绪[论言]|緒論|序論|解題"),
    ("prologue", r"prologue( .{0,60})?|prolog(us)?|pr[oó]logo|пролог|序[章幕]|楔子|引子|プロローグ"),
    ("epilogue", r"epilogue( .{0,60})?|epilog|[ée]pilogue|ep[ií]logo|epílogo|эпилог|尾[声聲]|终章|終章|エピローグ|conclusion|envoi"),
    ("afterword", r"afterword( .{0,60})?|postscript|nachwort|nachbemerkung|schlu(ss|ß)wort|postface|posfacio|postfazione|"
                  r"nawoord|efterord|послесловие|后记|後記|跋|编后记|編後記|あとがき|おわりに|結び|解説"),
    ("acknowledgements", r"acknowledge?ments?|dank(sagung(en)?)?|danksagung|remerciements?|agradecimientos|ringraziamenti|"
                         r"agradecimentos|благодарности|致谢|致謝|鸣谢|謝辞"),
    ("appendix", r"appendi(x|ces)( .{0,80})?|anhang( .{0,60})?|annexes?|ap[ée]ndices?( .{0,40})?|appendice|приложение|附[录錄]( .{0,40})?|付録"),
    ("notes", r"(foot|end|rear)?notes?( (to|on) .{0,60})?|anmerkungen|fu(ss|ß)noten|endnoten|notes de (fin|bas de page)|notas?|"
              r"note|примечания|сноски|注释|註釋|注釋|附注|注|註|脚注|訳注|後注|注釈(一覧)?"),
    ("glossary", r"glossary( .{0,40})?|glossar|glossaire|glosario|glossario|vocabulary|dramatis person(ae|æ)|list of characters|"
                 r"глоссарий|词汇表|詞彙表|術語.{0,3}|用語集"),
    ("bibliography", r"(select(ed)? )?bibliography( .{0,40})?|references|works cited|literatur(verzeichnis)?|quellen(verzeichnis)?|"
                     r"bibliographie|r[ée]f[ée]rences|bibliograf[ií]a|библиография|参考文献|參考文獻|further reading|sources"),
    ("index", r"(general |subject )?index( of .{0,40})?|(sach|personen|namen|stich\w*)?register|stichwortverzeichnis|"
              r"index (alphab[ée]tique|g[ée]n[ée]ral|des .{0,40})|[ií]ndice (alfab[ée]tico|onom[aá]stico)|索引|указатель"),
    ("advertisement", r"advertisements?|also (by|available).{0,80}|(other )?(books|titles|works) by .{0,60}|by the same author|"
                      r"about the (author|translator|illustrator|editor)s?|praise for .{0,80}|newsletter( .{0,40})?|"
                      r"(du|vom|von) (m[êe]me auteur|(dem)?selben autor.{0,10})|weitere (bücher|titel|werke).{0,60}|werbung|"
                      r"über (den autor|die autorin)|sobre (el autor|la autora|o autor)|[àa] propos de l[’']auteure?|"
                      r"otros (libros|títulos).{0,40}|catalog(ue)?|作者(简介|簡介|介绍|介紹)|関連書籍|著者(紹介|略歴|について)|об авторе"),
)]
_AROUND = " .:;,—–-[]()*_\"“”‘’'«»「」『』【】\u00a0\u2009\u202f"
_NUMBERING = re.compile(r"^(?:[ivxlc\d]{1,5}[.:)]|[§\d.]+)\s+", re.IGNORECASE)
_COPYRIGHT = re.compile(r"©|\(c\)\s*\d{4}|copyright|all rights reserved|isbn|published by|first published|printed in|"
                        r"achevé d[’']imprimer|tous droits réservés|dépôt légal|alle rechte vorbehalten|todos los derechos|版权所有|版權所有|"
                        r"creative commons|public domain|domaine public|libre de droits|gemeinfrei|印刷所|発行所|発行者", re.IGNORECASE)
_FOR_WHOM = re.compile(r"(for|to|in memory of|für|meinem|meiner|à|au|aux|para|a|献给|獻給)\s+\S", re.IGNORECASE)
_BY_SAME = re.compile(r"(also|other (books|titles|works)) by|by the same author|du même auteur|vom selben autor", re.IGNORECASE)


def by_types(types: Sequence[str]) -> str | None:
    """The role that the innermost telling type gives."""
    return next((TYPE_ROLES[one] for one in reversed(types) if one in TYPE_ROLES), None)


def by_title(title: str) -> str | None:
    """The role that a title's words give, in the languages known."""
    bare = " ".join(title.split()).strip(_AROUND)
    plain = _NUMBERING.sub("", bare).strip(_AROUND)
    if not plain or is_chapter(plain):
        return None
    role = next((role for role, pattern in _TITLES if pattern.fullmatch(plain)), None)
    # A numbered section "3. About this manual" is the book's own text.
    return None if plain != bare and role in ("imprint", "advertisement", "cover", "title-page") else role


def by_sections(pieces: Sequence[Piece]) -> str | None:
    """The role of the sections that hold (nearly) all of the chapter."""
    sizes: Counter[str] = Counter()
    total = 0
    depth: dict[str, int] = {}
    for piece in pieces:
        weight = max(piece.size, 1)
        total += weight
        for n, one in enumerate(piece.types):
            if one in TYPE_ROLES:
                depth[one] = max(depth.get(one, 0), n)
        for one in set(piece.types):
            sizes[one] += weight
    whole = [one for one in depth if sizes[one] >= (0.9 if TYPE_ROLES[one] in _WEAK else 0.6) * total]
    return TYPE_ROLES[max(whole, key=lambda one: depth[one])] if whole else None


def by_content(pieces: Sequence[Piece], book_title: str, place: str) -> str | None:
    """The role that the text itself shows; `place` is "front", "middle" or "back" of the book."""
    size = sum(piece.size for piece in pieces)
    kinds = {piece.block.kind for piece in pieces}
    text = " ".join("".join(span.text for span in piece.block.spans) for piece in pieces[:60])[:6000]
    linked = sum(piece.linked for piece in pieces)
    contents = sum(piece.size for piece in pieces if piece.block.kind == "contents")
    entries = sum(1 for piece in pieces if piece.linked or piece.block.kind == "contents")
    if (max(linked, contents) > 0.55 * size and entries >= 3) or (size and contents > 0.8 * size):
        return "index" if place == "back" and entries > 60 else "contents"
    notes = sum(piece.size for piece in pieces if piece.block.kind == "note")
    if size and notes > 0.6 * size:
        return "notes"
    if place == "middle":
        return None
    if size < 3000 and _BY_SAME.match(text.strip()):
        return "advertisement"
    if size < 6000 and len(_COPYRIGHT.findall(text)) >= (2 if size > 300 else 1):
        plain = "".join(text.split()).casefold()
        named = book_title and "".join(book_title.split()).casefold() in plain[:200]
        return "title-page" if named and size < 300 else "imprint"
    if place != "front":
        return None
    if size <= 30 and kinds <= {"image", "page-number"}:
        return "cover"
    sentences = any(piece.size > 60 and "".join(span.text for span in piece.block.spans).rstrip()[-1:] in ".!?。！？"
                    for piece in pieces)
    if book_title and size < 400 and not sentences and "".join(book_title.split()).casefold() in "".join(
            text.split()).casefold():
        return "title-page"
    if size < 160 and _FOR_WHOM.match(text.strip()):
        return "dedication"
    if size < 700 and kinds <= {"quote", "verse", "epigraph"} and kinds:
        return "epigraph"
    return None


def is_part_page(title: str, pieces: Sequence[Piece], has_children: bool) -> bool:
    """Headings alone, or little more (a motto), over chapters that are listed beneath or follow."""
    prose = [piece for piece in pieces if piece.block.kind not in ("heading", "image", "page-number", "scene-break")]
    motto = sum(piece.size for piece in prose) < 600 and all(piece.block.kind in ("quote", "verse") for piece in prose)
    subtitle = len(prose) <= 2 and sum(piece.size for piece in prose) < 120 and not any(
        "".join(span.text for span in piece.block.spans).rstrip()[-1:] in ".!?。！？”\"" for piece in prose)
    return (has_children and not is_chapter(title) and (motto or subtitle)) or (is_part(title) and (motto or not prose))
