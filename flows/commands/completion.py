"""Print the completion of a shell. In bash: source <(voicepress completion bash); zsh and fish the same."""

from __future__ import annotations

import argparse
from importlib import import_module

SHELLS = ("bash", "zsh", "fish")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS)


def run(options: argparse.Namespace) -> int:
    commands = {name: (does, _flags(name)) for name, does in _commands().items()}
    print({"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell](commands), end="")
    return 0


Commands = dict[str, tuple[str, list[tuple[str, str]]]]  # name -> what it does, and its flags with their help


def _commands() -> dict[str, str]:
    from flows.cli import COMMANDS

    return COMMANDS


def _flags(name: str) -> list[tuple[str, str]]:
    own = argparse.ArgumentParser(add_help=False)
    import_module(f"flows.commands.{name}").arguments(own)
    return [
        (flag, _plain(action.help or ""))
        for action in own._actions
        for flag in action.option_strings
        if flag.startswith("--")
    ] + [("--json", "answer with JSON, for machines"), ("--help", "say more")]


def _plain(text: str) -> str:
    return " ".join(text.replace("'", "").replace("[", "(").replace("]", ")").replace(":", ",").split())


def _bash(commands: Commands) -> str:
    cases = "\n".join(
        f"    {name}) flags='{' '.join(flag for flag, _ in flags)}' ;;" for name, (_, flags) in commands.items()
    )
    return f"""_voicepress() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} flags=
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W '{" ".join(commands)} --version --help' -- "$word"))
    return
  fi
  case ${{COMP_WORDS[1]}} in
{cases}
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}}
complete -o filenames -F _voicepress voicepress
"""


def _zsh(commands: Commands) -> str:
    listed = "\n".join(f"    '{name}:{_plain(does)}'" for name, (does, _) in commands.items())
    cases = "\n".join(
        f"    {name}) _arguments " + " ".join(f"'{flag}[{said}]'" for flag, said in flags) + " '*:file:_files' ;;"
        for name, (_, flags) in commands.items()
    )
    return f"""#compdef voicepress
_voicepress() {{
  local -a commands
  commands=(
{listed}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{cases}
  esac
}}
compdef _voicepress voicepress
"""


def _fish(commands: Commands) -> str:
    lines = ["complete -c voicepress -n __fish_use_subcommand -f"]
    for name, (does, flags) in commands.items():
        lines.append(f"complete -c voicepress -n __fish_use_subcommand -a {name} -d '{_plain(does)}'")
        lines += [
            f"complete -c voicepress -n '__fish_seen_subcommand_from {name}' -l {flag[2:]} -d '{said}'"
            for flag, said in flags
        ]
    return "\n".join(lines) + "\n"
