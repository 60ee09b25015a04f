"""What the owner can set about fetching."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from yarl import URL

from tagwire import __version__
from tagwire.errors import ConfigError

PAGE_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FEED_ACCEPT = (
    "application/atom+xml,application/rss+xml,application/feed+json,"
    "application/xml;q=0.9,text/xml;q=0.9,application/rdf+xml;q=0.9,*/*;q=0.5"
)

ROBOTS_TOKEN = "Tagwire"  # noqa: S105 - the product token that robots.txt groups name


def user_agent_of(contact: str = "") -> str:
    """Return the User-Agent: product, version and, when given, a contact URL or address."""
    product = f"{ROBOTS_TOKEN}/{__version__}"
    return f"{product} (+{contact})" if contact else product


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Limits, manners and ways of all requests. Raises ConfigError when unusable.

    ``proxy`` and the values of ``routes`` are forward proxies (``http://host:port``).
    ``routes`` maps a host suffix (``.example``, or a whole host name) to the proxy
    that its hosts are fetched through; the longest suffix wins over ``proxy``.
    ``allow_private`` lists exact ``ip:port`` pairs that may be connected although
    the address is private or the port unusual: only what the owner wrote down.
    """

    user_agent: str = field(default_factory=user_agent_of)
    proxy: str | None = None
    routes: Mapping[str, str] = field(default_factory=dict[str, str])
    ca_file: Path | None = None  # trusted beside the system's authorities
    allow_private: tuple[str, ...] = ()
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})

    total_timeout_s: float = 30.0  # of one get, redirects included, without polite waiting
    connect_timeout_s: float = 10.0
    max_body_bytes: int = 10_000_000  # decoded; the encoded body has the same limit
    max_redirects: int = 5
    max_connections: int = 64  # requests in flight, all hosts together

    # Product time, unlike the time limits above.
    min_gap_s: float = 1.0  # from the end of a request to the start of the next on its host
    max_gap_s: float = 60.0  # the longest Crawl-delay that is kept
    max_wait_s: float = 60.0  # a longer block by Retry-After ends a get at once

    def __post_init__(self) -> None:
        """Refuse what could never work."""
        for proxy in (*self.routes.values(), *((self.proxy,) if self.proxy else ())):
            if not _is_proxy(proxy):
                raise ConfigError(f"proxy {proxy!r} is not of the form http://host:port")
        for pair in self.allow_private:
            host, _, port = pair.rpartition(":")
            if not host or not port.isdecimal():
                raise ConfigError(f"allow_private {pair!r} is not of the form ip:port")
        if self.ca_file is not None:
            _check_authorities(self.ca_file)
        if not self.user_agent.isprintable():
            raise ConfigError("contact must be one line of printable characters")

    def way_of(self, host: str) -> str | None:
        """Return the proxy that this lower-case host is fetched through, or None."""
        fits = [suffix for suffix in self.routes if _is_under(host, suffix)]
        return self.routes[max(fits, key=len)] if fits else self.proxy


def _is_under(host: str, suffix: str) -> bool:
    name = suffix.lstrip(".")
    return host == name or host.endswith("." + name)


def _is_proxy(proxy: str) -> bool:
    try:
        url = URL(proxy)
        return url.scheme == "http" and bool(url.host) and bool(url.port)
    except ValueError:
        return False


def _check_authorities(ca_file: Path) -> None:
    if not ca_file.is_file():
        raise ConfigError(f"ca_file {ca_file} is not a file")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(ca_file)
    except OSError as error:  # an SSLError is one
        raise ConfigError(f"ca_file {ca_file} holds no certificates in PEM form") from error
