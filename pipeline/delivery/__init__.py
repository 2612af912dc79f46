"""Delivery: masters become the files that someone receives.

    formats/      the formats, a record each, registered in one table; what each delivers and how it is made
    encoding/     codecs; single chapters encoded once each, shared by all formats that use the same encoding
    containers/   MP4, MP3, FLAC, Ogg Opus: tags, muxing, and the sound of a file without its tags
    readalong/    EPUB 3 with Media Overlays
    verify/       finished files opened and measured as delivered; what has changed since
    provenance/   records of origin, signatures and watermarks, written and detected
    making.py     finds a deliverable by its key, or makes it;  publishing.py  puts it where people find it;
    published.py  the record of what lies there;  stored.py  what the cache entry of a deliverable holds

To add a format: one module in formats/ with a `Format` record, and one line in `formats.FORMATS`. Everything else
(validation of `deliver:`, keys, expected time, signing, watermarks, detection) is computed from the record.
"""

from pipeline.delivery.book import Book, ChapterAudio
from pipeline.delivery.encoding.chapters import ChapterEncoder, encode, find_encoded, of_one_codec
from pipeline.delivery.encoding.encodings import Encoding, chapter_starts_ms
from pipeline.delivery.formats import FORMATS
from pipeline.delivery.making import (
    deliver,
    encodings_missing,
    encodings_of,
    find_deliverable,
    keys_of,
    last_made,
    shop_of,
    strays_of,
    unmakeable,
    why_again,
)
from pipeline.delivery.publishing import WHY, clear_earlier, distrust, out_of_date, publish, withdraw
from pipeline.delivery.stored import references

__all__ = [
    "FORMATS",
    "WHY",
    "Book",
    "ChapterAudio",
    "ChapterEncoder",
    "Encoding",
    "chapter_starts_ms",
    "clear_earlier",
    "deliver",
    "distrust",
    "encode",
    "encodings_missing",
    "encodings_of",
    "find_deliverable",
    "find_encoded",
    "keys_of",
    "last_made",
    "of_one_codec",
    "out_of_date",
    "publish",
    "references",
    "shop_of",
    "strays_of",
    "unmakeable",
    "why_again",
    "withdraw",
]
