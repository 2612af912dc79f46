"""voicepress: the command line. A command is one file under flows/commands and one line in COMMANDS.

Exit codes stand in pipeline/errors.py.
"""

from __future__ import annotations

import argparse
import errno
import gc
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from pipeline.errors import MachineError, VoicepressError, no_memory, short_of_memory

# Name -> what it does. Modules are imported when their command is called: the edit-and-listen loop starts at once.
COMMANDS = {
    "new": "write a commented starter manifest from a book's own metadata",
    "read": "print a manuscript as read",
    "spot": "read a timed script (subtitles, DAPT, a cue sheet) into cues",
    "script": "print a production's lines",
    "plan": "say what would be made and why, and make nothing",
    "produce": "make everything that the manifest asks for",
    "rehearse": "do all of it with the tone engine",
    "voice": "a voice's life: fetch, check or import its files",
    "report": "write a production's report page again",
    "review": "listen to a production and decide, on a page of this machine",
    "measure": "measure any sound file, and judge it by a shop's spec",
    "check": "hear sound files and compare them with their texts",
    "calibrate": "find a voice's limits of the quality gate, with known faults",
    "detect": "say what marks a file carries: AI statement, provenance, signature, watermark",
    "fit": "plan where takes lie on a picture, and which texts are too long",
    "explain": "tell the full story of a sound",
    "status": "say how every production of a folder stands",
    "serve": "serve voices to other programs over HTTP, until Ctrl-C",
    "keys": "say who may ask the service, and for what",
    "server": "start a Prefect server and a worker on this machine, until Ctrl-C",
    "sweep": "remove from the store what no production refers to",
    "split": "split text on standard input into sentences, as JSON",
    "spoken": "print the spoken form of each line on standard input",
    "listeners": "list the models that hear takes, or fetch their weights",
    "languages": "say what is known of each language, and what it lacks",
    "schema": "print the JSON Schema of manifests, for editors",
    "reference": "print every field, code and exit code",
    "completion": "print the completion of a shell",
}


def parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {name:10s} {does}" for name, does in COMMANDS.items())
    top = argparse.ArgumentParser(
        "voicepress",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Manuscripts into finished audiobooks.",
        usage="voicepress COMMAND ... [--json] [--help]",
        epilog=f"commands:\n{listed}\n\n'voicepress COMMAND --help' says more.",
    )
    top.add_argument("--version", action="store_true", help="print the version")
    top.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    # Planning allocates hundreds of thousands of long-lived records; at the default threshold of 700, cycle collection
    # took 7 % of it.
    gc.set_threshold(100_000)
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in arguments
    try:
        return _answer(arguments)
    except VoicepressError as error:
        return _told(str(error), error.exit_code, as_json)
    except (MemoryError, ImportError, RuntimeError) as error:
        if not short_of_memory(error):
            raise
        told = no_memory(error)
        return _told(str(told), told.exit_code, as_json)
    except KeyboardInterrupt as stop:
        return _told(
            "stopped; everything finished is kept, run again to go on",
            143 if isinstance(stop, Terminated) else 130,
            as_json,
        )
    except BrokenPipeError:
        # The reader (head, less) has closed the pipe; Python would report it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _answer(arguments: list[str]) -> int:
    if arguments[:1] == ["--version"]:
        from importlib.metadata import version  # reads the package's metadata, which no other call needs

        print(f"voicepress {version('voicepress')}")
        return 0
    name = parser().parse_args(arguments[:1] or ["--help"]).command
    module = import_module(f"flows.commands.{name}")
    own = argparse.ArgumentParser(
        f"voicepress {name}", description=module.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    module.arguments(own)
    own.add_argument("--json", action="store_true", help="answer with JSON, for machines")
    options = own.parse_args(arguments[1:])
    try:
        code = int(module.run(options) or 0)
        sys.stdout.flush()  # reports a full disk here, where it still becomes an exit code
        return code
    except OSError as error:
        if error.errno not in _OF_THE_MACHINE:
            raise
        raise MachineError(
            f"{error.filename or 'standard output, or another file,'}: {error.strerror}; put that right and run again"
        ) from error


def _told(message: str, code: int, as_json: bool) -> int:
    print(f"voicepress: {message}", file=sys.stderr)
    if as_json:
        with suppress(OSError):  # it may be standard output that is full
            print(
                json.dumps(
                    {
                        "schema": 2,
                        "error": message,
                        "exit_code": code,
                        "verdict": {"state": "failed", "reasons": [message]},
                    },
                    ensure_ascii=False,
                ),
                flush=True,
            )
    return code


class Terminated(KeyboardInterrupt):
    """SIGTERM, handled as Ctrl-C is: engine workers, servers and half-written files are cleaned up."""


def _terminated(*_: object) -> None:
    raise Terminated


def _open_streams() -> None:
    """Opens standard streams that the shell has closed (2>&-) on the null device."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115  (until the end)


# Errors of the machine that can occur at any file operation: no permission, no space, a failing disk, too many files.
_OF_THE_MACHINE = (
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EIO,
    errno.EMFILE,
    errno.ENOMEM,
)


def entry() -> None:
    """The console script. Exits at once: threads that still wait for engine workers must not delay it.

    With Prefect imported it exits in the usual way, so that the temporary server that Prefect started is stopped.
    """
    _open_streams()
    signal.signal(signal.SIGTERM, _terminated)
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    if "prefect" in sys.modules:
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    entry()
