"""Packages for shops, shelves and feeds: what their receivers would read."""

import dataclasses
import json
import re
import uuid
import zipfile
from pathlib import Path

import mutagen
import pytest
from lxml import etree

from pipeline.delivery import Book, ChapterAudio, chapter_starts_ms, deliver, publish, unmakeable
from pipeline.delivery.formats import lpf
from pipeline.delivery.formats.audiobookshelf import folder_of, metadata
from pipeline.delivery.formats.podcast import GUIDS, Episode, feed, guid_of
from pipeline.manifests import Spec, read_yaml
from pipeline.masters import make_master
from pipeline.records import Cover, Metadata
from pipeline.store import Store
from tests.factories import described, keep_take, line
from tests.pipeline.audio.test_audio import speech

ROOT = Path(__file__).parents[4]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" fill="#a00"/></svg>'
ABOUT = Metadata("A Book: & more", ("A. Writer", "B. Other"), "en", "urn:isbn:978-3-16-148410-0", date="2021-05-03",
                 publisher="A House", description="What <it> is about.", series="The Series", series_part="2",
                 narrator="Heart", copyright="© 2021 A House")  # fmt: skip
BOOK = Book(ABOUT, slug="book", cover=Cover(SVG, "image/svg+xml"), url="https://example.org/books/one")


@pytest.fixture(scope="module")
def acx() -> Spec:
    return read_yaml(ROOT / "configs/specs/acx.yaml", Spec)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, acx: Spec) -> tuple[Store, list[ChapterAudio]]:
    store = Store(tmp_path_factory.mktemp("shelf"))
    masters = [
        make_master(store, [keep_take(store, speech(2.0 + n, seed=n), f"take {n}")], [0], acx, 4.0) for n in range(2)
    ]
    return store, [
        ChapterAudio(title, master, lines=(line(f"What {title} says.", chapter=n),))
        for n, (title, master) in enumerate(zip(("I", "第二回 & ?"), masters, strict=True))
    ]


def test_lpf(shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path) -> None:
    store, chapters = shelf
    (path,), _ = publish(deliver(store, "lpf", BOOK, chapters, acx), store, tmp_path)
    assert path.name == "A Book & more.lpf"
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        said = json.loads(file.read("publication.json"))
        for name in file.namelist():
            if name.endswith(".mp3"):
                (tmp_path / Path(name).name).write_bytes(file.read(name))
        named = {link["url"] for link in said["readingOrder"] + said["resources"]}
        assert named == set(file.namelist()) - {"publication.json"}
        toc = etree.fromstring(file.read("toc.html").replace(b'<meta charset="utf-8">', b"").split(b"\n", 1)[1])
    assert said["conformsTo"] == "https://www.w3.org/TR/audiobooks/"
    assert said["@context"][:2] == ["https://schema.org", "https://www.w3.org/ns/pub-context"]
    assert (said["id"], said["readBy"], said["author"]) == (
        "urn:isbn:978-3-16-148410-0",
        ["Heart"],
        list(BOOK.metadata.creators),
    )
    assert "synthetic" in said["creditText"]
    seconds = [float(re.fullmatch(r"PT([\d.]+)S", link["duration"])[1]) for link in said["readingOrder"]]
    assert said["duration"] == f"PT{sum(seconds):.3f}S"
    for number, (chapter, length) in enumerate(zip(chapters, seconds, strict=True), start=1):
        assert length * 1000 == chapter.master.duration_ms
        assert mutagen.File(tmp_path / f"{number:03}.mp3").info.length == pytest.approx(
            length, abs=0.1
        )  # it counts frames, padding and all
    assert [a.text for a in toc.iter("a")] == [c.title for c in chapters]
    assert toc.find(".//nav").get("role") == "doc-toc"


def test_audiobookshelf(shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path) -> None:
    store, chapters = shelf
    paths, _ = publish(deliver(store, "audiobookshelf", BOOK, chapters, acx), store, tmp_path)
    folder = (
        tmp_path / "audiobookshelf" / "A. Writer, B. Other" / "The Series" / "Vol. 2 - 2021 - A Book & more {Heart}"
    )
    assert (
        {path.name for path in paths}
        == {path.name for path in folder.iterdir()}
        == {"A Book & more.m4b", "metadata.json", "cover.jpg"}
    )
    said = json.loads((folder / "metadata.json").read_text("utf-8"))
    assert (said["title"], said["authors"], said["narrators"], said["series"]) == (
        BOOK.title,
        list(BOOK.metadata.creators),
        ["Heart"],
        ["The Series #2"],
    )
    assert (said["publishedYear"], said["isbn"], said["language"]) == ("2021", "9783161484100", "en")
    assert [(c["title"], round(1000 * c["start"])) for c in said["chapters"]] == [
        (c.title, at) for c, at in zip(chapters, chapter_starts_ms(chapters), strict=True)
    ]


def test_a_folder_without_author_or_series() -> None:
    bare = described(BOOK, creators=(), series="", series_part="", date="")
    assert str(folder_of(bare)) == "audiobookshelf/A Book & more {Heart}"


def test_a_shelf_reads_series_and_numbers_as_they_are_meant(shelf: tuple[Store, list[ChapterAudio]]) -> None:
    """Audiobookshelf: the part is what follows " #" and has no blank; folders have numbers of three digits."""
    chapters = [ChapterAudio("", shelf[1][0].master)]
    for part, read, folder in (("Book 2", "2", "Vol. 2 - "), ("2.5", "2.5", "Vol. 2.5 - "), ("II b", "II-b", "")):
        book = described(BOOK, series="Saga #1", series_part=part, identifier="0-8044-2957-x", date="")
        said = metadata(book, chapters)
        assert said["series"] == [f"Saga #1 #{read}"]
        assert re.search(r" #([^#\s]+)$", said["series"][0])[1] == read
        assert folder_of(book).name == f"{folder}A Book & more {{Heart}}"
        assert said["isbn"] == "080442957X"
        assert said["chapters"][0]["title"] == "1"


