"""What people write wrong gets file, line, field and cure."""

import time
from pathlib import Path

import pytest

from pipeline.errors import ManifestError
from pipeline.manifests import (
    AudiobookProduction,
    Cast,
    Lexicon,
    Lock,
    Spec,
    Strict,
    Voice,
    Waivers,
    find_spec,
    find_voice,
    read_production,
    read_yaml,
    repo_of,
)

ROOT = Path(__file__).parents[3]

WRONG = {
    "mistyped field": ("manuscript: a.epub\nvoice: heart\ndelivr: [m4b]\n", ":3: there is no field 'delivr'; did you mean 'deliver'?"),
    "missing field": ("voice: heart\n", ":1: the field 'manuscript' is missing"),
    "nested": ("manuscript: a.epub\nvoice: heart\nread:\n  notes: aloud\n", ":4: read.notes: input should be 'skip', 'inline' or 'chapter-end' (given: 'aloud')"),
    "unknown role": ("manuscript: a.epub\nvoice: heart\nread: {roles: [bodi]}\n", "no role 'bodi'; did you mean 'body'?"),
    "no voice": ("manuscript: a.epub\n", "name either `voice:` (one narrator) or `cast:`"),
    "voice and cast": ("manuscript: a.epub\nvoice: a\ncast: b.yaml\n", "name either `voice:`"),
    "twice": ("manuscript: a.epub\nvoice: a\nvoice: b\n", ":3: not YAML: the field 'voice' stands here twice"),
    "not yaml": ("manuscript: [a.epub\nvoice: a\n", ":2: not YAML"),
    "empty": ("\n", "is empty; a production is written there"),
    "a list": ("- a.epub\n", "a production is a mapping of fields, not a list"),
    "wrong type": ("manuscript: a.epub\nvoice: a\ndeliver: m4b\n", ":3: deliver: a list is wanted here, in brackets: [m4b]"),
    "not utf-8": (b"manuscript: \xff\xfe\n", "cannot be read"),
    "no role at all": ("manuscript: a.epub\nvoice: heart\nread: {roles: []}\n", ":3: read: roles: without one, nothing is read"),
    "an alias of itself": ("manuscript: &a [*a]\nvoice: heart\n", "something in it holds itself"),
    "nested deeper than any": ("manuscript: " + "[" * 20_000, "not YAML"),
    "no day": ("manuscript: a.epub\nvoice: heart\ndate: 2020-13-45\n", ":3: date: there is no day 2020-13-45; write it as 2014-05-25"),
    "a control character": ("voice: a\ntitle: B\x07k\n", ":2: U+0007 is no character of a text"),
    "a tab": ("manuscript: a.epub\n\tvoice: heart\n", ":2: not YAML"),
    "half of an emoji": ('manuscript: a.epub\nvoice: heart\ntitle: "x \\uD83D"\n', ":3: U+D83D is no character of a text"),
    "a null": ('manuscript: a.epub\nvoice: heart\ncreators: ["x", "a\\0b"]\n', ":3: U+0000 is no character of a text"),
    "a switch for fields": ("manuscript: a.epub\nvoice: a\ncredits: yes\n", ":3: credits: fields are wanted here, in braces: credits: {opening: ..., closing"),
    "a blank title": ("manuscript: a.epub\nvoice: a\ntitle: '  '\n", ":3: title: a blank is no name; leave it out, and the book's own is taken"),
    "no-break blanks": ("manuscript: a.epub\nvoice: a\ncreators: [B. C., '\u00a0\u3000']\n", ":3: creators.1: a blank is no name"),
    "a feed's address with blanks": ("manuscript: a.epub\nvoice: heart\nurl: https://a.example/my book\n", ":3: url: string should match pattern"),
    "larger than any": ("title: " + "x" * (2 << 20), "has 2 MB, a production may have 2 MB"),
    "more values than any": ("creators: [" + "x," * 100_001 + "]\n", ":1: not YAML: this many values no such file has"),
    "as many lists": ("creators: [" + "[]," * 100_001 + "]\n", ":1: not YAML: this many values no such file has"),
    "a field named by a list": ("manuscript: a.epub\n? [a, b]\n: c\n", ":2: not YAML: the name of a field is a text"),
    "a field named by a mapping": ("{? {a: b} : c}\n", ":1: not YAML: the name of a field is a text"),
    "a hundred mistakes": ("manuscript: a.epub\nvoice: heart\ncreators: [" + "[]," * 100 + "]\n", "... and 80 more"),
    "a tag of Python": ("title: !!python/object/apply:os.getcwd []\n", ":1: not YAML that is read here: python/object/apply:os.getcwd is no kind of value"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_production_is_told_where_and_what_to_do(tmp_path: Path, name: str) -> None:
    text, said = WRONG[name]
    path = tmp_path / "production.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ManifestError) as error:
        read_yaml(path, AudiobookProduction)
    assert said in str(error.value)
    assert str(path) in str(error.value)


def _levels(first: str, each: str) -> str:
    return f"a0: &a0 {first}\n" + "".join(f"a{n}: &a{n} {each.replace('*', f'*a{n - 1}')}\n" for n in range(1, 9))


TEN = ", ".join("*" * 10)
BOMBS = {
    "lists": _levels("[x, x, x, x, x, x, x, x, x, x]", f"[{TEN}]"),
    "mappings": _levels("{a: x}", "{" + ", ".join(f"{key}: *" for key in "abcdefghij") + "}"),
    "merges": _levels("{a: x, b: x}", f"{{<<: [{TEN}]}}"),
    "lists in mappings": _levels("[x]", "{" + ", ".join(f"{key}: [*, *, *]" for key in "abcd") + "}"),
    "two wide levels": "a: &a [" + "x," * 400 + "]\nb: [" + "*a," * 400 + "]\n",
    "a long text": "a: &a " + "x" * 100_000 + "\nb: [" + "*a," * 1000 + "]\n",
    "within the settings of a voice": "engine: tone\nversion: 1\nlanguages: [en]\nsettings:\n  a: &a ["
    + "x," * 400
    + "]\n  b: ["
    + "*a," * 400
    + "]\n",
    "in keys": "a: &a [" + "x," * 400 + "]\n? [" + "*a," * 400 + "]\n: 1\n",
}


@pytest.mark.parametrize("model", [AudiobookProduction, Voice, Lexicon, Lock, Waivers])
@pytest.mark.parametrize("name", BOMBS)
def test_aliases_that_repeat_more_than_any_manifest_are_refused_at_once(
    tmp_path: Path, name: str, model: type[Strict]
) -> None:
    path = tmp_path / "it.yaml"
    path.write_text(BOMBS[name])
    started = time.process_time()
    with pytest.raises(
        ManifestError, match="its aliases .* repeat .* values, 100,000 are allowed; write out what is meant"
    ):
        read_yaml(path, model)
    assert time.process_time() - started < 2


def test_an_alias_that_holds_itself_is_told_where(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    for text in (
        "a: 1\nb: &b {c: *b}\n",
        "a: 1\nb: &b [[[*b]]]\n",
        "a: 1\nb: &b {? *b : 1}\n",
        "a: 1\nb: &b {<<: *b}\n",
    ):
        path.write_text(text)
        with pytest.raises(ManifestError, match=":2: (something in it holds itself|not YAML)"):
            read_yaml(path, Voice)


def test_aliases_as_people_use_them_are_read(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    path.write_text(
        "narrator: heart\nrules:\n  - &lizzy {voice: ann, character: Lizzy}\n"
        "  - {<<: *lizzy, character: Jane}\n  - *lizzy\n"
    )
    cast = read_yaml(path, Cast)
    assert [(rule.voice, rule.character) for rule in cast.rules] == [
        ("ann", "Lizzy"),
        ("ann", "Jane"),
        ("ann", "Lizzy"),
    ]


WRONG_ELSEWHERE = {
    "pattern": (Lexicon, "language: en\nentries:\n  - {pattern: '(a', say: b}\n", ":3: entries.0: pattern: '(a' is no regular expression"),
    "group": (Lexicon, "language: en\nentries:\n  - {pattern: 'a', say: '{roman:1}'}\n", "there is no group 1 in the pattern, which has 0"),
    "rule": (Cast, "narrator: a\nrules:\n  - {voice: b, text: '*'}\n", ":3: rules.0: text: '*' is no regular expression"),
    "day": (Voice, "engine: tone\nversion: 1\nlanguages: [en]\nconsent: {kind: own-voice, of: a, uses: [audiobook], until: '2020-13-45'}\n", ":4: consent: until: there is no day 2020-13-45"),
    "list": (Waivers, "- {code: t-001, where: a, reason: b}\n", ":1: the list stands under a field: `waivers:`"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_ELSEWHERE)
def test_what_would_fail_later_is_refused_when_it_is_read(tmp_path: Path, name: str) -> None:
    model, text, said = WRONG_ELSEWHERE[name]
    path = tmp_path / "it.yaml"
    path.write_text(text)
    with pytest.raises(ManifestError) as error:
        read_yaml(path, model)
    assert said in str(error.value)


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "production.yaml"
    path.write_bytes("\ufeffmanuscript: a.epub\r\nvoice: heart\r\n".encode())
    assert read_yaml(path, AudiobookProduction).voice == "heart"


def test_a_folder_is_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="it is no file"):
        read_yaml(tmp_path, AudiobookProduction)


def test_a_missing_file_lists_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "prodution.yaml").write_text("")
    with pytest.raises(ManifestError, match=r"production.yaml does not exist; .* holds prodution.yaml"):
        read_yaml(tmp_path / "production.yaml", AudiobookProduction)
    with pytest.raises(ManifestError, match="nor does its folder"):
        read_yaml(tmp_path / "no" / "production.yaml", AudiobookProduction)


def test_missing_voices_and_specs_list_those_that_exist() -> None:
    with pytest.raises(ManifestError, match="there is no voice 'hart'.*did you mean 'heart'"):
        find_voice("hart", ROOT)
    with pytest.raises(ManifestError, match="there is no spec 'axc'.*did you mean 'acx'"):
        find_spec("axc", ROOT)


def test_a_date_stays_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "production.yaml"
    path.write_text("manuscript: a.epub\nvoice: a\ndate: 2014-05-25\n")
    assert read_yaml(path, AudiobookProduction).date == "2014-05-25"


def test_the_house_is_the_folder_that_holds_manifests(tmp_path: Path) -> None:
    folder = tmp_path / "repo" / "manifests" / "productions" / "one"
    folder.mkdir(parents=True)
    assert repo_of(folder / "production.yaml") == tmp_path / "repo"
    assert repo_of(tmp_path / "loose.yaml") == tmp_path


@pytest.mark.parametrize(("pattern", "model"), [("manifests/voices/*.yaml", Voice), ("configs/specs/*.yaml", Spec),
                                                ("manifests/lexicons/*.yaml", Lexicon),
                                                ("manifests/productions/*/production.yaml", AudiobookProduction)])  # fmt: skip
def test_every_manifest_of_this_repository_is_valid(pattern: str, model: type[Strict]) -> None:
    paths = sorted(ROOT.glob(pattern))
    assert paths
    for path in paths:
        read_yaml(path, model)


def test_numbers_are_texts_where_texts_are_wanted(tmp_path: Path) -> None:
    path = tmp_path / "production.yaml"
    path.write_text("manuscript: a.txt\nvoice: v\ntitle: 1984\nseries_part: 3\ncopyright: 2.5\n")
    read = read_yaml(path, AudiobookProduction)
    assert (read.title, read.series_part, read.copyright) == ("1984", "3", "2.5")
    path.write_text("manuscript: a.txt\nvoice: v\ntitle: yes\n")
    assert read_yaml(path, AudiobookProduction).title == "yes"


def test_a_kind_of_production_that_there_is_not_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "production.yaml"
    path.write_text("title: It\nkind: audiobok\nmanuscript: it.txt\nvoice: heart\n")
    with pytest.raises(
        ManifestError, match=r"production.yaml:2: kind: there is no kind 'audiobok'; did you mean 'audiobook'\?"
    ):
        read_production(path)
    path.write_text("title: It\nmanuscript: it.txt\nvoice: heart\n")
    assert read_production(path).kind == "audiobook"
    path.write_text("kind: audiobook\nmanuscript: it.txt\nvoise: heart\n")
    with pytest.raises(ManifestError, match=r":3: there is no field 'voise'; did you mean 'voice'\?"):
        read_production(path)
