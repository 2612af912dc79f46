"""The registry: registered voices, their immutable versions, aliases that move, and a history that nobody can rewrite.

    ann                 a registered voice             records.py     what the registry answers, as frozen records
    ann@3               one of its versions            chain.py       the history as a chain of digests; its check
    ann@stable          an alias: a name that moves    tables.py      the tables, and triggers against rewriting
                                                       database.py    SQLite in the house, or PostgreSQL by URL
                                                       registry.py    register, promote, roll back, retire, read

SQLAlchemy is imported by tables.py, database.py and registry.py alone, and these where a registered voice is asked for:
a production whose voices are plain manifests pays nothing for them.
"""

from pipeline.registry.records import Alias, Event, RegisteredVoice, StoredFile, Version

__all__ = ["Alias", "Event", "RegisteredVoice", "StoredFile", "Version"]
