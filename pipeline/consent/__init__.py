"""Consent in force: whether a voice may speak, and what follows when its owner takes the consent back.

refusal.py      the one pure function: use, language, territory, moment
moment.py       the moment, which no wrong clock or time zone moves back
likeness.py     by what a voice is known again under another name
revocations.py  consents taken back, in the repo and in the store; lifting.py  given anew
locking.py      what a revoked voice has spoken, locked away
standing.py     what a worker asks while its batches wait
forbidden.py    words that an owner or the house forbids
permission.py   all of it for one moment: what plans, batches, auditions, pickups and the service ask
"""

from pipeline.consent.moment import now
from pipeline.consent.permission import Permission, Wanted
from pipeline.consent.refusal import refusal
from pipeline.consent.revocations import Revocation, revocations, write_revocation

__all__ = ["Permission", "Revocation", "Wanted", "now", "refusal", "revocations", "write_revocation"]
