"""Everything that can stop a production.

    VoicepressError                 exit  1   never raised itself
    +-- Refused                     exit  2   what was asked cannot be done as asked
    |   +-- BadManifest                   3   a YAML file says something wrong, or nothing
    |   +-- BadManuscript                 4   a source file cannot be read, or must not be
    |   +-- Locked                        5   something that the lock fixes has changed
    |   +-- NoConsent                     6   the voice's owner has not agreed to this use
    |   +-- MissingExtra                  7   a part that is installed separately
    |   +-- BadVoice                      8   weights or references of a voice are missing, damaged or do not match
    |   +-- Unfit                         9   the book would come out silent, or as another book than was written
    +-- Lost                       exit 10   text would be lost: the coverage table does not add up
    +-- Failed                     exit 11   lines that no engine could speak; the book is not delivered
    |   +-- EngineRaised                13   an engine gave up on a batch, which is then halved to find the line
    +-- NotDelivered               exit 12   a deliverable failed its check as delivered
    +-- Stopped                    exit 14   a deadline or a person; everything finished is kept
    +-- MachineFailure             exit 20   trying again may help: this is what retries are for
        +-- WorkerDied                   21   an engine's process is gone
        +-- StoreFailure                 22   disk full, read-only, unreachable
            +-- Damaged                  23   an object does not match its digest; it was set aside
    KeyboardInterrupt               exit 130  Ctrl-C (SIGINT); 143: SIGTERM. Everything finished is kept

0 is done. A message is one sentence or two: what was found, where, and what to do.
"""

from __future__ import annotations

import errno


class VoicepressError(Exception):
    exit_code = 1


class Refused(VoicepressError):
    exit_code = 2


class BadManifest(Refused):
    exit_code = 3


class BadManuscript(Refused):
    exit_code = 4


class Locked(Refused):
    exit_code = 5


class NoConsent(Refused):
    exit_code = 6


class MissingExtra(Refused):
    exit_code = 7


class BadVoice(Refused):
    exit_code = 8


class Unfit(Refused):
    exit_code = 9


class Lost(VoicepressError):
    exit_code = 10


class Failed(VoicepressError):
    exit_code = 11


class EngineRaised(Failed):
    exit_code = 13


class NotDelivered(VoicepressError):
    exit_code = 12


class Stopped(VoicepressError):
    exit_code = 14


class MachineFailure(VoicepressError):
    exit_code = 20


class WorkerDied(MachineFailure):
    """`suspects` are the keys of the lines that were under way; `hung`, whether it was killed for its silence;
    `hopeless`, whether several have ended before they had spoken a line: then it is no line's fault."""

    exit_code = 21

    def __init__(self, message: str = "", suspects: tuple[str, ...] = (), hung: bool = False):
        super().__init__(message)
        self.suspects, self.hung, self.hopeless = suspects, hung, False


class StoreFailure(MachineFailure):
    exit_code = 22


class Damaged(StoreFailure):
    exit_code = 23


def short_of_memory(error: BaseException) -> bool:
    """Whether an error is the machine's want of memory under another name: a library that could not be mapped, a
    thread that could not be started."""
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    said = str(error)
    return (
        isinstance(error, ImportError) and ("failed to map segment" in said or "cannot allocate memory" in said)
    ) or (isinstance(error, RuntimeError) and "can't start new thread" in said)


def no_memory(error: BaseException) -> MachineFailure:
    """What is said of it, and what to do."""
    return MachineFailure(
        f"this machine gives no more memory ({' '.join(str(error).split())[:120] or 'MemoryError'}); "
        "raise the limit (ulimit -v, the container's), or take fewer engines (--workers 1), and run "
        "again: everything finished is kept"
    )
