"""docs/README.zh-CN.md says the commands of the README, and only commands that there are."""

import re
import shlex
from pathlib import Path

import pytest

from flows.cli import COMMANDS
from flows.commands.voice import ACTIONS
from pipeline.manifests import Cast, Consent, parse_yaml

ROOT = Path(__file__).parent.parent
CHINESE = (ROOT / "docs" / "README.zh-CN.md").read_text("utf-8")
ENGLISH = (ROOT / "README.md").read_text("utf-8")


def commands(text: str) -> list[str]:
    """Lines of shell blocks, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [re.sub(r"\s+# .*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def section(text: str, title: str) -> str:
    return text.split(f"## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("先听一本中文书", "A book in Chinese"), ("十分钟录入自己的音色", "Your own voice in ten minutes")],
)
def test_a_section_has_the_commands_of_the_readme_s(chinese: str, english: str) -> None:
    assert commands(section(CHINESE, chinese)) == commands(section(ENGLISH, english))


def test_the_consent_of_the_readme_is_one() -> None:
    (written,) = re.findall(r"```yaml\n# consent.yaml\n(.*?)```", ENGLISH, re.DOTALL)
    assert parse_yaml(written, Path("consent.yaml"), Consent).who == "Ann Example"


def test_the_cast_of_the_readme_is_one_of_voices_that_are_here() -> None:
    (written,) = re.findall(r"```yaml\n(narrator: heart\n.*?)```", ENGLISH, re.DOTALL)
    cast = parse_yaml(written, Path("cast.yaml"), Cast)
    assert all((ROOT / "manifests" / "voices" / f"{name}.yaml").is_file() for name in {r.voice for r in cast.rules})


@pytest.mark.parametrize("line", [*commands(CHINESE), *re.findall(r"`(voicepress [^`]+)`", CHINESE)])
def test_a_command_of_ours_exists(line: str) -> None:
    words = shlex.split(line)
    if words[0] == "voicepress":
        assert words[1] in COMMANDS
        assert words[1] != "voice" or words[2] in ACTIONS
    else:
        assert line in commands(ENGLISH) or words[0] == "pip"


def test_it_speaks_with_the_words_of_gpt_sovits() -> None:
    assert all(word in CHINESE for word in ("参考音频", "音色", "微调"))
