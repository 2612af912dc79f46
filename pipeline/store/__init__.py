"""The store: what is made once is found again and never overwritten. Here, and nowhere else, is a cache.

    <root>/objects/<sha256>               what was made, named by its own digest
    <root>/slips/<recipe>/<key>.json      the cache entry of `key`: which object answers it, and its facts
    <root>/aside/<sha256>.<when>          the quarantine: damaged, or edited by hand
    <root>/locked/<why>/                  what nobody may use any more, and nobody has deleted
    <root>/making/                        what is being written; renamed into place when it is whole

An entry is written last and whole: temporary sibling, fsync, rename, fsync of the folder; its existence means that its
object is there. The root is a local path or a URL that fsspec reads and writes and that other processes reach. Folders
keep the names of the first version, so that older stores need no migration.

    keys.py       keys and digests                      files.py         the Protocol of both below
    entries.py    cache entries as JSON                 local.py         a folder; atomic.py: how it is written to
    objects.py    objects, checked when read            remote.py        S3 and the like; scratch.py: local copies
    json_records.py  records as JSON and back
    quarantine.py objects that do not match             housekeeping.py  orphans and old copies
    store.py      the Store that productions use        urls.py, failures.py  what people read of a store
"""

from pipeline.store.atomic import write_atomically, written_beside
from pipeline.store.entries import DAMAGED, NOT_MADE, CacheEntry, NewEntry, StoredFindings, findings_of, stored_findings
from pipeline.store.json_records import from_json, to_json
from pipeline.store.keys import (
    approved_key,
    cover_key,
    deliverable_key,
    digest_of,
    digest_of_blocks,
    digest_of_code,
    digest_of_file,
    digest_of_json,
    digest_of_tree,
    encoded_key,
    features_key,
    fingerprint_of,
    gate_key,
    hearing_key,
    is_digest,
    key_of,
    level_key,
    manuscript_key,
    master_key,
    recording_key,
    said_key,
    script_key,
    seed_of,
    sound_key,
    take_key,
)
from pipeline.store.store import Store

__all__ = [
    "DAMAGED",
    "NOT_MADE",
    "CacheEntry",
    "NewEntry",
    "Store",
    "StoredFindings",
    "approved_key",
    "cover_key",
    "deliverable_key",
    "digest_of",
    "digest_of_blocks",
    "digest_of_code",
    "digest_of_file",
    "digest_of_json",
    "digest_of_tree",
    "encoded_key",
    "features_key",
    "findings_of",
    "fingerprint_of",
    "from_json",
    "gate_key",
    "hearing_key",
    "is_digest",
    "key_of",
    "level_key",
    "manuscript_key",
    "master_key",
    "recording_key",
    "said_key",
    "script_key",
    "seed_of",
    "sound_key",
    "stored_findings",
    "take_key",
    "to_json",
    "write_atomically",
    "written_beside",
]
