"""Prefetching of phones: helper processes turn the next lines into phones while earlier ones are spoken.

    engine  -- a line of JSON: texts --> helper (this module as a program; it does not import torch)
            <-- a line of JSON: phrases --

A GPU at 900 times real time needs some 9,000 characters per second. A core makes 10,000 of Chinese or Japanese, but not
beside the thread that feeds the device: both would wait for the interpreter's lock. What a helper has not answered,
because it died or refused, is phonemised by the caller. A helper exits when its stdin ends, so also when its parent
dies.
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
from models.gpt_sovits.frontend.records import Segment

Text = tuple[str, str]  # a line, and its language
CHUNK = 32  # texts per request: small enough that helpers share a pass evenly
MOST_KEPT = 20_000  # phrases that were prefetched and not taken yet


class Prefetcher:
    """Thread-safe. `helpers`: processes; with 0 nothing is prefetched."""

    def __init__(self, helpers: int) -> None:
        self._count = helpers
        self._helpers: list[_Helper] = []
        self._pending: dict[Text, _Chunk] = {}
        self._turn = 0
        self._lock, self._sending = threading.Lock(), threading.Lock()

    def prefetch(self, texts: Iterable[Text]) -> None:
        """Starts on these texts, but for those under way already."""
        if not self._count:
            return
        with (
            self._sending
        ):  # one thread sends at a time; one that takes phrases meanwhile does not wait for a full pipe
            with self._lock:
                new = [text for text in dict.fromkeys(texts) if text not in self._pending]
                if not new or len(self._pending) > MOST_KEPT:
                    return
                if not self._helpers:
                    self._helpers = [_Helper() for _ in range(self._count)]
                chunks = [_Chunk(new[start : start + CHUNK]) for start in range(0, len(new), CHUNK)]
                self._pending.update((text, chunk) for chunk in chunks for text in chunk.texts)
            for chunk in chunks:
                self._helpers[self._turn % self._count].send(chunk)
                self._turn += 1

    def phrase(self, text: str, language: str) -> Phrase:
        """mixed.phrase of the text, from a helper where it was prefetched."""
        with self._lock:
            chunk = self._pending.pop((text, language), None)
        prefetched = chunk.phrase((text, language)) if chunk is not None else None
        return phrase(text, language) if prefetched is None else prefetched

    def close(self) -> None:
        with self._lock:
            helpers, self._helpers, self._pending = self._helpers, [], {}
        for helper in helpers:
            helper.stop()


class _Chunk:
    """Texts sent to a helper, and their phrases once it has answered."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self._answered = threading.Event()
        self._phrases: dict[Text, Phrase] = {}

    def answer(self, rows: Sequence[Any] | None) -> None:
        """`rows`: packed phrases, None for one that failed; None: the helper has died."""
        if rows is not None:
            self._phrases = {text: unpacked(row) for text, row in zip(self.texts, rows, strict=True) if row is not None}
        self._answered.set()

    def phrase(self, text: Text) -> Phrase | None:
        """Waits for the answer."""
        self._answered.wait()
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
        self._unanswered: list[_Chunk] = []
        self._ended = False
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, chunk: _Chunk) -> None:
        """May wait for the helper to read."""
        assert self._process.stdin
        with self._lock:
            if self._ended:
                chunk.answer(None)
                return
            self._unanswered.append(chunk)
        try:
            self._process.stdin.write(json.dumps(chunk.texts).encode() + b"\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            pass  # _listen sees the helper's end and answers every chunk that waits

    def stop(self) -> None:
        assert self._process.stdin
        with suppress(BrokenPipeError):  # it had died before its last texts were read
            self._process.stdin.close()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            with self._lock:
                chunk = self._unanswered.pop(0)
            chunk.answer(json.loads(line))
        with self._lock:
            self._ended = True
            left, self._unanswered = self._unanswered, []
        for chunk in left:
            chunk.answer(None)


def packed(phrase: Phrase) -> list[Any]:
    return [[segment.language, segment.norm, segment.phones, segment.counts] for segment in phrase.segments]


def unpacked(row: Sequence[Any]) -> Phrase:
    return Phrase(
        tuple(Segment(language, norm, tuple(phones), tuple(counts)) for language, norm, phones, counts in row)
    )


def main() -> None:
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not be taken for an answer
    for line in sys.stdin.buffer:
        rows: list[list[Any] | None] = []
        for text, language in json.loads(line):
            try:
                rows.append(packed(phrase(text, language)))
            except Exception:  # noqa: BLE001  (the caller tries it again, and reports the error)
                rows.append(None)
        out.write(json.dumps(rows).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
