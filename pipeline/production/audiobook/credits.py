"""What a production says beside the manuscript: credits, and that a cloned voice is a cloned voice.

The disclosure is spoken before the book, by default for cloned voices (EU AI Act, article 50 (4): who deploys a voice
that resembles a person says that it is artificial, at first hearing). A production that discloses it elsewhere switches
it off with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.manifests import Production
from pipeline.names import natural, nobody
from pipeline.records import Block, Chapter, Manuscript, Span


@dataclass(frozen=True, slots=True)
class Words:
    """Of one language. Fields in braces: title, authors, narrator."""

    opening: str  # titles of the chapters
    closing: str
    title: str
    by: str  # the title with its authors
    joint: str  # between the last two of several names
    narrated: str
    end: str
    been: str
    been_by: str
    disclosure: str


WORDS = {
    "en": Words("Opening Credits", "Closing Credits", "{title}.", "{title}, by {authors}.", " and ",
                "Narrated by {narrator}, a synthetic voice.", "The end.", "This has been {title}.",
                "This has been {title}, by {authors}.",
                "The voice in this recording is not a person speaking: it was cloned by artificial intelligence, with "
                "its owner's consent."),
    "de": Words("Vorspann", "Abspann", "{title}.", "{title}, von {authors}.", " und ",
                "Gelesen von {narrator}, einer synthetischen Stimme.", "Ende.", "Das war {title}.",
                "Das war {title}, von {authors}.",
                "In dieser Aufnahme spricht kein Mensch: Die Stimme wurde mit künstlicher Intelligenz geklont, mit "
                "Zustimmung ihres Eigentümers."),
    "fr": Words("Générique de début", "Générique de fin", "{title}.", "{title}, de {authors}.", " et ",
                "Lu par {narrator}, une voix de synthèse.", "Fin.", "C'était {title}.",
                "C'était {title}, de {authors}.",
                "La voix de cet enregistrement n'est pas celle d'une personne qui parle : elle a été clonée par une "
                "intelligence artificielle, avec l'accord de son propriétaire."),
    "es": Words("Créditos iniciales", "Créditos finales", "{title}.", "{title}, de {authors}.", " y ",
                "Narrado por {narrator}, una voz sintética.", "Fin.", "Ha sido {title}.",
                "Ha sido {title}, de {authors}.",
                "La voz de esta grabación no es la de una persona que habla: fue clonada con inteligencia artificial, "
                "con el consentimiento de su propietario."),
    "zh": Words("片头", "片尾", "《{title}》。", "《{title}》，作者{authors}。", "、", "由合成语音{narrator}朗读。",
                "全书完。",
                "您刚才收听的是《{title}》。", "您刚才收听的是《{title}》，作者{authors}。",
                "本录音并非真人朗读，其声音经声音所有者同意，由人工智能克隆而成。"),
    "ja": Words("オープニングクレジット", "エンディングクレジット", "『{title}』。", "『{title}』、{authors}作。", "、",
                "朗読は合成音声、{narrator}です。", "おわり。", "『{title}』をお送りしました。",
                "{authors}作、『{title}』をお送りしました。",
                "この録音は人が読んでいるものではありません。声の持ち主の同意を得て、人工知能が複製した音声です。"),
}  # fmt: skip
FALLBACK = "en"


def words_for(language: str) -> tuple[str, Words]:
    """The words for a BCP 47 language, with the language that they are in: English where there are none."""
    primary = language.split("-")[0].lower()
    return (primary, WORDS[primary]) if primary in WORDS else (FALLBACK, WORDS[FALLBACK])


def with_credits(manuscript: Manuscript, production: Production, narrator: str, *, cloned: bool) -> Manuscript:
    """The manuscript between its credits; with the disclosure where a cloned voice speaks, credits or not.

    Args:
        narrator: the name that is spoken.
        cloned: whether any voice of the production is.
    """
    language, words = words_for(manuscript.language)
    *others, last = [natural(name) for name in manuscript.creators if not nobody(name)] or [""]
    authors = words.joint.join(filter(None, (", ".join(others), last)))
    title = manuscript.title

    def said(*lines: str) -> tuple[Block, ...]:
        return tuple(
            Block("paragraph", tuple(_spans(_after(title, line), title, authors, narrator)), language=language)
            for line in lines
        )

    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
    if production.disclosure.wanted(cloned):
        before += said(words.disclosure)
    if production.credits.opening:
        before = said(words.by if authors else words.title, words.narrated) + before
    if production.credits.closing:
        after = said(words.end, words.been_by if authors else words.been, words.narrated)
    chapters = [*_chapter(words.opening, before), *manuscript.chapters, *_chapter(words.closing, after)]
    return replace(manuscript, chapters=tuple(chapters))


def _spans(line: str, title: str, authors: str, narrator: str) -> Iterator[Span]:
    """Title and authors are the book's, and lexicons say how they are spoken; all else goes through none."""
    named = {"{title}": Span(title), "{authors}": Span(authors), "{narrator}": Span(narrator, "credits")}
    for part in re.split(r"(\{\w+\})", line):
        if part:
            yield named.get(part, Span(part, "credits"))


def _after(title: str, line: str) -> str:
    """A line whose stop is the title's own: "Who Is It? By A. Writer." has no comma after the question mark."""
    last = title.rstrip("”’\"'»)]")[-1:]
    if last in ("?", "!", "…"):
        line = re.sub(r"\{title\}, (\w)", lambda m: "{title} " + m[1].upper(), line)
    return line.replace("{title}.", "{title}") if last in ("?", "!", "…", ".") else line


def _chapter(title: str, blocks: tuple[Block, ...]) -> tuple[Chapter, ...]:
    return (Chapter(title, "credits", blocks),) if blocks else ()
