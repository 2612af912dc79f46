"""Manifests: the YAML that people write, one module per file, read strictly; and the lock that the tool writes."""

from pipeline.manifests.approvals import Approval, Approvals
from pipeline.manifests.cast import Cast, Rule
from pipeline.manifests.consent import Consent
from pipeline.manifests.gate import Gate, find_gate, read_gate
from pipeline.manifests.kinds import KINDS, Kind, read_production
from pipeline.manifests.lexicon import Entry, Lexicon
from pipeline.manifests.lock import Lock
from pipeline.manifests.patterns import Pattern
from pipeline.manifests.pickups import NamesLine, Pickup, Pickups
from pipeline.manifests.production import DEFAULT_ROLES, AudiobookProduction, Production, Read
from pipeline.manifests.reading.documents import parse_yaml, read_yaml
from pipeline.manifests.reading.explaining import did_you_mean
from pipeline.manifests.reading.model import Strict
from pipeline.manifests.repo import (
    SHIPPED_CONFIGS,
    VoiceName,
    bare,
    find_spec,
    find_voice,
    read_settings,
    repo_of,
    voice_file,
    voice_files,
)
from pipeline.manifests.review import Later, Review
from pipeline.manifests.settings import RepoSettings, Signing
from pipeline.manifests.spec import Dialogue, Limits, Pauses, Range, Spec
from pipeline.manifests.voice import Voice, read_voice
from pipeline.manifests.waivers import Waiver, Waivers

__all__ = [
    "DEFAULT_ROLES",
    "KINDS",
    "SHIPPED_CONFIGS",
    "Approval",
    "Approvals",
    "AudiobookProduction",
    "Cast",
    "Consent",
    "Dialogue",
    "Entry",
    "Gate",
    "Kind",
    "Later",
    "Lexicon",
    "Limits",
    "Lock",
    "NamesLine",
    "Pattern",
    "Pauses",
    "Pickup",
    "Pickups",
    "Production",
    "Range",
    "Read",
    "RepoSettings",
    "Review",
    "Rule",
    "Signing",
    "Spec",
    "Strict",
    "Voice",
    "VoiceName",
    "Waiver",
    "Waivers",
    "bare",
    "did_you_mean",
    "find_gate",
    "find_spec",
    "find_voice",
    "parse_yaml",
    "read_gate",
    "read_production",
    "read_settings",
    "read_voice",
    "read_yaml",
    "repo_of",
    "voice_file",
    "voice_files",
]
