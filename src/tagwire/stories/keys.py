"""The names under which an article can be found again.

asked URL, final URL, canonical URL ──url_key──> Key("url", …)
publisher + guid of the entry       ───────────> Key("guid", …)
whole text, when it can tell        ───────────> Key("text", …)
Key("joined", article) marks an article whose addresses show different states of it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

import xxhash

from tagwire.model import Article, CompletenessState, Key, Page, Tagged
from tagwire.text import content_hash, words_of
from tagwire.urls import fetch_url, host_of, registrable_domain, url_key

URL = "url"
GUID = "guid"
TEXT = "text"
JOINED = "joined"

# A start page is no name of an article: dead articles redirect to it, and sloppy
# templates make it the canonical address of everything.
_HOME_PATH = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?)?/?(?:(?:index|default|home)(?:\.\w{2,5})?)?/?"
)

MAX_GUID_CHARS = 300
# "7" or "latest" says nothing; a word without digits is an id only when it is long.
MIN_GUID_CHARS = 4
MIN_GUID_CHARS_WITHOUT_DIGIT = 16

# Flashes and notices are templates in which the numbers are the news: the longest of
# the gold set has 29 words, cookie walls and error pages seldom more than this.
MIN_TEXT_WORDS = 60
# A text that has none of the headline's longest words is a wall, a stub or an error page
# before it is an article. On 1,274 extracted pages 4 % of true pairs fail this; of
# random headlines 5 % to 9 % pass on texts of up to 300 words (with five words, 30 %).
HEADLINE_WORDS = 3


def candidate_keys(tagged: Tagged, page: Page) -> tuple[Key, ...]:
    """Return the keys of the article, without repeats; the asked URL is the first, the text last."""
    article, response = tagged.article, page.response
    asked = fetch_url(response.url) or response.url
    later = [response.final_url]
    if _is_same_house(article.uri, (response.url, response.final_url)):
        later.append(article.uri)
    # Each spelling is normalised once: that is most of the cost of a decision.
    known = {url: url_key(url) for url in (asked, *later) if url}
    urls = [known[asked], *(known[url] for url in later if url and not _is_home(known[url]))]
    keys = [Key(kind=URL, value=value) for value in urls]
    guid = page.entry.guid.strip() if page.entry is not None else ""
    if guid not in known and _is_id(guid) and url_key(guid) not in urls:
        keys.append(Key(kind=GUID, value=f"{article.publisher.domain}|{guid}"))
    text = text_key_of(article)
    return tuple(dict.fromkeys(keys if text is None else [*keys, text]))


def text_key_of(article: Article) -> Key | None:
    """Return the key of the whole text, or None when an equal text would prove nothing."""
    if article.completeness.state is not CompletenessState.FULL:
        return None
    words = words_of(article.text)
    if len(words) < MIN_TEXT_WORDS or not is_about(article.headline, words):
        return None
    return Key(kind=TEXT, value=content_hash(article.text))


def is_about(headline: str, words: Iterable[str]) -> bool:
    """Tell whether a text has one of the longest words of a headline."""
    longest = sorted(set(words_of(headline)), key=lambda word: (-len(word), word))
    return not set(longest[:HEADLINE_WORDS]).isdisjoint(words)


def address_key_of(article: Article) -> str:
    """Return the URL key of an article outside the store, "" when it has no address."""
    urls = (article.uri, article.url)
    is_own = not article.url or _is_same_house(article.uri, (article.url,))
    keys = (url_key(url) for url in (urls if is_own else urls[1:]) if host_of(url))
    return next((key for key in keys if not _is_home(key)), "")


def _is_same_house(uri: str, urls: tuple[str, ...]) -> bool:
    """Tell whether a canonical link stays in its house; elsewhere it marks a copy."""
    domains = {registrable_domain(host_of(url)) for url in urls}
    return registrable_domain(host_of(uri)) in domains


def _is_home(key: str) -> bool:
    """Tell whether a URL key is that of a start page."""
    _, slash, path = key.partition("/")
    return "?" not in key and _HOME_PATH.fullmatch(slash + path) is not None


def _is_id(guid: str) -> bool:
    """Tell whether a guid looks like one: some feeds write the title or a constant."""
    if not MIN_GUID_CHARS <= len(guid) <= MAX_GUID_CHARS or re.search(r"\s", guid):
        return False
    if guid.startswith(("http://", "https://")):
        return not _is_home(url_key(guid))
    return any(char.isdigit() for char in guid) or len(guid) >= MIN_GUID_CHARS_WITHOUT_DIGIT


def article_id_of(founding: Key, content_hash: str = "") -> str:
    """Return the opaque id of the article that this key founds: 13 letters and digits.

    With the content hash it is the id of an article that takes over a used address.
    """
    name = "\n".join([founding.kind, founding.value, content_hash]).rstrip("\n")
    digest = xxhash.xxh3_64_digest(name.encode("utf-8", "surrogatepass"))
    return base64.b32encode(digest).decode("ascii").rstrip("=").lower()
