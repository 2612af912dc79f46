"""What people and books call languages."""

from pathlib import Path

import pytest

from pipeline.errors import ManifestError
from pipeline.intake import read_manuscript
from pipeline.languages.tags import primary, speaks, tag
from pipeline.manifests import AudiobookProduction, Cast, Lexicon, Voice, read_yaml
from tests.pipeline.intake.books import HERE, zipped

SAID = {
    "en": "en", "EN": "en", "en_US": "en-US", "en-us": "en-US", "en_US.UTF-8": "en-US", "English": "en", "eng": "en",
    "English (United Kingdom)": "en", "English, UK": "en-GB", "en-UK": "en-GB", "English-US": "en-US", "us": "en-US",
    "jp": "ja", "jpn": "ja", "Japanese": "ja", "日本語": "ja", "cn": "zh", "chi": "zh", "zh-cn": "zh-CN", "zh_Hans_CN": "zh-Hans-CN",
    "zh-TW": "zh-TW", "zh-cmn-Hant": "zh-Hant", "中文": "zh", "简体中文": "zh-Hans", "Simplified Chinese": "zh-Hans", "zh-CHS": "zh-Hans",
    "zh-yue": "yue", "no": "no", "nb": "nb", "Norsk": "no", "german": "de", "Deutsch": "de", "ger": "de", "deu_AT": "de-AT",
    "de-CH-1901": "de-CH-1901", "Deutsch(AT)": "de-AT", "gr": "el", "cz": "cs", "dk": "da", "iw": "he", "ca_ES@valencia": "ca-ES",
    "pt_br": "pt-BR", "es-419": "es-419", "sr-Latn": "sr-Latn", "sl-rozaj": "sl-rozaj", "en-x-piglatin": "en-x-piglatin",
    "en;fr": "en", "en, de": "en", "fr/en": "fr", " fr ": "fr", "yue": "yue", "grc": "grc", "uk": "uk", "Français": "fr",
    "": "", "und": "", "mul": "", "zxx": "", "x-default": "", "klingon": "", "1": "", "e": "", "xx": "", "qq-QQ": "",
    "None": "", "unknown": "", "UTF-8": "", "true": "", "i-klingon": "",
}  # fmt: skip


@pytest.mark.parametrize("written", SAID)
def test_a_language_is_understood_as_it_is_written(written: str) -> None:
    assert tag(written) == SAID[written]
    assert tag(tag(written)) == tag(written)


def test_what_one_voice_speaks() -> None:
    assert {primary("nb-NO"), primary("nn"), primary("no")} == {"no"}
    assert {primary("zh-Hant-TW"), primary("zh_CN"), primary("cmn")} == {"zh"}


@pytest.mark.parametrize("written", ["jp", "Japanese", "ja_JP", "jpn"])
def test_a_books_own_word_for_its_language_is_understood(tmp_path: Path, written: str) -> None:
    package = (
        (HERE / "stock" / "content.opf").read_text()
        if (HERE / "stock" / "content.opf").exists()
        else next((HERE / "stock").rglob("*.opf")).read_text()
    )
    name = str(next((HERE / "stock").rglob("*.opf")).relative_to(HERE / "stock"))
    path = zipped(tmp_path / "a.epub", HERE / "stock", extra={name: package.replace(">en<", f">{written}<")})
    assert primary(read_manuscript(path).language) == "ja"


@pytest.mark.parametrize(("model", "text", "field"), [
    (AudiobookProduction, "manuscript: a.epub\nvoice: a\nlanguage: {}\n", "language"),
    (Lexicon, "language: {}\n", "language"),
    (Voice, "engine: tone\nversion: 1\nlanguages: [{}]\n", "languages"),
    (Cast, "narrator: a\nrules:\n  - {{voice: b, language: {}}}\n", "rules"),
    (Lexicon, "language: en\nentries:\n  - {{text: a, say: b, language: {}}}\n", "entries"),
])  # fmt: skip
def test_manifests_understand_it_too_or_say_how_it_is_written(
    tmp_path: Path, model: type[AudiobookProduction], text: str, field: str
) -> None:
    path = tmp_path / "it.yaml"
    path.write_text(text.format("en_US"))
    assert "en-US" in str(read_yaml(path, model))
    path.write_text(text.format("klingon"))
    with pytest.raises(ManifestError, match=f"{field}.*'klingon' names no language; write its BCP 47 code, such as en"):
        read_yaml(path, model)


def test_regions_and_scripts_do_not_decide_who_can_speak_a_language() -> None:
    assert speaks(("en-GB", "zh-Hans"), "zh-Hant-TW")
    assert speaks(("*",), "de")
    assert not speaks(("en-GB", "zh-Hans"), "de")
    assert not speaks(("en",), "*")
    assert not speaks((), "en")
