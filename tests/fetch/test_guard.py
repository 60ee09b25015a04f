"""What may be connected, and what never."""

from __future__ import annotations

import ipaddress
import json
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from fetch.hosts import INNER
from shared import shared_path
from tagwire.fetch.guard import (
    address_of,
    direct_socket_factory,
    is_denied,
    is_inner_host,
    proxy_socket_factory,
    refusal_of,
)
from tagwire.fetch.settings import FetchSettings
from tagwire.model import Reason

PUBLIC = [
    "example.com",
    "www.bbc.co.uk",
    "пример.рф",
    "1.1.1.1",
    "172.32.0.1",
    "[2606:4700::1111]",
    "[64:ff9b::101:101]",
    "[::ffff:1.1.1.1]",
    "[2002:101:101::]",
    "1and1.com",
    "local.example.com",
]


def check(host: str, *, inner: bool) -> None:
    assert is_inner_host(host) is inner


@pytest.mark.parametrize("host", INNER)
def test_inner_hosts_are_known_in_any_spelling(host: str) -> None:
    """Inner addresses, wrapped addresses, local names and half addresses."""
    check(host, inner=True)


@pytest.mark.parametrize("host", PUBLIC)
def test_public_hosts_pass(host: str) -> None:
    """Also public addresses behind NAT64, 6to4 and mapped forms."""
    check(host, inner=False)


def test_collected_spellings_are_all_inner() -> None:
    """The set of spellings that got past other guards."""
    spellings = json.loads(shared_path("data/feeds/ssrf_hosts.dev.json").read_text())
    assert [case for case in spellings if not is_inner_host(case["host"])] == []


@given(st.text("0123456789abcdefxlot.:[]%-①。٣é\ud800", max_size=40))
def test_any_text_is_read_as_a_host_without_raising(host: str) -> None:
    """Hosts come from strangers."""
    address_of(host)
    assert is_inner_host(host) in {True, False}


@given(st.ip_addresses(v=4))
def test_every_wrapping_of_an_address_is_as_public_as_the_address(
    address: ipaddress.IPv4Address,
) -> None:
    """Mapped and NAT64 forms lead to the very same host."""
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_denied(ipaddress.ip_address(wrapped)) == is_denied(address)


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_denied(address: ipaddress.IPv4Address) -> None:
    """Our table is a superset of the standard library's."""
    assert address.is_global or is_denied(address)


@given(st.ip_addresses(v=6))
def test_what_python_calls_private_is_denied_in_v6(address: ipaddress.IPv6Address) -> None:
    """The same for IPv6, where wrapped public addresses are looked at by what they wrap."""
    transit = address.ipv4_mapped or address.sixtofour
    assert transit or address.is_global or is_denied(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/", None),
        ("https://example.com:8443/", None),
        ("file:///etc/passwd", Reason.UNKNOWN_SCHEME),
        ("gopher://example.com/", Reason.UNKNOWN_SCHEME),
        ("http://example.com:22/", Reason.REFUSED_ADDRESS),
        ("http://user@example.com/", Reason.BAD_URL),
        ("http://127.0.0.1:4000/", None),
        ("http://127.0.0.1:4001/", Reason.REFUSED_ADDRESS),
    ],
)
def test_schemes_ports_and_user_names_are_checked(url: str, reason: Reason | None) -> None:
    """Only what the owner wrote down is let out of the rule, as exact address and port."""
    refusal = refusal_of(URL(url), FetchSettings(allow_private=("127.0.0.1:4000",)))
    assert (refusal and refusal[0]) == reason


def addr_info(ip: str, port: int) -> tuple[int, int, int, str, tuple[str, int]]:
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    return (family, socket.SOCK_STREAM, 0, "", (ip, port))


@pytest.mark.parametrize("ip", ["127.0.0.1", "::1", "10.0.0.1", "::ffff:127.0.0.1", "fe80::1%2"])
def test_no_socket_is_opened_towards_an_inner_address(ip: str) -> None:
    """Whatever the name was: this is the address that would be connected."""
    with pytest.raises(OSError, match="refused address"):
        direct_socket_factory(FetchSettings())(addr_info(ip, 80))


@pytest.mark.parametrize(("ip", "port"), [("127.0.0.1", 81), ("127.0.0.2", 80), ("1.1.1.1", 80)])
def test_a_proxy_way_leads_to_the_proxy_only(ip: str, port: int) -> None:
    """Neither another port of its host, nor any other host, be it public."""
    with pytest.raises(OSError, match="refused address"):
        proxy_socket_factory("http://127.0.0.1:80")(addr_info(ip, port))
