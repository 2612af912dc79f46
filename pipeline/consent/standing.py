"""Whether a voice may still speak, as its worker asks before each pass of the engine and before it keeps a take.

A plan knows the use, the languages and the territories; what changes while a batch waits in a worker is the moment, and
what the store has been told of revocations meanwhile.
"""

from __future__ import annotations

import datetime as dt

from pipeline.consent.likeness import likeness_of
from pipeline.consent.revocations import revocations_in, revoked
from pipeline.engine import Engine
from pipeline.errors import ConsentError
from pipeline.manifests import Voice
from pipeline.store import Store


def check_standing(voice: Voice, engine: Engine, store: Store, began: dt.datetime) -> None:
    """Raises ConsentError where the consent had ended when the take began, or is revoked by now.

    A voice without a consent is for its pool's owner to judge: a rehearsal hums without one.
    """
    consent = voice.agreed
    if consent and consent.ends and began >= consent.ends:
        zone = f" ({consent.time_zone})" if consent.time_zone else ""
        raise ConsentError(f"the consent ended on {consent.until}{zone}, while batches waited to be spoken")
    if (known := revocations_in(store)) and (found := revoked(
        known, likeness_of(voice, engine, engine.fingerprint()), consent
    )):  # fmt: skip
        raise ConsentError(str(found))
