"""The registry: voices, their versions and aliases in a database, each change with its event in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, insert, select, update

from pipeline.errors import ConflictError, RefusedError
from pipeline.registry.chain import check, next_event, tampered
from pipeline.registry.database import Database
from pipeline.registry.records import (
    COMPARED,
    PROMOTED,
    REGISTERED,
    RETIRED,
    ROLLED_BACK,
    Alias,
    Event,
    RegisteredVoice,
    Version,
)
from pipeline.registry.tables import ALIASES, EVENTS, SCHEMA, VERSIONS, VOICES, lay_out, schema_of
from pipeline.store.json_records import from_json, to_json

NOTHING: Mapping[str, Any] = {}


class Registry:
    """Every answer has been checked against the history of its voice; every change adds an event to it. Thread-safe.

    Whoever moves an alias says from which generation: of several at once, one wins.
    """

    def __init__(self, database: Database):
        self.database = database
        schema = database.read(schema_of) or database.write(lay_out)
        if schema > SCHEMA:
            raise RefusedError(
                f"the registry {database.where} was written by a later voicepress (schema {schema}, this one knows "
                f"{SCHEMA}); upgrade voicepress"
            )

    # -- reading

    def names(self) -> list[str]:
        return self.database.read(lambda c: list(c.execute(select(VOICES.c.name).order_by(VOICES.c.name)).scalars()))

    def voice(self, name: str) -> RegisteredVoice:
        """The voice as it stands now; without versions where it is not registered.

        Raises:
            VoiceError: its history, a version or an alias was changed behind the registry's back.
        """
        return self.database.read(lambda connection: self._checked(connection, name))

    # -- changing

    def register(self, new: Version) -> Version:
        """Registers a version; one that is there already, with the same contents, is answered as it was registered.

        Raises:
            RefusedError: a version of this number is there, and is another: versions are immutable.
        """
        return self.database.write(lambda connection: self._register(connection, new))

    def _register(self, connection: Connection, new: Version) -> Version:
        if not _locked(connection, new.voice):
            connection.execute(insert(VOICES).values(name=new.voice, created_at=now()))
        stands = self._checked(connection, new.voice)
        if old := stands.versions.get(new.version):
            if old.contents() == new.contents():
                return old
            differs = [name for name, value in new.contents().items() if value != old.contents()[name]]
            free = max(stands.versions) + 1
            raise RefusedError(
                f"{new.name} is registered already, and versions are immutable; what you bring differs in "
                f"{', '.join(differs)}. Write `version: {free}` in its manifest, and register that"
            )
        new = replace(new, made_at=now())
        record = {k: v for k, v in msgspec.to_builtins(new).items() if k != "manifest"}
        connection.execute(
            insert(VERSIONS).values(
                voice=new.voice, version=new.version, manifest=new.manifest, record=to_json(record).decode()
            )
        )
        self._append(connection, stands, REGISTERED, new.version, "", new.made_by, {"record": new.digest()})
        return new

    def promote(
        self, voice: str, version: int, alias: str, generation: int, by: str, details: Mapping[str, Any] = NOTHING
    ) -> Event:
        """Moves an alias to a version.

        Args:
            generation: the alias' as the caller has seen it; 0 where it did not exist.

        Raises:
            ConflictError: somebody else has moved it since.
            RefusedError: there is no such version, or it is retired.
        """

        def within(connection: Connection) -> Event:
            _locked(connection, voice)
            stands = self._checked(connection, voice)
            check_live(stands, version)
            _move(connection, stands, alias, version, generation)
            told = {**details, "from": stands.alias(alias).version}
            return self._append(connection, stands, PROMOTED, version, alias, by, told)

        return self.database.write(within)

    def roll_back(self, voice: str, alias: str, generation: int, by: str, reason: str = "") -> Event:
        """Moves an alias back to the version that it named before its last promotion: see `promote`."""

        def within(connection: Connection) -> Event:
            _locked(connection, voice)
            stands = self._checked(connection, voice)
            if not (depth := stands.before(alias)):
                raise RefusedError(
                    f"there is nothing before {voice}@{alias}: it was never promoted twice, or what it named is retired"
                )
            version = stands.promotions(alias)[depth - 1]
            _move(connection, stands, alias, version, generation)
            told = {"reason": reason, "from": stands.alias(alias).version, "depth": depth}
            return self._append(connection, stands, ROLLED_BACK, version, alias, by, told)

        return self.database.write(within)

    def retire(self, voice: str, version: int, by: str, reason: str) -> Event:
        """Ends a version: no alias may name it any more, and no production may begin with it.

        Raises:
            RefusedError: there is no such version, it is retired already, or an alias names it.
        """

        def within(connection: Connection) -> Event:
            _locked(connection, voice)
            stands = self._checked(connection, voice)
            check_live(stands, version)
            if named := sorted(alias.alias for alias in stands.aliases.values() if alias.version == version):
                raise RefusedError(
                    f"{voice}@{version} is {' and '.join(named)}; promote another version to {named[0]} first"
                )
            return self._append(connection, stands, RETIRED, version, "", by, {"reason": reason})

        return self.database.write(within)

    def compared(self, voice: str, version: int, by: str, details: Mapping[str, Any]) -> Event:
        """Keeps what a comparison of a version with another found."""

        def within(connection: Connection) -> Event:
            _locked(connection, voice)
            stands = self._checked(connection, voice)
            check_live(stands, version)
            return self._append(connection, stands, COMPARED, version, "", by, details)

        return self.database.write(within)

    def _checked(self, connection: Connection, name: str) -> RegisteredVoice:
        where = self.database.where
        try:
            stands = _voice(connection, name)
        except (LookupError, TypeError, ValueError) as error:
            raise tampered(where, name, f"a record cannot be read ({error})") from None
        check(stands, where)
        return stands

    def _append(
        self,
        connection: Connection,
        stands: RegisteredVoice,
        kind: str,
        version: int,
        alias: str,
        by: str,
        details: Mapping[str, Any],
    ) -> Event:
        plain = from_json(to_json(details), dict)  # as it will be read: its digest is over these values
        event = next_event(stands.events, stands.name, kind, version, alias, now(), by, plain)
        values = {**msgspec.to_builtins(event), "details": to_json(event.details).decode()}
        connection.execute(insert(EVENTS).values(**values))
        return event


def now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def check_live(stands: RegisteredVoice, version: int) -> Version:
    """The version of this number.

    Raises:
        RefusedError: there is none, or it is retired.
    """
    if version not in stands.versions:
        there = ", ".join(map(str, sorted(stands.versions))) or "none: register one with 'voicepress voice register'"
        raise RefusedError(f"there is no {stands.name}@{version}; of {stands.name!r} there are the versions: {there}")
    if gone := stands.retired.get(version):
        raise RefusedError(f"{stands.name}@{version} was retired at {gone.at} by {gone.by}: {gone.reason}")
    return stands.versions[version]


def _locked(connection: Connection, voice: str) -> bool:
    """Whether the voice is there; nobody else changes it until the transaction ends (SQLite's locks at its begin)."""
    asked = select(VOICES.c.name).where(VOICES.c.name == voice).with_for_update()
    return connection.execute(asked).first() is not None


def _voice(connection: Connection, name: str) -> RegisteredVoice:
    return RegisteredVoice(
        name,
        {row.version: _version(row) for row in _rows(connection, VERSIONS, name)},
        {row.alias: Alias(row.alias, row.version, row.generation) for row in _rows(connection, ALIASES, name)},
        tuple(_event(row) for row in sorted(_rows(connection, EVENTS, name), key=lambda row: int(row.number))),
    )


def _rows(connection: Connection, table: Table, voice: str) -> list[Any]:
    return list(connection.execute(select(table).where(table.c.voice == voice)))


def _version(row: Any) -> Version:
    record = from_json(row.record.encode(), dict)
    return msgspec.convert({**record, "manifest": row.manifest, "voice": row.voice, "version": row.version}, Version)


def _event(row: Any) -> Event:
    values = {column.name: getattr(row, column.name) for column in EVENTS.columns}
    return Event(**{**values, "details": from_json(row.details.encode(), dict)})


def _move(connection: Connection, stands: RegisteredVoice, alias: str, version: int, generation: int) -> None:
    """Compares the alias' generation, and moves it."""
    now_at = stands.alias(alias)
    if now_at.generation != generation:
        last = next(event for event in reversed(stands.events) if event.alias == alias)
        raise ConflictError(
            f"{stands.name}@{alias} was moved to version {now_at.version} at {last.at} by {last.by}, since you looked; "
            "look again, and decide anew"
        )
    if now_at.version == version:
        raise RefusedError(f"{stands.name}@{alias} is version {version} already")
    if not generation:
        connection.execute(insert(ALIASES).values(voice=stands.name, alias=alias, version=version, generation=1))
        return
    here = (ALIASES.c.voice == stands.name) & (ALIASES.c.alias == alias) & (ALIASES.c.generation == generation)
    moved = connection.execute(update(ALIASES).where(here).values(version=version, generation=generation + 1))
    if moved.rowcount != 1:
        raise ConflictError(f"{stands.name}@{alias} has just been moved by somebody else; look again")
