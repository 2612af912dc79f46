"""The house's registry, by configs/house.yaml: its database, the store of weights, and this machine's cache of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.manifests import read_settings
from pipeline.manifests.settings import RegistrySettings
from pipeline.registry.cache import VoiceCache, default_folder
from pipeline.store import Store

if TYPE_CHECKING:  # SQLAlchemy costs 0.2 s, which plain manifests do not pay
    from pipeline.registry.registry import Registry


@dataclass(frozen=True)
class House:
    """Not slotted: everything is opened when it is first asked for."""

    repo: Path
    settings: RegistrySettings

    @cached_property
    def registry(self) -> Registry:
        from pipeline.registry.database import opened
        from pipeline.registry.registry import Registry

        return Registry(opened(self.settings.database, self.repo))

    @property
    def exists(self) -> bool:
        """Whether there may be registered voices: looking for one makes no file."""
        return "://" in self.settings.database or (self.repo / self.settings.database).exists()

    @cached_property
    def weights(self) -> Store:
        named = self.settings.weights
        return Store(named if "://" in named else self.repo / named)

    @cached_property
    def cache(self) -> VoiceCache:
        folder = Path(self.settings.cache).expanduser() if self.settings.cache else default_folder()
        return VoiceCache(self.repo / folder, int(self.settings.cache_gb * (1 << 30)))


def house_of(repo: Path) -> House:
    """The house of a production repo, opened once by each process."""
    return _house(repo.resolve(), read_settings(repo).registry)


@cache
def _house(repo: Path, settings: RegistrySettings) -> House:
    return House(repo, settings)
