"""The command line with the engines of these tests: python -m tests.models.launch LISTENER,LISTENER produce ..."""

from __future__ import annotations

import sys

from flows.cli import main
from models import ENGINES, LISTENERS, EngineRecord


def register() -> None:
    ENGINES["faulty"] = EngineRecord("tests.models.faulty:Faulty")
    ENGINES["failing"] = EngineRecord("tests.models.failing:Failing")


if __name__ == "__main__":
    register()
    for unasked in set(LISTENERS) - set(sys.argv[1].split(",")):
        del LISTENERS[unasked]
    sys.exit(main(sys.argv[2:]))
