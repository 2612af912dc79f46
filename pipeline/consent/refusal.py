"""Whether a voice may speak: one pure function of its owner's consent and of what is asked of it.

Planning, every batch of a run, auditions, pickups, the service and the listing of consents ask it, and nothing else
decides.
"""

from __future__ import annotations

import datetime as dt

from pipeline.languages.tags import speaks
from pipeline.manifests import Consent
from pipeline.manifests.consent import WORLD


def refusal(consent: Consent | None, use: str, language: str, territory: str, at: dt.datetime) -> str:
    """Why a voice may not speak; "" where it may.

    Args:
        use: audiobook, dubbing, training, service.
        language: BCP 47, in which it would speak; "" where that is not known yet.
        territory: ISO 3166, where it would be heard; "" or `world` for everywhere.
        at: the moment; it knows its time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a consent is held against a moment with its time zone, never against a machine's wall clock")
    if consent is None:
        return (
            "no consent is on record (the voice has no `consent:`), so it does not speak; record who agreed to which "
            "uses"
        )
    if consent.revoked:
        return f"its owner revoked the consent on {consent.revoked.on}: {consent.revoked.reason}"
    if use not in consent.uses:
        return f"the consent covers {', '.join(consent.uses)}, not {use}; ask its owner, then add the use"
    if consent.begins and at < consent.begins:
        return f"the consent begins on {consent.since}{_zoned(consent)}"
    if consent.ends and at >= consent.ends:
        return f"the consent ended on {consent.until}{_zoned(consent)}"
    if language and consent.languages and not speaks(consent.languages, language):
        return f"the consent covers {', '.join(consent.languages)}, not the language {language}; ask its owner"
    if territory.lower() in ("", WORLD):
        territory = ""
    if WORLD not in consent.territories and territory not in consent.territories:
        where = f"not {territory}" if territory else "and the production is published everywhere"
        return (
            f"the consent covers {', '.join(consent.territories)}, {where}; say where it is published "
            "(`territories:` of the production or of configs/house.yaml), or ask its owner"
        )
    return ""


def _zoned(consent: Consent) -> str:
    return f" ({consent.time_zone})" if consent.time_zone else ""
