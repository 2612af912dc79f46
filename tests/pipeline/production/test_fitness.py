"""A book that its voices do not speak is refused once, in one sentence, before anything is spoken."""

from pathlib import Path

import pytest

from models.worker import engine_of
from pipeline.errors import BadVoice
from pipeline.production import lay_out, load
from pipeline.production.verdict import unfit
from pipeline.records import Note
from pipeline.store import Store
from tests.factories import write_production

CONSENT = "consent: {kind: own-voice, of: the test, uses: [audiobook]}\n"
ENGLISH = "It was a dark and stormy night. The rain fell in torrents, and nobody was about.\n\n" * 10
GERMAN = "Es war eine dunkle und stürmische Nacht. Der Regen fiel in Strömen, und niemand war unterwegs.\n\n" * 10
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n\n" * 10
RUSSIAN = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.\n\n" * 10


def book(house: Path, text: str, language: str, engine: str = "tone", speaks: str = "[en]", extra: str = "") -> Path:
    path = write_production(house, "book", text, extra=extra)
    path.write_text(path.read_text().replace("language: en", f"language: {language}"))
    voice(house, "narrator", engine, speaks)
    return path


def voice(house: Path, name: str, engine: str = "tone", speaks: str = "[en]") -> None:
    (house / "manifests" / "voices" / f"{name}.yaml").write_text(
        f"engine: {engine}\nversion: 1\nlanguages: {speaks}\nseed: 7\n{CONSENT}")


def found(path: Path, rehearsal: bool = False) -> tuple[list[Note], str]:
    desk = lay_out(load(path, engine_of, rehearsal=rehearsal, out=path.parent / "out"), Store(path.parent / "store"))
    return [note for note in desk.script.notes if note.code in ("s-006", "s-011")], unfit(desk)


@pytest.mark.parametrize(("text", "language", "engine", "said"), [
    (JAPANESE, "ja", "hibari", "are in ja, and narrator speaks en"),
    (GERMAN, "de", "hibari", "are in de, and narrator speaks en"),
    (GERMAN, "de-AT", "tone", "are in de-AT, and narrator speaks en"),
    (RUSSIAN, "ru", "hibari", "are in ru, and narrator speaks en"),
    (ENGLISH, "und", "tone", "say in production.yaml which language it is"),
    (JAPANESE, "en", "hibari", "have no sound in narrator"),  # whatever the book declares
])  # fmt: skip
def test_a_book_that_no_voice_speaks_is_refused_by_one_finding(tmp_path: Path, text: str, language: str, engine: str,
                                                              said: str) -> None:
    path = book(tmp_path, text, language, engine)
    if language == "und":  # where the words do not tell it, either
        path.write_text(path.read_text().replace("language: und\n", ""))
        path.with_name("book.txt").write_text("Xxyzz qwrtz plmk. Vbnm hjkl.\n\n" * 20)
    notes, refused = found(path)
    assert [note.code for note in notes].count("s-011") == 1
    assert [note.code for note in notes].count("s-006") <= 1
    assert said in refused
    assert "waivers" in refused


@pytest.mark.parametrize(("text", "language", "speaks"), [
    (ENGLISH, "en-GB", "[en-US]"), (GERMAN, "de", "[en, german]"), (JAPANESE, "jp", '["*"]'), (JAPANESE, "ja", "[jpn]"),
    (ENGLISH + "Der Regen fiel.\n", "en", "[en_US]"),
    ("Det var en mørk natt. Jeg vet ikke hva som skjedde, men det var ikke bra.\n\n" * 5, "nb", '["no"]'),
])  # fmt: skip
def test_a_book_that_its_voice_speaks_is_not(tmp_path: Path, text: str, language: str, speaks: str) -> None:
    notes, refused = found(book(tmp_path, text, language, speaks=speaks))
    assert not refused
    assert "s-011" not in [note.code for note in notes]


def test_the_sentence_names_voices_that_could(tmp_path: Path) -> None:
    path = book(tmp_path, GERMAN, "de", "hibari")
    assert "no other voice of manifests/voices speaks de" in found(path)[1]
    voice(tmp_path, "anna", speaks="[de, en]")
    voice(tmp_path, "hum", speaks='["*"]')  # hums; nobody asks for that
    voice(tmp_path, "jean", speaks="[fr]")
    assert "of manifests/voices could: anna" in found(path)[1]


def test_a_person_may_want_it_so(tmp_path: Path) -> None:
    path = book(tmp_path, GERMAN, "de", "hibari")
    path.with_name("waivers.yaml").write_text("waivers: [{code: s-011, where: book, reason: an accent is wanted}]\n")
    assert not found(path)[1]


def test_the_house_decides_how_much_is_enough(tmp_path: Path) -> None:
    path = book(tmp_path, ENGLISH, "en", extra="")
    path.with_name("book.md").write_text("---\nlang: en\n---\n\n" + ENGLISH)
    german = '<p lang="de">' + GERMAN[:90] + "</p>"
    path.with_name("book.html").write_text(f'<html lang="en"><body><p>{ENGLISH[:300]}</p>{german}</body></html>')
    path.write_text(path.read_text().replace("book.txt", "book.html"))
    assert "s-011" in found(path)[1]
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "house.yaml").write_text("least_spoken: 0.5\n")
    notes, refused = found(path)
    assert not refused
    assert [note.code for note in notes] == ["s-006"]


def test_a_rehearsal_hums_and_warns_of_what_its_voices_could_not(tmp_path: Path) -> None:
    notes, refused = found(book(tmp_path, JAPANESE, "ja", "hibari"), rehearsal=True)
    assert "s-011" in [note.code for note in notes]
    assert not refused


@pytest.mark.parametrize("speaks", ["[de]", "[en, de]", '["*"]', "[ja, zh]", "[German]", "[en_US, fr_FR]"])
def test_a_voice_claims_no_language_that_its_engine_does_not_speak(tmp_path: Path, speaks: str) -> None:
    path = book(tmp_path, ENGLISH, "en", "hibari", speaks)
    with pytest.raises(BadVoice, match="languages: the engine 'hibari' speaks en, not"):
        load(path, engine_of)
