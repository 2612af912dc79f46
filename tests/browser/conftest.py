"""A real browser for all tests of pages: the machine's own Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install 'voicepress[browser]'")
    with playwright.sync_playwright() as started:
        # Chromium's own sandbox does not start as root, as in containers.
        opened = started.chromium.launch(
            executable_path=CHROMIUM,
            chromium_sandbox=os.getuid() != 0,
            args=["--autoplay-policy=no-user-gesture-required", "--mute-audio"],
        )
        yield opened
        opened.close()
