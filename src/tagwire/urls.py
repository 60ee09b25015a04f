"""Addresses: what to fetch, and which addresses mean the same page.

``fetch_url`` changes as little as it can; ``url_key`` is the identity of a page
and is never fetched. Both are idempotent and neither raises for any text.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from publicsuffixlist import PublicSuffixList

from tagwire._trackers_table import SITE_TRACKERS

MAX_URL_CHARS = 4096
MAX_HOST_CHARS = 255  # of the ASCII form
_MAX_RAW_HOST_CHARS = 12 * MAX_HOST_CHARS  # all of it percent-encoded, four bytes a letter

# Hosts below a registrable domain of another house that are publishers of their own.
HOST_OVERRIDES = frozenset({"abcnews.go.com", "espn.go.com"})

_SCHEMES = frozenset({"http", "https"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_BLANKS = re.compile(r"[\x00-\x1f\x7f]+")
# What need not be changed at all: most addresses of most feeds.
_READY = re.compile(
    r"https?://(?=[^/]{1,255}/)[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63})+(?![^?]*/\.)"
    r"/[A-Za-z0-9_~!$&'()*+,;=:@%|./-]*(?:\?[A-Za-z0-9_~!$&'()*+,;=:@%|/.?-]+)?"
)
_SPECIAL_SCHEME = re.compile(r"(https?):[/\\]*", re.IGNORECASE)
_BROKEN_SCHEME = re.compile(r"(?:(?:https?|feed)(?::/*|//+)|//+)+", re.IGNORECASE)
_ANY_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_IPV6 = re.compile(r"\[[0-9a-f:.]+\]")
_DOTS = str.maketrans({"。": ".", "．": ".", "｡": "."})
_DOT_SEGMENT = re.compile(r"/\.\.?(?:/|$)")
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
_BARE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

# What may stand unencoded in a path or query beside letters and digits.
_PATH_SAFE = "%/:@!$&'()*+,;=~|[]"
_QUERY_SAFE = _PATH_SAFE + "?^{}`"

# Names of query parameters that say how a reader came, never what is shown.
TRACKER_PREFIXES = (
    "utm_",
    "mtm_",
    "pk_",
    "piwik_",
    "matomo_",
    "hsa_",
    "at_",
    "wt.mc",
    "ga_",
    "itm_",
)
TRACKERS = frozenset(
    {
        "__hsfp",
        "__hssc",
        "__hstc",
        "__s",
        "__twitter_impression",
        "_bhlid",
        "_branch_match_id",
        "_branch_referrer",
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "_openstat",
        "action_object_map",
        "action_ref_map",
        "action_type_map",
        "campaign_id",
        "campaignid",
        "ck_subscriber_id",
        "cmpid",
        "dclid",
        "dm_i",
        "ef_id",
        "efg",
        "epik",
        "fb_action_ids",
        "fb_action_types",
        "fb_ref",
        "fb_source",
        "fbclid",
        "gad_source",
        "gbraid",
        "gclid",
        "gclsrc",
        "gs_l",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "hsctatracking",
        "icid",
        "ig_rid",
        "igsh",
        "igshid",
        "ito",
        "mbid",
        "mc_cid",
        "mc_eid",
        "mibextid",
        "mkt_tok",
        "ml_subscriber",
        "ml_subscriber_hash",
        "msclkid",
        "ncid",
        "ns_campaign",
        "ns_mchannel",
        "ns_source",
        "oly_anon_id",
        "oly_enc_id",
        "pf_rd_i",
        "pf_rd_m",
        "pf_rd_p",
        "pf_rd_r",
        "pf_rd_s",
        "pf_rd_t",
        "rb_clickid",
        "ref_src",
        "ref_url",
        "referrer",
        "rss",
        "s_cid",
        "s_kwcid",
        "sc_campaign",
        "sc_channel",
        "sc_content",
        "sc_country",
        "sc_medium",
        "sc_src",
        "sk_social",
        "smid",
        "smtyp",
        "spm",
        "srsltid",
        "taid",
        "trk",
        "trk_contact",
        "trk_module",
        "trk_msg",
        "trk_sid",
        "ttclid",
        "twclid",
        "vero_conv",
        "vero_id",
        "wbraid",
        "wickedid",
        "wprov",
        "xtor",
        "yclid",
        "ysclid",
    }
)
# Names that are trackers only with some values; `ref` also when its value is a domain.
_TRACKER_VALUES = {
    "ref": frozenset({"rss", "feed", "feeds", "twitter", "facebook", "newsletter", "hp", "home"}),
    "source": frozenset({"rss", "feed", "twitter", "facebook"}),
    "from": frozenset({"rss", "feed"}),
    "via": frozenset({"rss", "feed"}),
    "output": frozenset({"amp"}),
    "outputtype": frozenset({"amp"}),
    "amp": frozenset({"", "1", "true"}),
}
_EQUAL_HOSTS = re.compile(r"www\d{0,2}|m|mobile|amp")
_AMP_SUFFIX = re.compile(r"(?:\.amp)+(\.html?)?$")
_AMP_CACHE = re.compile(
    r"(?:[^/]+\.cdn\.ampproject\.org/(?:[a-z]/)?(?:s/)?|(?:www\.)?google\.[a-z.]+/amp/(?:s/)?)(?=[^/]+\.[^/]+/)"
)


def fetch_url(url: str, base: str = "") -> str | None:
    """Return the absolute http(s) URL to ask for, or None when there is none.

    Blanks around and control characters inside go, unsafe characters are encoded,
    dot segments resolved, the fragment is dropped unless it names a page (``#!``).
    """
    if len(url) <= MAX_URL_CHARS and _READY.fullmatch(url):
        return url
    if len(url) > 2 * MAX_URL_CHARS:
        return None
    try:
        parts = urlsplit(_absolute(_BLANKS.sub("", url.strip()), base))
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not host:
        return None
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    if "@" in parts.netloc:
        host = quote(parts.netloc.rpartition("@")[0], safe="%:!$&'()*+,;=~") + "@" + host
    found = f"{parts.scheme}://{host}{_path_of(parts)}"
    return found if len(found) <= MAX_URL_CHARS else None


def _absolute(url: str, base: str) -> str:
    """Join with the base, and mend the slashes after the scheme as browsers do."""
    if not _SPECIAL_SCHEME.match(url) and base:
        url = urljoin(base, url)
    return _SPECIAL_SCHEME.sub(lambda match: match[1].lower() + "://", url, count=1)


def _path_of(parts: SplitResult) -> str:
    path = parts.path or "/"
    if _DOT_SEGMENT.search(path):
        path = _without_dot_segments(path)
    encoded = quote(path, safe=_PATH_SAFE, errors="replace")
    if parts.query:
        encoded += "?" + quote(parts.query, safe=_QUERY_SAFE, errors="replace")
    if parts.fragment.startswith("!"):
        encoded += "#" + quote(parts.fragment, safe=_QUERY_SAFE + "#", errors="replace")
    return encoded


def _without_dot_segments(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/" + "/".join(kept)


def clean_url(url: str, *homes: str) -> str:
    """Return the address without trackers: what people follow and pass on.

    Order, spelling and fragment stay. ``ref`` goes when it names a host of the page or of
    one of its ``homes`` (addresses of the feed and the site). What is no web address is
    returned as it is, "" for one that is broken.
    """
    text = url.strip()
    if not text.lower().startswith(("http://", "https://")):
        return text
    if fetch_url(text) is None:
        return ""
    whole, mark, fragment = text.partition("#")
    address, _, query = whole.partition("?")
    hosts = {host_of(home).removeprefix("www.") for home in (text, *homes)} - {""}
    domain = registrable_domain(host_of(text))
    kept = [pair for pair in query.split("&") if not _is_noise(pair.strip(), domain, hosts)]
    if any(pair.strip() for pair in kept):
        address += "?" + "&".join(kept)
    return (address + mark + fragment).strip()


def _is_noise(pair: str, domain: str, hosts: set[str]) -> bool:
    name, _, value = pair.partition("=")
    if name.lower() == "ref" and is_domain_name(value):
        return value.lower().removeprefix("www.") in hosts
    return _is_tracker(pair, domain)


def url_key(url: str) -> str:
    """Return the identity of a page: equal for all spellings of its address.

    Without scheme, ``www.``, mobile and AMP forms, trackers, fragment and closing
    slash; query sorted. Not an address: it cannot be fetched.
    """
    text = _BLANKS.sub("", url.strip())[: 2 * MAX_URL_CHARS]
    broken = _BROKEN_SCHEME.match(text)
    if broken is None and _ANY_SCHEME.match(text):
        return text
    while broken is not None and broken.end():
        text = text[broken.end() :].lstrip()
        broken = _BROKEN_SCHEME.match(text)
    while cached := _AMP_CACHE.match(text.lower()):
        text = text[cached.end() :]
    host, rest = _split_host(text)
    path, fragment_mark, fragment = rest.partition("#")
    path, _, query = path.partition("?")
    key = _key_host(host) + _key_path(path.strip())
    if kept := _key_query(query, host):
        key += "?" + kept
    if fragment_mark and fragment.startswith("!"):
        key += "#" + _percent_normal(fragment, _QUERY_SAFE + "#")
    return key


def _split_host(text: str) -> tuple[str, str]:
    end = re.search(r"[/?#\\]", text)
    cut = end.start() if end else len(text)
    return text[:cut], text[cut:]


@lru_cache(maxsize=4096)
def _key_host(netloc: str) -> str:
    bare = netloc.rpartition("@")[2].strip()
    name, _, port = bare.partition(":") if not bare.startswith("[") else (bare, "", "")
    host = _ascii_host(name)
    if not host:
        return _percent_normal(bare, _PATH_SAFE).lower()
    domain = registrable_domain(host)
    above = host.removesuffix(domain).rstrip(".").split(".") if host.endswith(domain) else []
    kept = [label for label in above if label and not _EQUAL_HOSTS.fullmatch(label)]
    joined = ".".join([*kept, domain]) if above else host
    return f"{joined}:{port}" if port not in {"", "80", "443"} else joined


def _key_path(path: str) -> str:
    segments = [part for part in _percent_normal(path, _PATH_SAFE).split("/") if part]
    # "/amp" is a form of the page only beside something that looks like an article.
    if any(re.search(r"[-\d]", part) for part in segments):
        segments = [part for part in segments if part.lower() != "amp"]
    if segments:
        segments[-1] = _AMP_SUFFIX.sub(r"\1", segments[-1]) or segments[-1]
    return "/" + "/".join(segments) if segments else ""


def _key_query(query: str, netloc: str) -> str:
    if not query:
        return ""
    domain = registrable_domain(_key_host(netloc).partition(":")[0])
    pairs = {
        _percent_normal(pair.strip(), _QUERY_SAFE).replace("+", "%20").rstrip("=")
        for pair in query.split("&")
        if pair
    }
    return "&".join(sorted(pair for pair in pairs if pair and not _is_tracker(pair, domain)))


def _is_tracker(pair: str, domain: str) -> bool:
    name, _, value = pair.partition("=")
    name, value = name.lower(), value.lower()
    if name in TRACKERS or name.startswith(TRACKER_PREFIXES):
        return True
    if name in SITE_TRACKERS.get(domain, ()):
        return True
    values = _TRACKER_VALUES.get(name)
    return values is not None and (value in values or (name == "ref" and is_domain_name(value)))


def _percent_normal(text: str, safe: str) -> str:
    """Decode what need not be encoded, encode what must be, hex digits in upper case."""
    whole = _BARE_PERCENT.sub("%25", text)
    decoded = _PERCENT.sub(_decoded_or_upper, whole)
    return quote(decoded, safe=safe, errors="replace")


def _decoded_or_upper(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def host_of(url: str) -> str:
    """Return the host of an absolute URL in lower-case ASCII, "" when there is none."""
    try:
        return _ascii_host(urlsplit(url.strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _ascii_host(host: str) -> str:
    """Return the host in IDNA form, "" when no host can be spelled like that."""
    if len(host) > _MAX_RAW_HOST_CHARS:
        return ""
    lowered = unquote(host).strip().translate(_DOTS).lower()
    if not lowered.isascii():
        try:
            lowered = lowered.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return ""
    if ":" in lowered:
        lowered = f"[{lowered.strip('[]')}]"
    is_host = len(lowered) <= MAX_HOST_CHARS and (
        _HOST.fullmatch(lowered) or _IPV6.fullmatch(lowered)
    )
    return lowered if is_host else ""


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """Return the part of a host that somebody registered: the identity of a publisher.

    Private suffixes count (``me.github.io``). A host without one (an address, a
    single word) is returned as it is.
    """
    name = host.lower().strip(".")
    for override in HOST_OVERRIDES:
        if name == override or name.endswith("." + override):
            return override
    if not name or re.fullmatch(r"[\d.]+|\[.*\]", name):
        return name
    return _suffixes().privatesuffix(name) or name


def is_domain_name(word: str) -> bool:
    """Tell whether a word of running text names a domain under a known suffix."""
    labels = word.split(".") if len(word) <= MAX_HOST_CHARS else []
    if len(labels) < 2 or not all(re.fullmatch(r"[\w-]{1,63}", label) for label in labels):
        return False
    # "ended.In other news": a capital after the dot is a missing blank, not a suffix.
    if labels[-1][:1].isupper() and not labels[-1].isupper():
        return False
    if not any(char.isalpha() for char in labels[-2]):
        return False
    host = _ascii_host(word)
    # RFC 2606 keeps "example" for texts like ours and the demo's; no list knows it.
    is_reserved = host.endswith(".example")
    return bool(host) and (is_reserved or _known_suffixes().privatesuffix(host) is not None)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _known_suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=True)
