"""docs/README.zh-CN.md says the commands of the README, and only commands that there are."""

import re
import shlex
from pathlib import Path

import pytest

from flows.cli import COMMANDS
from flows.commands.voice import ACTIONS

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


def test_its_first_section_has_the_commands_of_a_book_in_chinese() -> None:
    assert commands(section(CHINESE, "先听一本中文书")) == commands(section(ENGLISH, "A book in Chinese"))


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
