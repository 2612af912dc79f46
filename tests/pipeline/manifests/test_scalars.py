"""A field that holds a text holds exactly what is written, or says how it is written; numbers are decimal numbers."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.errors import ManifestError
from pipeline.manifests import (
    AudiobookProduction,
    Lexicon,
    Pickups,
    RepoSettings,
    Spec,
    Strict,
    Voice,
    Waivers,
    parse_yaml,
    read_yaml,
)
from pipeline.manifests.reading.building import UnclearError, built
from pipeline.manifests.schemas import every_model

SCALARS = [
    "007",
    "12:30",
    "190:20:30",
    "1.10",
    "1_000",
    "03",
    "2024-01-01",
    "2024-01-01T10:00:00Z",
    "2001-1-1",
    "yes",
    "no",
    "on",
    "off",
    "y",
    "N",
    "No",
    "NO",
    "True",
    "false",
    "1e3",
    "1E3",
    "0x1F",
    "0b11",
    "0o17",
    "-0",
    "+5",
    ".5",
    ".inf",
    ".NaN",
    "-.Inf",
    "1.",
    "685_230.15",
    "20:30.15",
    "=",
    "C#",
    "100%",
    "a: ",
    "Ünïcode",
    "１９８４",
    "what? yes!",
    "1984",
    "it's",
    "A - B",
    "x,y",
]
MODELS = every_model()


def texts(model: type[Strict]) -> list[tuple[str, bool]]:
    """Fields that hold a text, and whether a list of them."""
    found = []
    for name, field in model.model_fields.items():
        said = str(field.annotation)
        if field.annotation is str or said.startswith("str | "):
            found.append((name, False))
        elif said.startswith(("tuple[str", "tuple[typing.Annotated[str")):
            found.append((name, True))
    return found


@pytest.mark.parametrize(
    ("model", "name", "several"), [(model, name, several) for model in MODELS for name, several in texts(model)]
)
def test_every_field_that_holds_a_text_gets_it_as_it_is_written(model: type[Strict], name: str, several: bool) -> None:
    for scalar in SCALARS:
        if several and ("," in scalar or "?" in scalar):
            continue
        text = f"{name}: [{scalar}]\n" if several else f"{name}: {scalar}\n"
        loader = yaml.SafeLoader(text)
        if scalar.endswith(": "):  # no text, but a mapping: the parser or the model refuses it
            with pytest.raises(ManifestError, match="quotes|wanted"):
                parse_yaml(text, Path("it.yaml"), model)
            continue
        found = built(loader.get_single_node(), model, loader)[name]
        assert found == ((scalar,) if several else scalar), scalar
        quoted = yaml.SafeLoader(f'{name}: ["{scalar}"]\n' if several else f'{name}: "{scalar}"\n')
        assert built(quoted.get_single_node(), model, quoted)[name] == found


@pytest.mark.parametrize(
    "nothing", ["~", "null", "Null", "NULL", "", "# a comment", "#1 in the charts", "We're #1", "A #2 pencil"]
)
def test_what_yaml_takes_for_nothing_or_for_a_comment_is_refused_with_the_cure(nothing: str) -> None:
    loader = yaml.SafeLoader(f"title: {nothing}\n")
    with pytest.raises(UnclearError, match=r"quotes|leave the field out"):
        built(loader.get_single_node(), AudiobookProduction, loader)


def test_a_comment_after_a_text_is_a_comment() -> None:
    text = "manuscript: a.epub   # the book\nvoice: heart    # manifests/voices/heart.yaml\ntitle: C# in Depth # 2nd edition\n"
    read = parse_yaml(text, Path("it.yaml"), AudiobookProduction)
    assert (read.manuscript, read.voice, read.title) == ("a.epub", "heart", "C# in Depth")


BOOK = "manuscript: a.epub\nvoice: v\n"
REFUSED = [
    ("title: A: B\n", ':3: not YAML: mapping values are not allowed here; .* stands in quotes: title: "A: B"'),
    ("title: 2001: A Space Odyssey\n", 'title: "2001: A Space Odyssey"'),
    ("creators: [Anna: A Life]\n", "creators"), ("title: *star*\n", 'quotes: title: "\\*star\\*"'),
    ("title: @home\n", 'title: "@home"'), ("title: `x`\n", 'title: "`x`"'), ("title: %d\n", 'title: "%d"'),
    ("title: 'Tis the season\n", "title: \"Tis the season\""), ('title: "Quoted" and more\n', "not YAML"),
    ("title: [Draft] My Book\n", "quotes: title"), ("title: {x} y\n", "quotes: title"), ("title: - dash\n", 'title: "- dash"'),
    ("title: !important\n", "begins with ! stands in quotes"), ("title: &c\n", "leave the field out|quotes"), ("title: [A]\n", "title: a text is wanted here.*quotes"),
    ("title: {a: b}\n", "title: a text is wanted here"), ("\tvoice: x\n", "not with tabs"), ("creators: No\n", r"in brackets: \[No\]"),
    ("creators:\n", "creators: nothing stands here"), ("credits:\n", "credits: nothing stands here"), ("series: ~\n", 'series: "~"'),
    ("date: 2024-02-30\n", "there is no day"), ("credits: {opening: maybe}\n", "credits.opening"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_is_no_text_gets_its_cure(text: str, said: str) -> None:
    with pytest.raises(ManifestError, match=said):
        parse_yaml(BOOK + text, Path("it.yaml"), AudiobookProduction)


def test_truths_and_numbers_stay_what_they_are() -> None:
    read = parse_yaml(BOOK + "credits: {opening: yes, closing: off}\n", Path("it.yaml"), AudiobookProduction)
    assert (read.credits.opening, read.credits.closing) == (True, False)
    assert parse_yaml("workers: 1_0\nleast_spoken: .5\n", Path("it.yaml"), RepoSettings).workers == 10


VOICE = "engine: tone\nversion: 1\nlanguages: [no]\n"


@pytest.mark.parametrize(("model", "text", "said"), [
    (RepoSettings, "workers: 010\n", "workers: 010 is 8 to YAML; write the number itself"), (RepoSettings, "workers: 1:30\n", "1:30 is 90"),
    (RepoSettings, "workers: yes\n", "workers: input should be a valid integer"), (RepoSettings, "workers: 0x10\n", "0x10 is 16"),
    (RepoSettings, "least_spoken: .nan\n", "least_spoken"), (RepoSettings, "least_spoken: .inf\n", "least_spoken"),
    (Voice, VOICE + "settings: {speed: 1:30}\n", 'settings.speed: 1:30 is 90 to YAML; .* "1:30"'),
    (Voice, VOICE + "settings: {speed: 010}\n", "settings.speed: 010 is 8"), (Voice, VOICE + "settings: {mark: no}\n", "mark: no is false to YAML"),
    (Voice, VOICE + "seed: 0o7\n", "seed"),
])  # fmt: skip
def test_a_number_is_a_decimal_number(model: type[Strict], text: str, said: str) -> None:
    with pytest.raises(ManifestError, match=said):
        parse_yaml(text, Path("it.yaml"), model)


def test_an_engines_settings_keep_their_kinds() -> None:
    text = VOICE + "settings: {a: 1, b: 1.5, c: true, d: x, e: [1, x], f: null, g: 2024-01-01, h: '007', i: {j: 2}}\n"
    read: Any = parse_yaml(text, Path("it.yaml"), Voice)
    assert read.languages == ("no",)
    assert read.settings == {
        "a": 1,
        "b": 1.5,
        "c": True,
        "d": "x",
        "e": (1, "x"),
        "f": None,
        "g": "2024-01-01",
        "h": "007",
        "i": {"j": 2},
    }


def test_aliases_and_merged_mappings_still_hold() -> None:
    text = "language: en\nentries:\n  - &a {text: On, say: Off}\n  - {<<: *a, text: No}\n  - *a\n"
    read = parse_yaml(text, Path("it.yaml"), Lexicon)
    assert [(entry.text, entry.say) for entry in read.entries] == [("On", "Off"), ("No", "Off"), ("On", "Off")]


@pytest.mark.parametrize(("model", "text"), [
    (Waivers, "waivers: [{code: t-003, where: a, reason: '%s'}]"), (Pickups, "pickups: [{text: a, attempt: 1, reason: '%s'}]"),
    (AudiobookProduction, BOOK + "disclosure: {spoken: false, reason: '%s'}"),
    (Voice, VOICE + "consent: {kind: contract, of: '%s', uses: [audiobook]}"),
])  # fmt: skip
@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u200b", "-", "...", "\u3000"])
def test_a_blank_reason_is_none(tmp_path: Path, model: type[Strict], text: str, blank: str) -> None:
    path = tmp_path / "it.yaml"
    path.write_text(text % blank)
    with pytest.raises(ManifestError, match=r"a blank is none|needs a `reason:`"):
        read_yaml(path, model)
    path.write_text(text % "heard; 聞いた")
    read_yaml(path, model)


def test_specs_are_read_as_before() -> None:
    for path in (Path(__file__).parents[3] / "configs" / "specs").glob("*.yaml"):
        assert read_yaml(path, Spec).level.true_peak_dbtp == yaml.safe_load(path.read_text())["level"]["true_peak_dbtp"]
