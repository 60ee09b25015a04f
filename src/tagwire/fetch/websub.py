"""WebSub (W3C, 2018): the words between a subscriber and a hub. Pure.

subscribe ─POST─> hub ─GET callback?hub.challenge─> echoed ─> lease
news ──────────── hub ─POST callback, X-Hub-Signature──> a poll is due
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from tagwire.model import Response
from tagwire.urls import fetch_url

# Asked for; what the hub grants counts. A subscription that nobody renews ends by itself.
LEASE_S = 7 * 86_400.0
# Renewed before its end, so that a hub in trouble can be asked again.
RENEW_BEFORE_S = 86_400.0
ASK_AGAIN_S = 3_600.0
MIN_LEASE_S = 300.0
MAX_LEASE_S = 30 * 86_400.0
MAX_CHALLENGE_CHARS = 512
MAX_HUBS = 3
MAX_LINK_CHARS = 4_096
LINK = re.compile(r"<([^<>]+)>[^<,]*;\s*rel=\"?[^\"<,;]*\bhub\b", re.IGNORECASE)
# Weak digests are still an honest secret's: the standard names all four.
DIGESTS = {
    "sha1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}


def hubs_of(answer: Response) -> tuple[str, ...]:
    """Return the hubs that the Link headers of an answer name, at most three."""
    lines = [value[:MAX_LINK_CHARS] for name, value in answer.headers if name == "link"]
    found = [match[1] for line in lines for match in LINK.finditer(line)]
    urls = (fetch_url(one, answer.final_url) for one in found)
    return tuple(dict.fromkeys(url for url in urls if url))[:MAX_HUBS]


def subscribe_form(topic: str, callback: str, secret: str) -> bytes:
    """Return what a hub is sent to subscribe, as a form."""
    fields = {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": callback,
        "hub.secret": secret,
        "hub.lease_seconds": f"{LEASE_S:.0f}",
    }
    return urlencode(fields).encode()


def challenge_of(query: Mapping[str, str], topic: str) -> str | None:
    """Return the challenge to echo when a hub asks whether we meant it, None when we did not."""
    challenge = query.get("hub.challenge", "")
    is_meant = query.get("hub.mode") == "subscribe" and query.get("hub.topic") == topic
    return challenge if is_meant and 0 < len(challenge) <= MAX_CHALLENGE_CHARS else None


def lease_of(query: Mapping[str, str]) -> float:
    """Return for how many seconds a hub grants a subscription, within bearable limits."""
    raw = query.get("hub.lease_seconds", "")
    granted = float(raw) if raw.isascii() and raw.isdigit() and len(raw) < 12 else LEASE_S
    return min(max(granted, MIN_LEASE_S), MAX_LEASE_S)


def is_signed(signature: str, body: bytes, secret: str) -> bool:
    """Tell whether X-Hub-Signature proves that a body comes from who knows the secret."""
    method, _, given = signature.partition("=")
    digest = DIGESTS.get(method.strip().lower())
    if digest is None or not secret:
        return False
    expected = hmac.new(secret.encode(), body, digest).hexdigest()
    return hmac.compare_digest(expected.encode(), given.strip().lower().encode())
