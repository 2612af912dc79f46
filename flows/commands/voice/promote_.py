"""voicepress voice promote: an alias moves to a version. `stable` moves where a canary says that it may."""

from __future__ import annotations

import argparse

from flows.commands.voice._registry import by_argument, house, told, version_argument, version_named, voice_of, who
from pipeline.errors import RefusedError


def arguments(parser: argparse.ArgumentParser) -> None:
    version_argument(parser)
    parser.add_argument("alias", help="such as stable, canary")
    parser.add_argument("--force", default=None, metavar="REASON", help="although its gates are not met; kept")
    by_argument(parser)


def run(options: argparse.Namespace) -> int:
    from flows.canary.promoting import refused

    name, where = version_named(options.version), house()
    if options.force is not None and not any(map(str.isalnum, options.force)):
        raise RefusedError("--force: say in words why; the reason is kept in the history")
    voice = voice_of(where, name.voice)
    against = refused(voice, name.version, options.alias)
    if against and not options.force:
        raise RefusedError(
            f"{name} is not promoted to {options.alias}: {'; '.join(against)}. Mend that, or say why it shall be "
            "so all the same: --force REASON"
        )
    alias = voice.alias(options.alias)
    details = {"reason": options.force or "", "against": list(against)}
    event = where.registry.promote(name.voice, name.version, alias.alias, alias.generation, who(options), details)
    return told(event, where, as_json=options.json)
