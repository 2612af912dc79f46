"""A book that its voices do not speak is refused once, in one sentence, before anything is spoken."""

from pathlib import Path

import pytest

from models.registry import engine_of
from pipeline.errors import VoiceError
from pipeline.production import lay_out, load
from pipeline.production.verdict import unfit
from pipeline.records import Finding
from pipeline.store import Store
from tests.factories import write_production

CONSENT = "consent: {kind: own-voice, of: the test, uses: [audiobook]}\n"
ENGLISH = "It was a dark and stormy night. The rain fell in torrents, and nobody was about.\n\n" * 10
GERMAN = "Es war eine dunkle und stürmische Nacht. Der Regen fiel in Strömen, und niemand war unterwegs.\n\n" * 10
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n\n" * 10
RUSSIAN = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.\n\n" * 10


def book(repo: Path, text: str, language: str, engine: str = "tone", speaks: str = "[en]", extra: str = "") -> Path:
    path = write_production(repo, "book", text, extra=extra)
    path.write_text(path.read_text().replace("language: en", f"language: {language}"))
    voice(repo, "narrator", engine, speaks)
    return path


def voice(repo: Path, name: str, engine: str = "tone", speaks: str = "[en]") -> None:
    (repo / "manifests" / "voices" / f"{name}.yaml").write_text(
        f"engine: {engine}\nversion: 1\nlanguages: {speaks}\nseed: 7\n{CONSENT}"
    )


def found(path: Path, rehearsal: bool = False) -> tuple[list[Finding], str]:
    assembly = lay_out(
        load(path, engine_of, rehearsal=rehearsal, out=path.parent / "out"), Store(path.parent / "store")
    )
    return [finding for finding in assembly.script.findings if finding.code in ("s-006", "s-011", "s-012")], unfit(
        assembly
    )


@pytest.mark.parametrize(("text", "language", "engine", "said"), [
    (JAPANESE, "ja", "hibari", "are in ja, and narrator speaks en"),
    (GERMAN, "de", "hibari", "are in de, and narrator speaks en"),
    (GERMAN, "de-AT", "tone", "are in de-AT, and narrator speaks en"),
    (RUSSIAN, "ru", "hibari", "are in ru, and narrator speaks en"),
    (ENGLISH, "und", "tone", "say in production.yaml which language it is"),
    (JAPANESE, "en", "hibari", "are in ja, and narrator speaks en"),  # whatever the book declares
    ("∀x ∈ ℝ ∃y ⊂ ℤ ⇒ ∇φ ≠ ∅.\n\n" * 20 + ENGLISH[:90], "en", "hibari", "have no sound in narrator"),
])  # fmt: skip
def test_a_book_that_no_voice_speaks_is_refused_by_one_finding(
    tmp_path: Path, text: str, language: str, engine: str, said: str
) -> None:
    path = book(tmp_path, text, language, engine)
    if language == "und":  # where the words do not tell it, either
        path.write_text(path.read_text().replace("language: und\n", ""))
        path.with_name("book.txt").write_text("Xxyzz qwrtz plmk. Vbnm hjkl.\n\n" * 20)
    findings, refused = found(path)
    assert [finding.code for finding in findings].count("s-011") == 1
    assert [finding.code for finding in findings].count("s-006") <= 1
    assert said in refused
    assert "waivers" in refused


@pytest.mark.parametrize(("text", "language", "speaks"), [
    (ENGLISH, "en-GB", "[en-US]"), (GERMAN, "de", "[en, german]"), (JAPANESE, "jp", '["*"]'), (JAPANESE, "ja", "[jpn]"),
    (ENGLISH + "Der Regen fiel.\n", "en", "[en_US]"),
    ("Det var en mørk natt. Jeg vet ikke hva som skjedde, men det var ikke bra.\n\n" * 5, "nb", '["no"]'),
])  # fmt: skip
def test_a_book_that_its_voice_speaks_is_not(tmp_path: Path, text: str, language: str, speaks: str) -> None:
    findings, refused = found(book(tmp_path, text, language, speaks=speaks))
    assert not refused
    assert "s-011" not in [finding.code for finding in findings]


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
    german = '<p lang="de">' + GERMAN + "</p>"
    path.with_name("book.html").write_text(f'<html lang="en"><body><p>{ENGLISH * 3}</p>{german}</body></html>')
    path.write_text(path.read_text().replace("book.txt", "book.html"))
    assert "s-011" in found(path)[1]
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "house.yaml").write_text("least_spoken: 0.5\n")
    findings, refused = found(path)
    assert not refused
    assert [finding.code for finding in findings] == ["s-006"]


def test_a_rehearsal_hums_and_warns_of_what_its_voices_could_not(tmp_path: Path) -> None:
    findings, refused = found(book(tmp_path, JAPANESE, "ja", "hibari"), rehearsal=True)
    assert "s-011" in [finding.code for finding in findings]
    assert not refused


