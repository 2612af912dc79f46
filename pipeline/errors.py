"""The errors that stop a production, as one tree, each with its exit code.

    VoicepressError                 exit 16   never raised itself
    +-- RefusedError                exit 15   what was asked cannot be done as asked
    |   +-- ManifestError                 3   a YAML file says something wrong, or nothing
    |   +-- ManuscriptError               4   a source file cannot be read, or must not be
    |   +-- LockError                     5   something that the lock fixes has changed
    |   +-- ConsentError                  6   the voice's owner has not agreed to this use
    |   +-- MissingExtraError             7   a part that is installed separately
    |   +-- VoiceError                    8   weights or references of a voice are missing, damaged or do not match
    |   +-- UnfitError                    9   the book would come out silent, or as another book than was written
    |   +-- ConflictError                17   somebody else has changed what was to be changed
    +-- TextLossError               exit 10   text would be lost: the coverage table does not add up
    +-- LinesFailedError            exit 11   lines that no engine could speak; the book is not delivered
    |   +-- EngineError                  13   an engine gave up on a batch, which is then halved to find the line
    +-- DeliveryError               exit 12   a deliverable failed its check as delivered
    +-- Stopped                     exit 14   a deadline or a person; everything finished is kept
    +-- MachineError                exit 20   trying again may help: this is what retries are for
        +-- WorkerDiedError              21   an engine's process is gone
        +-- StoreError                   22   the disk is full, read-only or unreachable
            +-- DamagedError             23   an object does not match its digest and was put into quarantine
    KeyboardInterrupt               exit 130  Ctrl-C (SIGINT); 143: SIGTERM. Everything finished is kept

0 is done. 1 is Python's own, for an error that nobody foresaw, and 2 is argparse's, for a command line that it cannot
read: none of these uses them. A message is one sentence or two: what was found, where, and what to do.
"""

from __future__ import annotations

import errno


class VoicepressError(Exception):
    exit_code = 16


class RefusedError(VoicepressError):
    exit_code = 15


class ManifestError(RefusedError):
    exit_code = 3


class ManuscriptError(RefusedError):
    exit_code = 4


class LockError(RefusedError):
    exit_code = 5


class ConsentError(RefusedError):
    exit_code = 6


class MissingExtraError(RefusedError):
    exit_code = 7


class VoiceError(RefusedError):
    exit_code = 8


class UnfitError(RefusedError):
    exit_code = 9


class ConflictError(RefusedError):
    exit_code = 17


class TextLossError(VoicepressError):
    exit_code = 10


class LinesFailedError(VoicepressError):
    exit_code = 11


class EngineError(LinesFailedError):
    exit_code = 13


class DeliveryError(VoicepressError):
    exit_code = 12


class Stopped(VoicepressError):
    exit_code = 14


class MachineError(VoicepressError):
    exit_code = 20


class WorkerDiedError(MachineError):
    """`suspects` are the keys of the lines that were under way; `hung`, whether it was killed for its silence;
    `hopeless`, whether several have ended before they had spoken a line: then it is no line's fault."""

    exit_code = 21

    def __init__(self, message: str = "", suspects: tuple[str, ...] = (), hung: bool = False):
        super().__init__(message)
        self.suspects, self.hung, self.hopeless = suspects, hung, False


class StoreError(MachineError):
    exit_code = 22


class DamagedError(StoreError):
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


def no_memory(error: BaseException) -> MachineError:
    """What is said of it, and what to do."""
    return MachineError(
        f"this machine gives no more memory ({' '.join(str(error).split())[:120] or 'MemoryError'}); "
        "raise the limit (ulimit -v, the container's), or take fewer engines (--workers 1), and run "
        "again: everything finished is kept"
    )
