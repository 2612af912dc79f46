"""What the law hangs on is in the lock: whose voice it is, what its owner agreed to, what is said aloud, what is marked."""

from pathlib import Path

import pytest
import yaml

from flows.commands._common import ACCEPTED
from models.registry import engine_of
from models.tone import Tone
from pipeline.engine import Capabilities, Engine
from pipeline.errors import LockError
from pipeline.manifests import Consent, Voice
from pipeline.production import LOCKED, lay_out, load, plan_of
from pipeline.production.job.locks import rights_of
from tests.factories import write_production
from tests.pipeline.production.test_production import TEXT, make, production_parts, rewrite

CLONED = "engine: tone\ncloned: true\nnarrator: Anna"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT, voice=CLONED)


def voice_of(path: Path) -> Path:
    return path.parents[2] / "voices" / "narrator.yaml"


def lock_of(path: Path) -> dict[str, object]:
    said: dict[str, object] = yaml.safe_load((path.parent / "production.lock.yaml").read_text("utf-8"))
    return said


@pytest.mark.parametrize(
    ("file", "old", "new", "names"),
    [
        ("voice", "cloned: true", "cloned: false", {"consent", "disclosure"}),
        ("voice", "cloned: true\n", "", {"consent", "disclosure"}),
        ("voice", "of: the test", "of: somebody else", {"consent"}),
        ("voice", "kind: own-voice", "kind: licence", {"consent"}),
        ("voice", "uses: [audiobook]", "uses: [audiobook, dubbing]", {"consent"}),
        ("voice", "uses: [audiobook]", "uses: [audiobook], until: '2999-12-31'", {"consent"}),
        (
            "production",
            "deliver: [m4b]",
            "deliver: [m4b]\ndisclosure: {spoken: false, reason: the cover says it}",
            {"disclosure"},
        ),
    ],
)
def test_a_change_of_rights_is_refused_until_it_is_accepted(
    path: Path, file: str, old: str, new: str, names: set[str]
) -> None:
    make(path)
    first = lock_of(path)
    rewrite(path if file == "production" else voice_of(path), old, new)
    job, store, _ = production_parts(path)
    assert set(job.changed()) == names
    assert len(plan_of(lay_out(job, store)).changed) == len(names)
    with pytest.raises(LockError) as error:
        make(path)
    for name in names:
        assert f"--accept {name}" in str(error.value)
        with pytest.raises(LockError):
            make(path, tuple(names - {name} or {"voices", "manuscript", "lexicons", "spec"}))
    assert lock_of(path) == first
    make(path, tuple(names))
    assert lock_of(path) != first
    make(path)


def test_the_sentence_says_what_was_and_what_is(path: Path) -> None:
    make(path)
    rewrite(voice_of(path), "cloned: true", "cloned: false")
    with pytest.raises(
        LockError,
        match=r"""the rights in 'narrator' were "cloned, own-voice 'the test' for audiobook" and are """
        r""""not cloned, own-voice 'the test' for audiobook"; the disclosure of cloned """
        r"""voices was "spoken" and is "not spoken: no voice is cloned""",
    ):
        make(path)


def test_a_watermark_is_fixed(path: Path) -> None:
    make(path)
    lock = path.parent / "production.lock.yaml"
    rewrite(lock, "watermark: {}", "watermark: {narrator: perth}")
    with pytest.raises(LockError, match=r"the watermark was perth in 'narrator' and is none.*--accept watermark"):
        make(path)


def test_another_voice_of_other_rights_is_another_voice(path: Path) -> None:
    make(path)
    voice_of(path).with_name("other.yaml").write_text(
        voice_of(path).read_text().replace("cloned: true", "cloned: false")
    )
    rewrite(path, "voice: narrator", "voice: other")
    assert set(production_parts(path)[0].changed()) == {"voices", "disclosure"}


def test_locks_of_old_hold_what_they_fixed_and_learn_the_rest(path: Path) -> None:
    make(path)
    lock = path.parent / "production.lock.yaml"
    whole = lock_of(path)
    lock.write_text(
        yaml.safe_dump(
            {name: value for name, value in whole.items() if name not in ("consent", "disclosure", "watermark")}
        )
    )
    assert production_parts(path)[0].changed() == {}
    make(path)
    assert lock_of(path) == whole


def test_a_second_spec_does_not_open_the_rights(path: Path) -> None:
    make(path)
    rewrite(path, "deliver: [m4b]", "deliver: [m4b]\nspec: [acx, podcast]")
    rewrite(voice_of(path), "cloned: true", "cloned: false")
    for name in ("acx", "podcast"):
        assert {"consent", "disclosure"} <= set(load(path, engine_of, spec=name).changed())


def test_a_voice_of_an_engine_that_clones_is_cloned_unless_it_says_no(path: Path) -> None:
    class Cloning(Tone):
        capabilities = Capabilities(clones=True)

    def cloning(voice: Voice) -> Engine:
        assert voice.engine == "tone"
        return Cloning(voice.settings)

    for said, cloned in (("", True), ("cloned: false\n", False), ("cloned: true\n", True)):
        voice_of(path).write_text(
            f"engine: tone\n{said}version: 1\nlanguages: [en]\n"
            "consent: {kind: own-voice, of: the test, uses: [audiobook]}\n"
        )
        job = load(path, cloning)
        assert job.voices["narrator"].voice.cloned is cloned
        assert ("artificial intelligence" in str(job.manuscript.chapters[0])) is cloned


def test_gpt_sovits_is_an_engine_that_clones() -> None:
    from models.gpt_sovits.engine import GptSovits

    paths = ("gpt_path", "sovits_path", "reference_path", "pretrained_folder")
    assert GptSovits(dict.fromkeys(paths, "nowhere")).capabilities.clones


def test_the_command_line_accepts_what_locks_fix() -> None:
    assert ACCEPTED == LOCKED


def test_rights_are_told_whole() -> None:
    consent = Consent(kind="contract", of="2026/17", uses=("dubbing", "audiobook"), until="2027-01-31")
    assert rights_of(Voice(engine="tone", version=1, languages=("en",), cloned=True, consent=consent)) == (
        "cloned, contract '2026/17' for audiobook and dubbing until 2027-01-31"
    )
    assert rights_of(Voice(engine="tone", version=1, languages=("en",))) == "not cloned, no consent"
