"""What is known of one take by hearing: from this run, from the store, or not yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.hearing import HearRequest, find_hearings, hear_request
from pipeline.listener import Hearing, Role
from pipeline.production.gating.attempts import KeptHearings
from pipeline.production.gating.in_force import GateInForce
from pipeline.records import Missing, Take
from pipeline.store import Store
from pipeline.takes import TakeRequest

# Counted wherever the store holds them, chosen or not: a line that was once heard to be wrong does not become right
# because a budget has changed.
ONCE_HEARD: tuple[Role, ...] = ("words", "speaker")


class Ears:
    """The listeners of one take.

    Args:
        fresh: what was heard in this run, by key.
        deaf: keys of hearings that failed.
    """

    def __init__(
        self,
        store: Store,
        in_force: GateInForce,
        request: TakeRequest,
        take: Take,
        fresh: Mapping[str, Hearing],
        deaf: Collection[str],
    ):
        self._store, self._in_force, self._take_request, self._take = store, in_force, request, take
        self._fresh, self._deaf = fresh, deaf
        self._asked: dict[Role, HearRequest | None] = {}
        self._known: dict[Role, Hearing | None] = {}

    @property
    def kept(self) -> KeptHearings:
        return KeptHearings(self._store, self.request)

    def request(self, role: Role) -> HearRequest | None:
        """What the role is asked; None where there is no listener for it."""
        if role not in self._asked:
            request = self._take_request
            used = self._in_force.listener(role, request.language)
            self._asked[role] = hear_request(self._take, request.spoken, request.language, used) if used else None
        return self._asked[role]

    def found(self, roles: Iterable[Role]) -> dict[Role, Hearing]:
        """What these roles have heard, and those that count whoever asks."""
        return {role: hearing for role in dict.fromkeys([*roles, *ONCE_HEARD]) if (hearing := self._hearing(role))}

    def unheard(self, roles: Iterable[Role]) -> list[HearRequest]:
        """Requests to those of the roles that have not heard the take and can."""
        return [
            request
            for role in dict.fromkeys(roles)
            if (request := self.request(role)) and not self._hearing(role) and self._can_hear(role, request)
        ]

    def more(self, roles: Sequence[Role], further: Iterable[Role]) -> bool:
        """Whether further roles would add to what these have heard, now or after they were asked."""
        new = [role for role in dict.fromkeys(further) if role not in roles and self.request(role)]
        return any(self._hearing(role) and role not in ONCE_HEARD for role in new) or bool(self.unheard(new))

    def _can_hear(self, role: Role, request: HearRequest) -> bool:
        used = self._in_force.listener(role, request.language)
        return request.key not in self._deaf and used is not None and not self._in_force.lacks(used)

    def _hearing(self, role: Role) -> Hearing | None:
        if role not in self._known:
            self._known[role] = self._look_up(self.request(role))
        return self._known[role]

    def _look_up(self, request: HearRequest | None) -> Hearing | None:
        if request is None:
            return None
        hearing = self._fresh.get(request.key) or find_hearings(self._store, [request])[request.key]
        return None if isinstance(hearing, Missing) else hearing
