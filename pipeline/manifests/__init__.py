"""The YAML that people write, read once, strictly; and the lock that the studio writes beside it."""

from pipeline.manifests.kinds import KINDS, Kind, read_production
from pipeline.manifests.patterns import Pattern
from pipeline.manifests.production import DEFAULT_ROLES, AudiobookProduction, Production, Read
from pipeline.manifests.repo import SHIPPED_CONFIGS, find_spec, find_voice, read_settings, repo_of
from pipeline.manifests.strict import Strict, did_you_mean, parse_yaml, read_yaml
from pipeline.manifests.written import (
    Cast,
    Consent,
    Entry,
    Lexicon,
    Limits,
    Lock,
    Pauses,
    Pickup,
    Pickups,
    Range,
    RepoSettings,
    Rule,
    Signing,
    Spec,
    Voice,
    Waiver,
    Waivers,
)

__all__ = [
    "DEFAULT_ROLES",
    "KINDS",
    "SHIPPED_CONFIGS",
    "AudiobookProduction",
    "Cast",
    "Consent",
    "Entry",
    "Kind",
    "Lexicon",
    "Limits",
    "Lock",
    "Pattern",
    "Pauses",
    "Pickup",
    "Pickups",
    "Production",
    "Range",
    "Read",
    "RepoSettings",
    "Rule",
    "Signing",
    "Spec",
    "Strict",
    "Voice",
    "Waiver",
    "Waivers",
    "did_you_mean",
    "find_spec",
    "find_voice",
    "parse_yaml",
    "read_production",
    "read_settings",
    "read_yaml",
    "repo_of",
]
