"""What everybody types first: `voicepress produce my-book.epub`; several books, folders, and what is begun for them."""

import json
from pathlib import Path

import pytest

from flows.cli import main
from pipeline.manifests import AudiobookProduction, find_spec, parse_yaml, read_production, read_voice, read_yaml
from pipeline.manifests.voice import Voice
from pipeline.production.starting.beginning import begin
from pipeline.production.starting.starter import EMBEDDED_VOICES
from tests.factories import write_production

ENGLISH = "Chapter One\n\nIt was late, and the rain had not stopped. She went to the door and looked out.\n"
GERMAN = (
    "Erstes Kapitel\n\n" + "Es war spät, und der Regen hatte nicht aufgehört. Sie ging zur Tür und sah hinaus. " * 12
)
TONE = (
    "engine: tone\nversion: 1\nlanguages: {}\nseed: 7\nconsent: {{kind: own-voice, of: the test, uses: [audiobook]}}\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def voice(repo: Path, name: str, languages: str) -> None:
    (repo / "manifests" / "voices").mkdir(parents=True, exist_ok=True)
    (repo / "manifests" / "voices" / f"{name}.yaml").write_text(TONE.format(languages))


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, object, str]:
    capsys.readouterr()
    code = main([*arguments, "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


def test_a_book_gets_a_production_beside_it_and_is_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the voice that comes with the package, at a spec that its file passes."""
    Path("my book.txt").write_text(ENGLISH)
    assert main(["produce", "my book.txt"]) == 0
    said = capsys.readouterr().out
    path = folder / "my book" / "production.yaml"
    assert str(path) in said
    assert "passed" in said
    assert [*(folder / "my book" / "out").rglob("*.m4b")]
    assert read_yaml(path, AudiobookProduction).manuscript == "../my book.txt"
    assert not [*(folder / "my book").glob("*.txt")]  # what is written is read where it is written
    assert "/store/" in (folder / "my book" / ".gitignore").read_text()
    code, made, _ = answer(capsys, "produce", "my book.txt")
    assert (code, isinstance(made, dict) and made["made"]) == (0, 0)  # the same production, and nothing to make
    path.write_text(path.read_text() + "title: My Own Title\n")
    assert answer(capsys, "rehearse", "my book.txt")[0] == 0
    assert "My Own Title" in path.read_text()


def test_the_files_of_the_book_are_not_touched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of that name may be somebody's."""
    Path("book.txt").write_text(ENGLISH)
    Path("book").mkdir()
    Path("book/mine.txt").write_text("mine")
    assert main(["rehearse", "book.txt"]) == 0
    assert (folder / "book-audiobook" / "production.yaml").exists()
    assert [path.name for path in Path("book").iterdir()] == ["mine.txt"]
    Path("b.txt").write_text(ENGLISH)
    for name in ("b", "b-audiobook"):
        Path(name).mkdir()
        Path(name, "x").touch()
    assert main(["rehearse", "b.txt"]) == 15
    assert "hold something else; begin the book with 'voicepress new b.txt --to FOLDER'" in capsys.readouterr().err


def test_a_book_that_no_voice_speaks_is_refused_and_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("buch.txt").write_text(GERMAN)
    assert main(["produce", "buch.txt"]) == 9
    said = capsys.readouterr().err
    assert "buch.txt is in de, and embedded voices speak en, zh, ja, es" in said
    assert f"add one that does to {folder / 'manifests' / 'voices'}" in said
    assert [path.name for path in folder.iterdir()] == ["buch.txt"]
    voice(folder, "anna", "[en]")
    assert main(["produce", "buch.txt"]) == 9
    assert "no voice of anna speaks it" in capsys.readouterr().err
    voice(folder, "berta", "[german]")
    assert main(["produce", "buch.txt"]) == 0
    assert read_yaml(folder / "buch" / "production.yaml", AudiobookProduction).voice == "berta"


def test_a_book_that_says_another_language_is_begun_in_its_own(folder: Path) -> None:
    Path("buch.html").write_text(
        f'<html lang="en"><head><title>Das Buch</title></head><body><p>{GERMAN}</p></body></html>'
    )
    voice(folder, "anna", "[en]")
    voice(folder, "berta", "[de]")
    assert main(["rehearse", "buch.html"]) == 0
    read = read_yaml(folder / "buch" / "production.yaml", AudiobookProduction)
    assert (read.language, read.voice) == ("de", "berta")


def test_several_and_folders_go_on_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_production(folder, "one", ENGLISH)
    two = write_production(folder, "two", ENGLISH)
    write_production(folder, "three", ENGLISH)
    two.write_text("voice: nobody\n")
    code, rows, said = answer(capsys, "rehearse", "manifests", "--keep-going")
    assert isinstance(rows, list)
    assert code == 3
    assert "two" in said
    assert [Path(row["production"]).parent.name for row in rows] == ["one", "three", "two"]
    assert [row.get("exit_code", 0) for row in rows] == [0, 0, 3]
    assert main(["rehearse", str(two), "manifests/productions/one"]) == 3
    assert not (folder / "out" / "one" / "rehearsal" / "x").exists()
    two.unlink()
    code, rows, _ = answer(
        capsys, "rehearse", "manifests/productions/one", "manifests/productions/three/production.yaml"
    )
    assert (code, isinstance(rows, list) and len(rows)) == (0, 2)


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("xiaoxiao", "他把手里的书放在桌子上，慢慢地走到窗前。今年春天来得很晚，河边的柳树到四月才发芽。"),
        ("alpha", "朝早く起きて、川の近くを散歩しました。昨日買った本はとても面白かった。"),
        ("alex", "Mi abuela me contaba historias todas las noches antes de dormir. ¿Dónde has dejado las llaves?"),
    ],
)
def test_a_book_in_another_language_begins_with_the_embedded_voice_that_speaks_it(
    folder: Path, voice: str, text: str
) -> None:
    (folder / "book.txt").write_text("\n\n".join([text] * 20), "utf-8")
    begun = begin(folder / "book.txt", folder / "manifests" / "productions" / "book", repo=folder)
    assert f"voice: {voice} " in begun.text
    assert "does not speak" not in begun.text
    assert "engine: kokoro" in (folder / "manifests" / "voices" / f"{voice}.yaml").read_text()


