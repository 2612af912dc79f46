"""The page's modules as one plain script: browsers load no modules from a folder on a disk (file://).

The modules are written so that nothing more is needed than to put them one after the other: imports stand on lines of
their own, and no two of them use one name at their top level (a test holds both).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_IMPORT = re.compile(r"^import \{[^}]*\} from \"\./([\w-]+\.js)\";\n", re.MULTILINE)
_LIST = re.compile(r"^export \{[^}]*\};\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(async )?(function|class|const|let) )", re.MULTILINE)
_NAME = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (?:\[([^\]]*)\]|([\w$]+))", re.MULTILINE)


def bundle(modules: Mapping[str, str], first: str) -> str:
    """One script of `first` and all that it imports, each module after those that it needs."""
    order: list[str] = []

    def add(name: str) -> None:
        if name in order:
            return
        for needed in _IMPORT.findall(modules[name]):
            add(needed)
        order.append(name)

    add(first)
    parts = [_EXPORT.sub("", _LIST.sub("", _IMPORT.sub("", modules[name]))) for name in order]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "\n})();\n"


def names_of(module: str) -> list[str]:
    """What a module declares at its top level."""
    found = _NAME.findall(module)
    return [name for many, one in found for name in ([one] if one else many.replace(" ", "").split(","))]
