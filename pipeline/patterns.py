"""Regular expressions that are compiled on first use, so that start-up does not pay for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING


class Lazy:
    """A `re.compile(source, flags)` that compiles when one of its methods is first called."""

    def __init__(self, source: str, flags: int = 0):
        self._source = source, flags

    if TYPE_CHECKING:
        pattern: str

        def search(self, text: str, pos: int = 0, endpos: int = 2**31) -> re.Match[str] | None: ...
        def match(self, text: str, pos: int = 0, endpos: int = 2**31) -> re.Match[str] | None: ...
        def fullmatch(self, text: str, pos: int = 0, endpos: int = 2**31) -> re.Match[str] | None: ...
        def finditer(self, text: str, pos: int = 0, endpos: int = 2**31) -> Iterator[re.Match[str]]: ...
        def findall(self, text: str) -> list[str]: ...
        def sub(self, repl: str, text: str, count: int = 0) -> str: ...
    else:

        def __getattr__(self, name: str) -> object:
            compiled = self.__dict__.get("_compiled")
            if compiled is None:
                compiled = self.__dict__["_compiled"] = re.compile(*self._source)
            value = self.__dict__[name] = getattr(compiled, name)
            return value
