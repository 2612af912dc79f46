from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--save-script", action="store_true", help="write what the script makes into expected.json")
