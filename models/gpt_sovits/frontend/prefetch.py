"""Phones ahead of the device: light helper processes turn the next lines into phones while these are spoken.

    engine  -- a line of JSON: texts --> helper (this module as a program; it knows no torch)
            <-- a line of JSON: phrases --

A GPU at 900 times real time asks for some 9,000 characters a second; a core makes 10,000 of Chinese or Japanese, but
not beside the thread that feeds the device: both would wait for the interpreter's lock. A helper that has died or
refuses is nobody's problem: what it does not answer is phonemised where it is asked for. Helpers read the end of
their stdin when their parent dies, and leave.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from models.gpt_sovits.frontend.mixed import Phrase, phrase
from models.gpt_sovits.frontend.records import Run

Text = tuple[str, str]  # what is said, and its language
CHUNK = 32  # texts asked for at once: enough that helpers share a pass evenly
MOST_KEPT = 20_000  # phrases that nobody has fetched


class Ahead:
    """`helpers`: processes; 0 makes it idle. Thread-safe."""

    def __init__(self, helpers: int) -> None:
        self._count = helpers
        self._helpers: list[_Helper] = []
        self._asked: dict[Text, _Answer] = {}
        self._turn = 0
        self._lock, self._asking = threading.Lock(), threading.Lock()

    def ask(self, texts: Iterable[Text]) -> None:
        """Begins with these, if they are not under way already."""
        if not self._count:
            return
        with self._asking:  # one asks at a time; who fetches meanwhile does not wait for a full pipe
            with self._lock:
                new = [text for text in dict.fromkeys(texts) if text not in self._asked]
                if not new or len(self._asked) > MOST_KEPT:
                    return
                if not self._helpers:
                    self._helpers = [_Helper() for _ in range(self._count)]
                answers = [_Answer(new[at : at + CHUNK]) for at in range(0, len(new), CHUNK)]
                self._asked.update((text, answer) for answer in answers for text in answer.texts)
            for answer in answers:
                self._helpers[self._turn % self._count].ask(answer)
                self._turn += 1

    def phrase(self, text: str, language: str) -> Phrase:
        """As mixed.phrase says it, from a helper where one was asked."""
        with self._lock:
            answer = self._asked.pop((text, language), None)
        found = answer.phrase((text, language)) if answer is not None else None
        return phrase(text, language) if found is None else found

    def close(self) -> None:
        with self._lock:
            helpers, self._helpers, self._asked = self._helpers, [], {}
        for helper in helpers:
            helper.stop()


class _Answer:
    """To a chunk of texts: there when the helper has written it."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self._there = threading.Event()
        self._phrases: dict[Text, Phrase] = {}

    def set(self, said: Sequence[Any] | None) -> None:
        if said is not None:
            self._phrases = {text: unpacked(row) for text, row in zip(self.texts, said, strict=True) if row is not None}
        self._there.set()

    def phrase(self, text: Text) -> Phrase | None:
        self._there.wait()
        return self._phrases.get(text)


class _Helper:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "models.gpt_sovits.frontend.prefetch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            cwd=Path(__file__).parents[3],
        )
        self._waiting: list[_Answer] = []
        self._ended = False
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(self, answer: _Answer) -> None:
        """May wait for the helper to read."""
        assert self._process.stdin
        with self._lock:
            if self._ended:
                answer.set(None)
                return
            self._waiting.append(answer)
        try:
            self._process.stdin.write(json.dumps(answer.texts).encode() + b"\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            pass  # its end is seen by _listen, which answers everyone who waits

    def stop(self) -> None:
        assert self._process.stdin
        with suppress(BrokenPipeError):  # it was dead when it was written to
            self._process.stdin.close()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            with self._lock:
                answer = self._waiting.pop(0)
            answer.set(json.loads(line))
        with self._lock:
            self._ended = True
            left, self._waiting = self._waiting, []
        for answer in left:
            answer.set(None)


def packed(said: Phrase) -> list[Any]:
    return [[run.language, run.norm, run.phones, run.counts] for run in said.runs]


def unpacked(row: Sequence[Any]) -> Phrase:
    return Phrase(tuple(Run(language, norm, tuple(phones), tuple(counts)) for language, norm, phones, counts in row))


def main() -> None:
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    for line in sys.stdin.buffer:
        said: list[list[Any] | None] = []
        for text, language in json.loads(line):
            try:
                said.append(packed(phrase(text, language)))
            except Exception:  # noqa: BLE001  (where it is asked for it is tried again, and told)
                said.append(None)
        out.write(json.dumps(said).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
