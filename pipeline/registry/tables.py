"""The registry's tables, and triggers that let nobody change or delete what was written (SQLAlchemy)."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
)

from pipeline.errors import RefusedError

SCHEMA = 1  # raised when a table changes its meaning; a registry of a later one is refused

META = MetaData()
SCHEMAS = Table("voicepress_registry", META, Column("schema", Integer, primary_key=True, autoincrement=False))
VOICES = Table("voices", META, Column("name", Text, primary_key=True), Column("created_at", Text, nullable=False))
VERSIONS = Table(
    "versions",
    META,
    Column("voice", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("manifest", Text, nullable=False),
    Column("record", Text, nullable=False),  # everything else, as JSON
    ForeignKeyConstraint(["voice"], ["voices.name"]),
)
ALIASES = Table(
    "aliases",
    META,
    Column("voice", Text, primary_key=True),
    Column("alias", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    ForeignKeyConstraint(["voice", "version"], ["versions.voice", "versions.version"]),
)
EVENTS = Table(
    "events",
    META,
    Column("voice", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("alias", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    ForeignKeyConstraint(["voice"], ["voices.name"]),
)
APPEND_ONLY = (VOICES, VERSIONS, EVENTS)

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION voicepress_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the voicepress registry is append-only: % of % is refused', TG_OP, TG_TABLE_NAME; END $$
"""


def schema_of(connection: Connection) -> int:
    """The number of the schema that is there; 0 where there is none yet."""
    if not inspect(connection).has_table(SCHEMAS.name):
        return 0
    return max(connection.execute(select(SCHEMAS.c.schema)).scalars(), default=0)


def lay_out(connection: Connection) -> int:
    """Makes the tables and triggers where they are missing; the number of the schema that is there."""
    sqlite = connection.dialect.name == "sqlite"
    there = inspect(connection).get_table_names()
    if SCHEMAS.name not in there and (foreign := sorted({table.name for table in META.sorted_tables} & {*there})):
        raise RefusedError(
            f"the database has a table {foreign[0]!r} that is not the registry's: it is another program's, or its "
            f"table {SCHEMAS.name!r} is gone; name another database (`registry: {{database: ...}}` in "
            "configs/house.yaml)"
        )
    if not sqlite:  # two processes that make the tables at the same moment would trip over each other
        connection.execute(text("SELECT pg_advisory_xact_lock(7021301)"))
    META.create_all(connection)
    found = connection.execute(select(SCHEMAS.c.schema)).scalars().all()
    if not found:
        for table in APPEND_ONLY:
            (_guard_sqlite if sqlite else _guard_postgresql)(connection, table)
        connection.execute(insert(SCHEMAS).values(schema=SCHEMA))
    return max(found, default=SCHEMA)


def _guard_sqlite(connection: Connection, table: Table) -> None:
    here = " AND ".join(f"{key.name} = NEW.{key.name}" for key in table.primary_key)
    for change, when in (
        ("UPDATE", ""),
        ("DELETE", ""),
        ("INSERT", f"WHEN EXISTS (SELECT 1 FROM {table.name} WHERE {here})"),  # INSERT OR REPLACE deletes unseen
    ):
        connection.execute(
            text(
                f"CREATE TRIGGER {table.name}_no_{change.lower()} BEFORE {change} ON {table.name} {when} BEGIN SELECT "
                f"RAISE(ABORT, 'the voicepress registry is append-only: {change} of {table.name} is refused'); END"
            )
        )


def _guard_postgresql(connection: Connection, table: Table) -> None:
    connection.execute(text(_POSTGRESQL_FUNCTION))
    for change, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        connection.execute(
            text(
                f"CREATE TRIGGER {table.name}_append_only_{each.lower()} BEFORE {change} ON {table.name} "
                f"FOR EACH {each} EXECUTE FUNCTION voicepress_append_only()"
            )
        )
