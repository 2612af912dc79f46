"""Regular expressions that people write, with a time limit: (a+)+$ can take longer than a book's night.

They are written as for `re` and matched by the package `regex`, which has a timeout (imported where the first is met).
What only `regex` knows is refused: a pattern that calls itself, (?R), takes all memory.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import ManifestError
from pipeline.untrusted.bounds import PATTERN_LINE_S, PATTERN_LONGEST, PATTERN_PRODUCTION_S, PATTERN_REPEATED

if TYPE_CHECKING:
    from re import Match

T = TypeVar("T")
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^)]*?[:=!>)]|\((?!\?)|\)|\{\d*,?\d*\}|[*+?]|.", re.DOTALL)


class Pattern:
    """A compiled expression. `where` names it in the error that ends a production which it would hold up."""

    def __init__(self, source: str, where: str, *, ignore_case: bool = False):
        """Raises ValueError where `source` is no regular expression, or unfolds beyond measure."""
        self.source, self._where = source, where
        self._compiled = _compiled(source, ignore_case)
        self._spent_s = 0.0

    @property
    def groups(self) -> int:
        return int(self._compiled.groups)

    def finditer(self, text: str) -> list[Match[str]]:
        """Raises ManifestError when it takes too long over a line, or over all lines so far."""
        return self._timed(text, lambda **limits: list(self._compiled.finditer(text, **limits)))

    def found_in(self, text: str) -> bool:
        """Raises as `finditer` does."""
        return self._timed(text, lambda **limits: self._compiled.search(text, **limits) is not None)

    def _timed(self, text: str, ask: Callable[..., T]) -> T:
        began = time.thread_time()
        try:
            found = ask(timeout=PATTERN_LINE_S)
        except TimeoutError:
            raise ManifestError(
                f"{self._where}: the pattern {self.source[:200]!r} takes more than "
                f"{PATTERN_LINE_S:.0f} s over {text[:60]!r}; write it without a repetition "
                "inside a repetition"
            ) from None
        self._spent_s += time.thread_time() - began
        if self._spent_s > PATTERN_PRODUCTION_S:
            raise ManifestError(
                f"{self._where}: the pattern {self.source[:200]!r} takes more than "
                f"{PATTERN_PRODUCTION_S:.0f} s over this book; write a simpler one"
            )
        return found


def _compiled(source: str, ignore_case: bool) -> Any:
    import regex

    if len(source) > PATTERN_LONGEST:
        raise ValueError(f"the pattern has {len(source):,} characters, {PATTERN_LONGEST:,} are allowed")
    tokens = _TOKEN.findall(source)
    if (size := _unfolded(tokens)) > PATTERN_REPEATED:
        raise ValueError(f"{source[:60]!r} repeats {size:,} times what it holds, {PATTERN_REPEATED:,} are allowed")
    try:
        re.compile(source)
        # A brace that counts nothing is a brace; to `regex` {e} would say that matches may err.
        source = "".join("\\{" if token == "{" else token for token in tokens)
        return regex.compile(source, regex.IGNORECASE if ignore_case else 0)
    except (re.error, regex.error, RecursionError, OverflowError, ValueError, IndexError, KeyError, TypeError) as error:
        raise ValueError(f"{source!r} is no regular expression: {error}") from None


def _unfolded(tokens: Iterable[str]) -> int:
    """How many signs a pattern has when its counted repetitions are written out: {999} in {999} is a million."""
    open_groups = [[0, 0]]  # each: signs of its last item, signs in all
    for token in tokens:
        group = open_groups[-1]
        if token.startswith("(") and token[-1] != ")":
            open_groups.append([0, 0])
        elif token == ")" and len(open_groups) > 1:
            inner = open_groups.pop()[1]
            open_groups[-1][0] = inner
            open_groups[-1][1] += inner
        elif (counts := re.findall(r"\d+", token)) and token.startswith("{"):
            group[1] += group[0] * (int(counts[-1]) - 1)
            group[0] *= int(counts[-1])
        elif token not in ("*", "+", "?"):
            group[0] = 1
            group[1] += 1
    return sum(group[1] for group in open_groups)
