"""Who owns the instance: a token once, then a signed cookie, then a CSRF token in every form.

    new_owner_token() -> token (printed once)   verifier (kept as a setting)
    token --/owner form--> cookie "expiry.nonce.signature" --> csrf = signature of the cookie

The signing key is a setting of the store; a new key ends all sessions.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

VERIFIER_SETTING = "owner_verifier"
KEY_SETTING = "owner_session_key"
COOKIE = "tagwire_owner"
SESSION_DAYS = 30

# A token has 160 random bits, so tries are limited for the load they make, not for guessing.
MAX_TRIES = 5
TRY_WINDOW = timedelta(minutes=1)
MAX_CLIENTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in owner."""

    csrf: str
    expires: datetime


def new_owner_token() -> tuple[str, str]:
    """Return a new token for the owner and the verifier to keep instead of it."""
    token = "tw-" + secrets.token_urlsafe(20)
    return token, verifier_of(token)


def verifier_of(token: str) -> str:
    """Return what is stored of a token. One hash is enough for 160 random bits."""
    return "sha256:" + hashlib.sha256(token.encode()).hexdigest()


def is_owner_token(token: str, verifier: str | None) -> bool:
    """Compare in constant time; an instance without an owner accepts no token."""
    return hmac.compare_digest(verifier_of(token.strip()), verifier or "none")


def new_key() -> str:
    """Return a new signing key."""
    return secrets.token_hex(32)


def new_cookie(key: str, now: datetime) -> str:
    """Return the cookie of a session that starts now."""
    expiry = int((now + timedelta(days=SESSION_DAYS)).timestamp())
    unsigned = f"{expiry}.{secrets.token_urlsafe(12)}"
    return f"{unsigned}.{_sign(key, 'session', unsigned)}"


def session_of(cookie: str, key: str | None, now: datetime) -> Session | None:
    """Return the session of a cookie, or None when it is forged or over."""
    unsigned, _, signature = cookie.rpartition(".")
    if not key or not hmac.compare_digest(
        _sign(key, "session", unsigned).encode(), signature.encode()
    ):
        return None
    expires = datetime.fromtimestamp(int(unsigned.partition(".")[0]), tz=now.tzinfo)
    if expires <= now:
        return None
    return Session(csrf=_sign(key, "csrf", cookie), expires=expires)


def _sign(key: str, purpose: str, text: str) -> str:
    return hmac.new(bytes.fromhex(key), f"{purpose}|{text}".encode(), hashlib.sha256).hexdigest()


@dataclass(slots=True)
class TryLimit:
    """How often each client has tried a token lately. Bounded in size."""

    tries: OrderedDict[str, list[datetime]] = field(default_factory=OrderedDict)

    def wait_s(self, client: str, now: datetime) -> int:
        """Return for how long this client must wait; 0 when it may try."""
        recent = [at for at in self.tries.get(client, []) if now - at < TRY_WINDOW]
        if len(recent) < MAX_TRIES:
            return 0
        return max(1, int((recent[0] + TRY_WINDOW - now).total_seconds()))

    def note_failure(self, client: str, now: datetime) -> None:
        """Remember a wrong token."""
        recent = [at for at in self.tries.pop(client, []) if now - at < TRY_WINDOW]
        self.tries[client] = [*recent, now]
        while len(self.tries) > MAX_CLIENTS:
            self.tries.popitem(last=False)
