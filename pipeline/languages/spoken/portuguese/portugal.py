"""The rules of European Portuguese: dezasseis, mil milhões, quilómetros."""

from __future__ import annotations

from pipeline.languages.spoken.portuguese.rules import TO, portuguese_of
from pipeline.languages.spoken.portuguese.tables import UNITS

__all__ = ["RULES", "TO"]

_CLOSED = str.maketrans("ôê", "óé")
_UNITS = {unit: (one.translate(_CLOSED), many.translate(_CLOSED)) for unit, (one, many) in UNITS.items()}
RULES = portuguese_of("pt_PT", _UNITS)