def test_the_narrator_stays_in_the_name_of_a_folder_whatever_the_title() -> None:
    long = described(BOOK, title="三國演義 " * 60, narrator="Ann {X}" + "n" * 80)
    name = folder_of(long).name
    assert name.startswith("Vol. 2 - 2021 - 三國演義")
    assert name.endswith(" {Ann X" + "n" * 35 + "}")
    assert len(name.encode()) <= 200


def test_a_feed_holds_what_directories_ask_for(shelf: tuple[Store, list[ChapterAudio]], acx: Spec) -> None:
    store, chapters = shelf
    book = described(
        dataclasses.replace(BOOK, cover=None),
        description="Bell \x07, nul \0, " + "déjà vu " * 700,
        date="2021-05",
        title="A\x1b\nBook\ud83d",
        publisher="a\u202eb",
    )
    assert (book.title, book.metadata.publisher) == ("A Book", "a\u202eb")
    made = deliver(store, "podcast", book, chapters, acx)
    assert [finding.code for finding in made.findings if finding.where == "podcast/cover"] == ["d-005"]
    (part,) = [part for part in made.parts if part.name.endswith("feed.xml")]
    channel = etree.fromstring(store.read(part.digest)).find("channel")
    said = channel.findtext("description")
    assert said.startswith("Bell , nul , déjà vu déjà")
    assert said.endswith("vu…\n\nNarrated by a synthetic (AI-generated) voice.")
    assert 3900 < len(said.encode()) <= 4000
    assert channel.find("item").findtext("pubDate") == "Sat, 01 May 2021 01:00:00 +0000"
    names = {"podcast": "https://podcastindex.org/namespace/1.0"}
    assert channel.findtext("podcast:guid", namespaces=names) == guid_of(book)


def test_the_guid_of_a_feed_is_made_as_the_podcast_namespace_makes_it() -> None:
    """Its own example: podcastindex.org/namespace/1.0, `guid`."""
    assert str(uuid.uuid5(GUIDS, "mp3s.nashownotes.com/pc20rss.xml")) == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert guid_of(dataclasses.replace(BOOK, url="https://a.example/b/")) == str(
        uuid.uuid5(GUIDS, "a.example/b/feed.xml")
    )


@pytest.mark.parametrize("identifier", ["urn:x:book", "978-3-16-148410-0", "0b2f9a7e-6a1c-4c3e-9d53-2f0a4c1b7d11"])
def test_episodes_are_told_from_all_others(identifier: str) -> None:
    episode = Episode("I", "1.mp3", 1, 1000)
    for given, wanted in ((identifier, identifier), ("book", guid_of(BOOK)), ("", guid_of(BOOK))):
        root = etree.fromstring(feed(described(BOOK, identifier=given), [episode], ""))
        assert root.findtext(".//item/guid") == f"{wanted}/1"


def test_an_audiobook_has_an_identifier_and_dates_that_are_dates() -> None:
    plain = described(BOOK, identifier="book", date="May 2020")
    said = lpf.manifest(plain, [("I", 1000)], None)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", said["id"])
    assert said["id"] == lpf.manifest(described(plain, title="Corrected"), [("I", 1)], None)["id"]
    assert said["id"] != lpf.manifest(dataclasses.replace(plain, slug="other"), [("I", 1)], None)["id"]
    assert "datePublished" not in said
    assert "datePublished" not in lpf.manifest(described(BOOK, date="2020-05"), [("I", 1)], None)
    for date in ("2020-05-03", "2020-05-03T00:00:00Z"):
        assert lpf.manifest(described(BOOK, date=date), [("I", 1)], None)["datePublished"] == date


def test_podcast(shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path) -> None:
    store, chapters = shelf
    deliverable = deliver(store, "podcast", BOOK, chapters, acx)
    feed, *files = publish(deliverable, store, tmp_path)[0]
    channel = etree.parse(str(feed)).getroot().find("channel")
    names = {
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "podcast": "https://podcastindex.org/namespace/1.0",
    }
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == [c.title for c in chapters]
    sizes = {path.name: path.stat().st_size for path in files}
    for number, item in enumerate(items, start=1):
        enclosure = item.find("enclosure")
        assert enclosure.get("url").startswith("https://example.org/books/one/00")
        name = next(n for n in sizes if n.startswith(f"{number:03}") and n.endswith(".mp3"))
        assert enclosure.get("length") == str(sizes[name])
        assert " " not in enclosure.get("url")
        assert item.findtext("itunes:episode", namespaces=names) == str(number)
        assert int(item.findtext("itunes:duration", namespaces=names)) == round(
            chapters[number - 1].master.duration_ms / 1000
        )
        transcript = item.find("podcast:transcript", namespaces=names)
        assert transcript.get("type") == "text/vtt"
        (vtt,) = [path for path in files if path.name.startswith(f"{number:03}") and path.suffix == ".vtt"]
        assert f"What {chapters[number - 1].title} says.".replace("&", "&amp;") in vtt.read_text("utf-8")
    assert items[0].findtext("pubDate") == "Mon, 03 May 2021 01:00:00 +0000"
    assert channel.find("itunes:image", namespaces=names).get("href") == "https://example.org/books/one/cover.jpg"
    again = dataclasses.replace(BOOK, url="https://example.org/elsewhere")
    assert deliver(store, "podcast", again, chapters, acx).key != deliverable.key


def test_a_podcast_without_an_address_is_refused() -> None:
    assert "url: https://" in unmakeable("podcast", dataclasses.replace(BOOK, url=""), [])