@pytest.mark.parametrize("speaks", ["[de]", "[en, de]", '["*"]', "[ja, zh]", "[German]", "[en_US, fr_FR]"])
def test_a_voice_claims_no_language_that_its_engine_does_not_speak(tmp_path: Path, speaks: str) -> None:
    path = book(tmp_path, ENGLISH, "en", "hibari", speaks)
    with pytest.raises(VoiceError, match="languages: the engine 'hibari' speaks en, not"):
        load(path, engine_of)


SPANISH = "No sabía que la noche era tan larga, ni que los hombres estaban en la casa de su padre. "
CHINESE = "话说天下大势，分久必合，合久必分。周末七国分争，并入于秦。及秦灭之后，楚汉分争，又并入于汉。"


@pytest.mark.parametrize(("text", "declared", "really"), [
    (GERMAN, "en", "de"), (ENGLISH, "de", "en"), (SPANISH * 10, "fr", "es"), (CHINESE * 20, "en", "zh-Hans"),
    (JAPANESE, "zh", "ja"), (RUSSIAN * 3, "en", "ru"), (ENGLISH, "ja", "en"), (GERMAN, "nl", "de"), (CHINESE * 20, "ja", "zh-Hans"),
    (ENGLISH, "da", "en"), (ENGLISH, "no", "en"), (ENGLISH, "hu", "en"), (ENGLISH, "sw", "en"),
    ("한국어 문장입니다. 오늘은 날씨가 좋습니다. 우리는 공원에 갔습니다. " * 12, "kr", "ko"),  # which is Kanuri
])  # fmt: skip
@pytest.mark.parametrize("who", ["the book", "the production"])
def test_a_text_in_another_language_than_it_is_said_to_be_is_refused(
    tmp_path: Path, text: str, declared: str, really: str, who: str
) -> None:
    path = book(tmp_path, text, declared, speaks='["*"]')
    if who == "the book":
        path.with_name("book.html").write_text(
            f'<html lang="{declared}"><meta name="dc.language" content="{declared}"/><body><p>{text}</p></body></html>'
        )
        path.write_text(path.read_text().replace("book.txt", "book.html").replace(f"language: {declared}\n", ""))
    findings, refused = found(path)
    assert [finding.code for finding in findings if finding.code != "s-006"] == ["s-012"]
    assert f"`language: {really}`" in refused
    assert ("book.html declares" if who == "the book" else "production.yaml says") in refused
    path.write_text(path.read_text().replace(f"language: {declared}\n", "") + f"language: {really}\n")
    assert found(path) == ([], "")


@pytest.mark.parametrize(("text", "declared"), [
    (ENGLISH, "en-GB"), (ENGLISH, "sco"), (RUSSIAN * 3, "tt"), (RUSSIAN * 3, "kk"), (GERMAN, "nds"), (CHINESE * 20, "lzh"), (GERMAN, "gsw"), (GERMAN, "lb"), (SPANISH * 10, "ca"), (SPANISH * 10, "gl"), (RUSSIAN * 3, "bg"),
    (CHINESE * 20, "yue"), (CHINESE * 20, "zh-Hant"), (GERMAN[:200], "en"), (ENGLISH[:150], "fr"),
    (GERMAN * 2 + ENGLISH, "de"), ("Zwei Wörter.", "en"), (ENGLISH, "enm"),
])  # fmt: skip
def test_where_there_is_doubt_nothing_is_claimed(tmp_path: Path, text: str, declared: str) -> None:
    assert "s-012" not in [finding.code for finding in found(book(tmp_path, text, declared, speaks='["*"]'))[0]]


def test_what_a_voice_cannot_say_is_not_held_against_the_manuscript(tmp_path: Path) -> None:
    """It is read, and not heard: one finding says so, not two."""
    path = book(tmp_path, JAPANESE * 3, "ja", "hibari")
    assembly = lay_out(load(path, engine_of, out=tmp_path / "out"), Store(tmp_path / "store"))
    codes = {
        finding.code for finding in (*assembly.job.manuscript.findings, *assembly.script.findings, *assembly.findings)
    }
    assert "s-011" in codes
    assert not codes & {"i-014", "i-016", "i-017"}
    assert "i-017" not in unfit(assembly)


@pytest.mark.parametrize(("text", "refused"), [
    ("It was late. <i lang='fr'>Il ne savait pas ce que je voulais dire.</i> He left, and she stayed where she was.", False),
    ("He laughed 😀😀. It was 你好.", False), ("<i lang='fr'>Il ne savait pas ce que je voulais dire.</i> He left.", True),
    ("你好，世界，再见了。 Bye.", True),
])  # fmt: skip
def test_a_sentence_of_a_short_text_is_no_share_of_a_book(tmp_path: Path, text: str, refused: bool) -> None:
    path = book(tmp_path, ENGLISH, "en", "hibari")
    path.with_name("book.html").write_text(f'<html lang="en"><body><p>{text}</p></body></html>')
    path.write_text(path.read_text().replace("book.txt", "book.html"))
    assert ("s-011" in found(path)[1]) is refused
