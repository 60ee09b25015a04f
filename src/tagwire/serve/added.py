"""What the owner added lately, so that the page after a form can follow it."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from tagwire.serve.settings import AddResult

MAX_KEPT = 20


@dataclass(slots=True)
class AddedLately:
    """The last results by a token that stands in their address. Gone with the process."""

    results: OrderedDict[str, AddResult] = field(default_factory=OrderedDict)

    def keep(self, result: AddResult) -> str:
        """Remember a result and return its token."""
        token = secrets.token_hex(8)
        self.results[token] = result
        while len(self.results) > MAX_KEPT:
            self.results.popitem(last=False)
        return token

    def find(self, token: str) -> AddResult | None:
        """Return a result, or None when it is too old."""
        return self.results.get(token)
