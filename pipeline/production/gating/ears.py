"""What is known of one take by hearing: from this run, from the store, or not yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from pipeline.hearing import HearRequest, find_hearings
from pipeline.listener import Hearing, Role
from pipeline.production.gating.attempts import KeptHearings
from pipeline.records import Missing
from pipeline.store import Store

# Counted wherever the store holds them, chosen or not: a line that was once heard to be wrong does not become right
# because a budget has changed.
ONCE_HEARD: tuple[Role, ...] = ("words", "speaker")


class Ears:
    """The listeners of one take.

    Args:
        asked: the request to each role that has a listener.
        can: roles that have not failed to hear this take.
        fresh: what was heard in this run, by key.
        ready: whether a role's listener can hear on this machine.
    """

    def __init__(
        self,
        store: Store,
        asked: Mapping[Role, HearRequest],
        can: Collection[Role],
        fresh: Mapping[str, Hearing],
        ready: Callable[[Role], bool],
    ):
        self._store, self._asked, self._can, self._fresh, self._ready = store, asked, can, fresh, ready
        self._known: dict[Role, Hearing | None] = {}
        self.kept = KeptHearings(store, asked)

    def found(self, roles: Iterable[Role]) -> dict[Role, Hearing]:
        """What these roles have heard, and those that count whoever asks."""
        wanted = dict.fromkeys([*roles, *ONCE_HEARD])
        return {role: hearing for role in wanted if role in self._asked and (hearing := self._hearing(role))}

    def unheard(self, roles: Iterable[Role]) -> list[HearRequest]:
        """Requests to those of the roles that have not heard the take and can."""
        return [self._asked[role] for role in dict.fromkeys(roles) if self._can_hear(role) and not self._hearing(role)]

    def more(self, roles: Sequence[Role], further: Iterable[Role]) -> bool:
        """Whether further roles would add to what these have heard, now or after they were asked."""
        new = [role for role in dict.fromkeys(further) if role not in roles and role in self._asked]
        return any(self._hearing(role) and role not in ONCE_HEARD for role in new) or bool(self.unheard(new))

    def _can_hear(self, role: Role) -> bool:
        return role in self._can and self._ready(role)

    def _hearing(self, role: Role) -> Hearing | None:
        if role not in self._known:
            key = self._asked[role].key
            hearing = self._fresh.get(key) or find_hearings(self._store, [self._asked[role]])[key]
            self._known[role] = None if isinstance(hearing, Missing) else hearing
        return self._known[role]