def test_this_repository_has_voices_and_a_book_in_each_embedded_language() -> None:
    repo = Path(__file__).parent.parent.parent
    voices = {path.stem: read_voice(path) for path in (repo / "manifests" / "voices").glob("*.yaml")}
    for language, embedded in EMBEDDED_VOICES.items():
        assert len([name for name, voice in voices.items() if voice.speaks(language)]) >= 2
        ours, theirs = voices[embedded.name], parse_yaml(embedded.manifest, Path("voice.yaml"), Voice)
        assert ours == theirs
        books = [read_production(path) for path in (repo / "manifests").glob("*/*/production.yaml")]
        assert embedded.name in {getattr(book, "voice", "") for book in books}
    assert all(voice.consent for voice in voices.values())


def test_new_takes_several_books_and_asks_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("The First\n\nBy Somebody\n\n" + ENGLISH)
    Path("b.txt").write_text("The Second\n\nBy Somebody\n\n" + ENGLISH)
    code, made, _ = answer(capsys, "new", "a.txt", "b.txt")
    assert (code, isinstance(made, list) and len(made)) == (0, 2)
    assert len([*Path("manifests/productions").glob("*/production.yaml")]) == 2
    assert {"/store/", "/out/", ".prefect/"} <= set(Path(".gitignore").read_text().splitlines())
    assert main(["new", "a.txt", "b.txt", "--to", "x"]) == 15


def test_a_repository_keeps_its_own_ignores(folder: Path) -> None:
    Path(".gitignore").write_text("mine\n")
    Path("a.txt").write_text(ENGLISH)
    assert main(["new", "a.txt"]) == 0
    assert Path(".gitignore").read_text() == "mine\n"


def test_what_is_written_at_first_passes_its_own_spec(folder: Path) -> None:
    """An M4B at the spec of a shop that takes MP3 alone could never pass."""
    Path("a.txt").write_text(ENGLISH)
    assert main(["new", "a.txt"]) == 0
    (path,) = Path("manifests/productions").glob("*/production.yaml")
    read = read_yaml(path, AudiobookProduction)
    assert [(form, read.specs_of(form)) for form in read.formats] == [("m4b", ("apple-books",))]
    assert "codecs: [aac" in find_spec("apple-books", folder).read_text()


def test_books_of_one_title_get_folders_of_their_own(folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        Path(name).write_text("Untitled Tales\n\nBy Somebody\n\n" + ENGLISH)
    assert main(["new", "a.txt", "b.txt"]) == 0
    names = sorted(path.parent.name for path in Path("manifests/productions").glob("*/production.yaml"))
    assert len(names) == 2
    assert main(["new", "a.txt"]) == 15  # it is begun already


def test_a_text_too_short_to_tell_is_in_the_voices_language(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("hello.txt").write_text("Hello, world.\n")
    assert main(["produce", "hello.txt"]) == 0
    assert read_yaml(folder / "hello" / "production.yaml", AudiobookProduction).language == "en"
    Path("odd.txt").write_text("Qwrt zxcv plmk njbh. " * 60)
    assert main(["produce", "odd.txt"]) == 9
    assert "is in a language that cannot be told" in capsys.readouterr().err
    assert not (folder / "odd").exists()


def test_a_rehearsal_needs_no_voice_that_speaks_the_book(folder: Path) -> None:
    Path("buch.txt").write_text(GERMAN)
    assert main(["rehearse", "buch.txt"]) == 0
    assert main(["produce", "buch.txt"]) == 9


def test_a_folder_of_books_is_told_how(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("books").mkdir()
    Path("books/a.epub").write_text("x")
    assert main(["produce", "books"]) == 15
    assert "name its books: voicepress produce books/*.epub" in capsys.readouterr().err
