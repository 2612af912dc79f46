"""A podcast: RSS 2.0 with one MP3 per episode, transcripts and a cover, to be served under the production's `url`.

Serial, as audiobooks are: numbered episodes, the first first. iTunes' and the Podcast Namespace's elements (Apple's
"Podcast RSS feed requirements" and podcastindex.org/namespace/1.0, read 2026).
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from pipeline.delivery.book import STATEMENT, Book, ChapterAudio, file_name
from pipeline.delivery.containers.container import Track
from pipeline.delivery.containers.mp3 import MPEG_AUDIO
from pipeline.delivery.covers import name_of, picture_size, player_cover
from pipeline.delivery.encoding.encodings import mp3_of
from pipeline.delivery.formats.captions import CAPTIONS, captions_of, vtt
from pipeline.delivery.formats.files import MP3_FILE, kept, make_file
from pipeline.delivery.formats.format import Format
from pipeline.delivery.formats.per_chapter import longest_file
from pipeline.manifests import Spec
from pipeline.records import Cover, Finding, Part
from pipeline.store import Store

FOLDER = "podcast"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST_SPACE = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
COVER_PIXELS = (1400, 3000)  # Apple's, each way
DESCRIPTION_BYTES = 4000  # Apple's
# The UUID namespace that the Podcast Namespace prescribes for feeds' guids.
GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
# Episodes are dated an hour apart, so that players keep their order, from the day of the book or, for older books,
# from this day. The date of production is not used: the feed must not change when it is made again tomorrow.
FIRST_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Episode:
    title: str
    file: str
    size: int  # bytes
    duration_ms: int
    transcript: str = ""  # its file's name


def _settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Mapping[str, Any]:
    return {
        **longest_file(book, chapters, spec),
        "url": book.url,
        "identifier": book.metadata.identifier,
        "captions": CAPTIONS.settings_of(book, chapters, spec),
    }


def _wants(book: Book, roles: Sequence[str]) -> str:  # noqa: ARG001
    if book.url:
        return ""
    return "podcast wants the address under which its files will lie: url: https://example.org/my-book/"


def build_podcast(
    store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
) -> tuple[list[Part], list[Finding]]:
    cover, findings = player_cover(store, book.cover)
    files = MP3_FILE.files(chapters, spec)
    whole = {chapter.master.key: chapter for chapter in chapters}
    parts: list[Part] = []
    episodes: list[Episode] = []
    for number, file in enumerate(files, start=1):
        stem = f"{number:03} {file_name(file.title, '')}"
        track, name = Track(file.title, number, len(files)), f"{FOLDER}/{stem}.mp3"
        part, more = make_file(store, book, spec, MP3_FILE, file, track, name, cover)
        parts.append(part)
        findings += more
        transcript = ""
        if cues := list(captions_of(whole[file.master.key], runs=file.runs)):
            transcript = f"{stem}.vtt"
            parts.append(kept(store, f"{FOLDER}/{transcript}", vtt(cues, book.language).encode()))
        size = store.file(part.digest).stat().st_size
        episodes.append(Episode(file.title, f"{stem}.mp3", size, file.duration_ms, transcript))
    image = ""
    if cover:
        image = name_of(cover)
        parts.append(kept(store, f"{FOLDER}/{image}", cover.data))
    parts.insert(0, kept(store, f"{FOLDER}/feed.xml", feed(book, episodes, image)))
    return parts, [*findings, *_cover_findings(cover)]


def _cover_findings(cover: Cover | None) -> list[Finding]:
    asked = f"Apple Podcasts asks for a square of {COVER_PIXELS[0]} to {COVER_PIXELS[1]} pixels"
    if cover is None:
        return [Finding("d-005", f"{FOLDER}/cover", f"there is no cover; {asked}")]
    width, height = picture_size(cover)
    if width == height and COVER_PIXELS[0] <= width <= COVER_PIXELS[1]:
        return []
    return [Finding("d-005", f"{FOLDER}/cover", f"it has {width} x {height} pixels; {asked}")]


def feed(book: Book, episodes: Sequence[Episode], image: str) -> bytes:
    from lxml import etree

    root = etree.Element("rss", {"version": "2.0"}, nsmap={"itunes": ITUNES, "podcast": PODCAST_SPACE, "atom": ATOM})
    channel = etree.SubElement(root, "channel")
    _describe(channel, book, image)
    # A manuscript without an identifier has its file's name instead, which is not unique.
    own = book.metadata.identifier if re.search(r":|[\dA-Fa-f-]{10}", book.metadata.identifier) else guid_of(book)
    for number, episode in enumerate(episodes, start=1):
        # A guid is stable: players take an episode with another guid for a new one.
        _add_item(etree.SubElement(channel, "item"), book, episode, number, f"{own}/{number}")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data


def _put(parent: Any, name: str, text: str = "", **attributes: str) -> None:
    """Adds an element, if there is anything in it."""
    from lxml import etree

    if text or attributes:
        etree.SubElement(parent, name, attributes).text = text or None


def _describe(channel: Any, book: Book, image: str) -> None:
    from lxml import etree

    _put(channel, "title", book.title)
    _put(channel, "link", book.url)
    _put(channel, "language", book.language)
    room = DESCRIPTION_BYTES - len(STATEMENT.encode()) - 2
    _put(channel, "description", f"{_cut(book.metadata.description or book.title, room)}\n\n{STATEMENT}")
    _put(channel, "copyright", book.metadata.copyright)
    _put(channel, f"{{{ATOM}}}link", href=_url(book, "feed.xml"), rel="self", type="application/rss+xml")
    _put(channel, f"{{{ITUNES}}}author", book.metadata.authors)
    _put(channel, f"{{{ITUNES}}}type", "serial")
    _put(channel, f"{{{ITUNES}}}explicit", "false")
    category = etree.SubElement(channel, f"{{{ITUNES}}}category", {"text": "Arts"})
    etree.SubElement(category, f"{{{ITUNES}}}category", {"text": "Books"})
    _put(channel, f"{{{PODCAST_SPACE}}}guid", guid_of(book))
    _put(channel, f"{{{PODCAST_SPACE}}}medium", "audiobook")
    _put(channel, f"{{{PODCAST_SPACE}}}person", book.narrator, role="narrator")
    if image:
        _put(channel, f"{{{ITUNES}}}image", href=_url(book, image))


def _add_item(item: Any, book: Book, episode: Episode, number: int, guid: str) -> None:
    _put(item, "title", episode.title)
    _put(item, "description", f"{book.title}, {episode.title}")
    _put(item, "guid", guid, isPermaLink="false")
    _put(item, "pubDate", format_datetime(_day(book) + dt.timedelta(hours=number)))
    _put(item, "enclosure", url=_url(book, episode.file), length=str(episode.size), type=MPEG_AUDIO.media_type)
    _put(item, f"{{{ITUNES}}}duration", str(round(episode.duration_ms / 1000)))
    _put(item, f"{{{ITUNES}}}episode", str(number))
    _put(item, f"{{{ITUNES}}}episodeType", "full")
    if episode.transcript:
        address = _url(book, episode.transcript)
        _put(item, f"{{{PODCAST_SPACE}}}transcript", url=address, type="text/vtt", language=book.language)


def _url(book: Book, name: str) -> str:
    return f"{book.url.rstrip('/')}/{quote(name)}"


def guid_of(book: Book) -> str:
    """The feed's guid by the rule of the Podcast Namespace: UUID v5 of its address without scheme and final slashes."""
    return str(uuid.uuid5(GUIDS, _url(book, "feed.xml").split("://", 1)[1].rstrip("/")))


def _cut(text: str, most: int) -> str:
    """Shortens a text to at most so many bytes, after a whole word and with an ellipsis."""
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[: most - 3].decode("utf-8", "ignore")
    return (kept.rsplit(None, 1)[0] if " " in kept else kept).rstrip() + "…"


def _day(book: Book) -> dt.datetime:
    """The book's date; the first day of its month or year where no day is known."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", book.metadata.date)
    try:
        year, month, day = (int(part or 1) for part in match.groups()) if match else (0, 0, 0)
        return max(FIRST_DAY, dt.datetime(year, month, day, tzinfo=dt.UTC))
    except ValueError:
        return FIRST_DAY


PODCAST = Format(
    "podcast",
    "RSS feed, episodes, transcripts, cover; wants `url:` in the manifest",
    2,  # 2: transcripts of parts of chapters, guid of the feed, days of months and years
    build_podcast,
    encoding=mp3_of,
    settings=_settings,
    cuts=MP3_FILE.cuts,
    wants=_wants,
    containers=(MPEG_AUDIO,),
    shop="podcast",
)
