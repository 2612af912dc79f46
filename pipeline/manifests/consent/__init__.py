"""The consent of a voice's owner, as people write it: in the voice's manifest, or in a file beside it."""

from pipeline.manifests.consent.record import Consent, Document, Forbidden, Identity, Revoked, Territory, Use
from pipeline.manifests.consent.territories import WORLD

__all__ = ["WORLD", "Consent", "Document", "Forbidden", "Identity", "Revoked", "Territory", "Use"]
