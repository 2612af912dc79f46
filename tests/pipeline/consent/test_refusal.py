"""Whether a voice may speak: use, language, territory, and the moment in its owner's time zone."""

import datetime as dt
from pathlib import Path

import pytest

from pipeline.consent import refusal
from pipeline.errors import ConsentError, ManifestError
from pipeline.manifests import Consent, Voice, parse_yaml, read_voice, voice_files
from pipeline.production.job.locks import rights_of

WHOLE = """
kind: contract
of: 2026/17
uses: [audiobook, training]
since: 2026-01-01
until: 2026-11-28
time_zone: Asia/Tokyo
who: Ann Example
adult: false
through: Eve Example, her mother
identity: {checked_by: P. Producer, how: passport, on: 2026-01-02}
languages: [English, de]
territories: [DE, uk]
revocable: by letter, within 30 days
pay: 400 EUR an hour of finished audio
forbidden: {words: [casino], content: [advertising for gambling]}
signed: {file: contract.pdf}
statement: {file: statement.wav, language: en, day: 2026-01-02}
"""


def consent(text: str = WHOLE) -> Consent:
    return parse_yaml(text, Path("consent.yaml"), Consent)


def at(moment: str) -> dt.datetime:
    return dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)


NOON = at("2026-11-28T03:00")  # in Tokyo


@pytest.mark.parametrize(
    ("use", "language", "territory", "moment", "why"),
    [
        ("audiobook", "en-GB", "DE", NOON, ""),
        ("training", "", "GB", NOON, ""),
        ("dubbing", "en", "DE", NOON, "covers audiobook, training, not dubbing"),
        ("audiobook", "fr", "DE", NOON, "not the language fr"),
        ("audiobook", "en", "US", NOON, "covers DE, GB, not US"),
        ("audiobook", "en", "", NOON, "the production is published everywhere"),
        ("audiobook", "en", "world", NOON, "the production is published everywhere"),
        ("audiobook", "en", "DE", at("2026-11-28T14:59:59"), ""),
        ("audiobook", "en", "DE", at("2026-11-28T15:00"), "ended on 2026-11-28 (Asia/Tokyo)"),
        ("audiobook", "en", "DE", at("2025-12-31T14:59"), "begins on 2026-01-01"),
        ("audiobook", "en", "DE", at("2025-12-31T15:00"), ""),
    ],
)
def test_bounds(use: str, language: str, territory: str, moment: dt.datetime, why: str) -> None:
    said = refusal(consent(), use, language, territory, moment)
    assert why in said
    assert bool(said) == bool(why)


def test_nothing_is_no_consent_and_a_moment_has_its_zone() -> None:
    assert "no consent is on record" in refusal(None, "audiobook", "", "", NOON)
    with pytest.raises(ValueError, match="time zone"):
        refusal(consent(), "audiobook", "", "", NOON.replace(tzinfo=None))


def test_a_record_that_says_it_is_revoked_is() -> None:
    said = refusal(consent(WHOLE + "revoked: {on: 2026-05-01, reason: by letter}"), "audiobook", "en", "DE", NOON)
    assert said == "its owner revoked the consent on 2026-05-01: by letter"


def test_the_short_form_has_no_bounds_but_uses_and_a_last_day() -> None:
    short = consent("{kind: licence, of: Apache-2.0, uses: [audiobook], until: 2026-11-28}")
    assert refusal(short, "audiobook", "zh", "", at("2026-11-28T23:59")) == ""
    assert refusal(short, "audiobook", "zh", "JP", at("2026-11-29T00:00")) == "the consent ended on 2026-11-28"
    voice = Voice(engine="tone", version=1, languages=("en",), consent=short)
    assert rights_of(voice) == "not cloned, licence 'Apache-2.0' for audiobook until 2026-11-28"


def test_whatever_a_longer_record_says_the_lock_fixes() -> None:
    def sentence(text: str) -> str:
        return rights_of(Voice(engine="tone", version=1, languages=("en",), consent=consent(text)))

    assert sentence(WHOLE).startswith("not cloned, contract '2026/17' for audiobook and training until 2026-11-28, re")
    changed = [("Asia/Tokyo", "Europe/Berlin"), ("[DE, uk]", "[DE]"), ("casino", "casinos"), ("passport", "by name")]
    assert len({sentence(WHOLE.replace(old, new)) for old, new in [("", ""), *changed]}) == 5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Asia/Tokyo", "Tokio", "there is no time zone 'Tokio'"),
        ("[DE, uk]", "[XX]", "'XX' is no territory"),
        ("[DE, uk]", "[DE, world]", "`world` stands alone"),
        ("[English, de]", "[Klingonish]", "names no language"),
        ("through: Eve Example, her mother", "through: ''", "Name the guardian"),
        ("on: 2026-01-02}", "on: 2026-02-31}", "identity.on: there is no day 2026-02-31"),
        ("since: 2026-01-01", "since: 2026-12-01", "it would begin on 2026-12-01, after its last day"),
        ("pay:", "paid:", "pay"),
    ],
)
def test_what_a_record_says_wrong_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(ManifestError) as refused:
        consent(WHOLE.replace(old, new))
    assert said in str(refused.value)


def test_a_voice_names_the_file_of_its_consent_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "ann.yaml"
    path.write_text("engine: tone\nversion: 1\nlanguages: [en]\nconsent: ann.consent.yaml\n")
    with pytest.raises(ManifestError, match=r"ann\.consent\.yaml does not exist"):
        read_voice(path)
    (tmp_path / "ann.consent.yaml").write_text(WHOLE)
    assert read_voice(path).agreed == consent()
    unread = Voice(engine="tone", version=1, languages=("en",), consent="ann.consent.yaml")
    with pytest.raises(ConsentError, match="was not read"):
        _ = unread.agreed
    path.write_text("engine: tone\nversion: 1\nlanguages: [en]\nconsent: ../consent.yaml\n")
    with pytest.raises(ManifestError, match="leads out of the voice's folder"):
        read_voice(path)


def test_a_record_that_lies_beside_the_voices_is_no_voice(tmp_path: Path) -> None:
    voices = tmp_path / "manifests" / "voices"
    voices.mkdir(parents=True)
    (voices / "ann.yaml").write_text("engine: tone\nversion: 1\nlanguages: [en]\nconsent: consent.yaml\n")
    (voices / "bob.yaml").write_text("{engine: tone, version: 1}\n")
    (voices / "broken.yaml").write_text("version: 1\n")
    (voices / "consent.yaml").write_text(WHOLE)
    assert [path.stem for path in voice_files(tmp_path)] == ["ann", "bob", "broken"]
