"""Answers of other libraries, for an environment that holds them and nothing of ours.

    python -m tests.corpora.second_opinions spoken|split LIBRARY LANGUAGE < texts.json > answers.json

texts.json is a list of texts; an answer is a string (spoken), a list of sentences (split), or null where the library
lacks the language or stumbles over the text. With `installed` as the only argument it prints the libraries it has.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.corpora.libraries import SAYERS, SPLITTERS, library, sayers, splitters


def main() -> int:
    if sys.argv[1:] == ["installed"]:
        print(json.dumps([name for name, path in (SPLITTERS | SAYERS).items() if library(path) is not None]))
        return 0
    what, name, language = sys.argv[1:]
    module = library((SPLITTERS if what == "split" else SAYERS)[name])
    answer: Any = (splitters if what == "split" else sayers)({name: module})[name]
    out = []
    for text in json.load(sys.stdin):
        try:
            said = answer(text, language)
        except Exception as error:  # noqa: BLE001 - they raise what they like; one text must not end ten thousand
            print(f"{name}: {type(error).__name__} for {text[:60]!r}", file=sys.stderr)
            said = None
        out.append(said)
    json.dump(out, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
