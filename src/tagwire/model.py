"""The nouns of Tagwire: frozen values that every room speaks.

    Source --poll--> Entry --fetch--> Response --extract--> Article --tag--> Tagged
                                                                            |
              NewArticle, NewVersion, Unchanged, with Relations <--decide--+

Values only: no sockets, files, clock or settings. Datetimes are aware and keep
the offset that the publisher printed; order and compare them by UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """What a source is, by how it lists articles."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    WARC = "warc"


class BlockKind(StrEnum):
    """What a piece of an article is."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    QUOTE = "quote"
    LIST_ITEM = "list_item"
    SUMMARY = "summary"
    CAPTION = "caption"
    CREDIT = "credit"
    CORRECTION = "correction"
    TABLE = "table"
    EMBED = "embed"


# The kinds whose texts, in order and with a blank line between, are the text of an article.
TEXT_KINDS = frozenset(
    {
        BlockKind.SUMMARY,
        BlockKind.PARAGRAPH,
        BlockKind.SUBHEAD,
        BlockKind.QUOTE,
        BlockKind.LIST_ITEM,
        BlockKind.TABLE,
    }
)


class RemovedKind(StrEnum):
    """What a piece of the page is that was kept out of the article."""

    PROMO = "promo"
    ADVERT = "advert"
    RELATED = "related"
    BYLINE_REPEAT = "byline_repeat"
    SHARE = "share"
    COMMENT = "comment"
    LEGAL = "legal"


class Precision(StrEnum):
    """How exactly a moment is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class Zone(StrEnum):
    """Where the offset of a moment comes from."""

    STATED = "stated"
    ASSUMED = "assumed"


class CompletenessState(StrEnum):
    """How much of the article the page gave us."""

    FULL = "full"
    PARTIAL = "partial"
    HEADLINE_ONLY = "headline_only"
    PAYWALLED = "paywalled"


class CreditRole(StrEnum):
    """What a credited house or person contributed."""

    ORIGINATOR = "originator"
    PHOTO = "photo"
    SOURCE = "source"


class TagKind(StrEnum):
    """What a tag names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"
    EVENT = "event"
    OBJECT = "object"
    DOMAIN = "domain"
    AGENCY = "agency"
    TOPIC = "topic"
    KEYWORD = "keyword"


class Role(StrEnum):
    """As what an article has a tag. ``SUBJECT`` is derived; the others come from mentions."""

    SUBJECT = "subject"
    MENTIONED = "mentioned"
    SPEAKER = "speaker"
    DATELINE = "dateline"
    CITED_SOURCE = "cited_source"
    PHOTO_CREDIT = "photo_credit"
    LINKED_DOMAIN = "linked_domain"
    PUBLISHER_KEYWORD = "publisher_keyword"
    AUTHOR = "author"
    AGENCY = "agency"


class RelationKind(StrEnum):
    """How one article stands to another."""

    VERSION_OF = "version_of"
    COPY_OF = "copy_of"
    REPLACES = "replaces"
    SAME_STORY = "same_story"
    FOLLOWS = "follows"


class Stage(StrEnum):
    """Where in the chain a record is."""

    POLL = "poll"
    PARSE = "parse"
    FETCH = "fetch"
    EXTRACT = "extract"
    TAG = "tag"
    RELATE = "relate"
    STORE = "store"
    INPUT = "input"


class Reason(StrEnum):
    """Why a record stopped. Each is explained in ``docs/reference/reasons.md``."""

    # fetch and poll
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    REFUSED_ADDRESS = "refused_address"
    UNKNOWN_SCHEME = "unknown_scheme"
    BAD_URL = "bad_url"
    ROBOTS = "robots"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_REDIRECT = "bad_redirect"
    BAD_ENCODING = "bad_encoding"
    TRUNCATED = "truncated"
    HTTP_CLIENT_ERROR = "http_client_error"
    HTTP_SERVER_ERROR = "http_server_error"
    GONE = "gone"
    RATE_LIMITED = "rate_limited"
    # parse
    NOT_A_FEED = "not_a_feed"
    EMPTY_BODY = "empty_body"
    TOO_DEEP = "too_deep"
    TOO_MANY_ENTRIES = "too_many_entries"
    NO_LINK = "no_link"
    # extract and tag
    NOT_HTML = "not_html"
    NO_ARTICLE = "no_article"
    INDEX_PAGE = "index_page"
    ERROR_PAGE = "error_page"
    CAPTCHA = "captcha"
    CONSENT_WALL = "consent_wall"
    CRASHED = "crashed"
    # commands
    BAD_LINE = "bad_line"
    MISSING_FIELD = "missing_field"
    DISK_FULL = "disk_full"
    # store
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A record that stopped: where, which one, why.

    ``key`` is the URL or id of the record; ``detail`` is one plain sentence for people.
    """

    stage: Stage
    key: str
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time as a publisher stated it.

    ``at`` is aware. With ``Precision.DAY`` its time of day is midnight and means nothing.
    """

    at: datetime
    precision: Precision = Precision.SECOND
    zone: Zone = Zone.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes a page. Identity is ``domain``, the registrable domain."""

    domain: str
    name: str
    family: str | None = None  # owner group whose titles never count as two origins
    country: str | None = None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place that lists articles."""

    key: str  # stable slug, unique in a store
    kind: SourceKind
    url: str
    publisher: Publisher
    title: str = ""
    languages: tuple[str, ...] = ()  # BCP 47, as declared
    folders: tuple[str, ...] = ()  # how the owner sorts it: categories of OPML
    interval_s: int | None = None  # fixed by the owner; None = the schedule decides
    selector: str = ""  # the owner's CSS or XPath for the links of a listing page
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The picture that stands for an article."""

    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that an entry points at."""

    url: str
    type: str = ""
    length_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a source says about one article (Atom entry, RSS item, sitemap url).

    ``title`` is plain text; ``summary`` and ``content`` are sanitised HTML.
    ``origin`` is the publisher that RSS ``<source>`` names, with its URL.
    """

    url: str
    guid: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    language: str | None = None
    origin: str | None = None
    origin_url: str | None = None
    source: str = ""  # key of the source; empty until a source is known


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSource:
    """What one document of a source says: its own head and its entries in document order."""

    title: str = ""
    link: str = ""
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    min_interval_s: int | None = None  # ttl, sy:updatePeriod: do not ask more often
    skip_hours: tuple[int, ...] = ()  # of the day in GMT: do not ask then
    skip_days: tuple[int, ...] = ()  # 0 is Monday
    hubs: tuple[str, ...] = ()  # who tells of news at once (WebSub)
    topic: str = ""  # its own address, under which hubs know it


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where a source says that it is from now on, and how often it said so."""

    to: str
    since: datetime
    polls: int


# The status of what stands for a page that nobody asked for: its entry is all there is.
NOT_ASKED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One fetched representation, from HTTP or WARC alike.

    ``url`` is what was asked, ``final_url`` what answered after redirects, and
    ``permanent_url`` how far redirects led that are for good, "" when none was.
    ``body`` is decoded from its content encoding, not from its charset.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]  # names in lower case, in order
    body: bytes
    fetched: datetime
    permanent_url: str = ""

    def header(self, name: str) -> str | None:
        """Return the first header of this lower-case name, or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A response with what the source said about it: the input of extraction."""

    response: Response
    entry: Entry | None = None
    publisher: Publisher | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside a block: code points ``start`` to ``end`` of its text."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of an article, in order; ``at`` is set where a dated entry of a live blog opens."""

    kind: BlockKind
    text: str
    links: tuple[Link, ...] = ()
    at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A piece of the page that was kept out of the article, and why."""

    kind: RemovedKind
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """An original agency, house or photographer, with the words that say so."""

    name: str
    role: CreditRole
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How much of the article we have, and how we know."""

    state: CompletenessState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was extracted from one page."""

    uri: str  # canonical link, else the final URL, cleaned
    url: str  # as asked
    headline: str
    publisher: Publisher
    description: str = ""
    blocks: tuple[Block, ...] = ()
    removed: tuple[Removed, ...] = ()
    by: str = ""  # byline as printed, without the word before it ("By")
    authors: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None
    language: str | None = None  # BCP 47; None when nothing tells
    section: str = ""
    genre: str = ""
    keywords: tuple[str, ...] = ()
    opt_outs: tuple[str, ...] = ()  # what the publisher forbids: noarchive, max-snippet:80 …
    image: Image | None = None
    completeness: Completeness = field(
        default_factory=lambda: Completeness(state=CompletenessState.FULL)
    )

    @property
    def text(self) -> str:
        """The readable blocks in order, a blank line between."""
        return "\n\n".join(block.text for block in self.blocks if block.kind in TEXT_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where an article names a tag.

    ``field`` is ``headline``, ``text`` or ``blocks/N``; ``start`` and ``end`` are
    code points of that string. Fields without a text of ours (``by``, ``keywords/N``,
    ``credits/N``, ``links/…``) are spelled the same way.
    """

    field: str
    start: int
    end: int
    surface: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A subject of articles, as shown in a hashtag."""

    slug: str
    label: str
    kind: TagKind
    of: str | None = None  # slug of the country or house that a group belongs to
    uri: str | None = None  # Wikidata, when known

    @property
    def hashtag(self) -> str:
        """The label as a hashtag: ``#VladimirPutin``, ``#Kremlin.ru``."""
        if self.kind is TagKind.DOMAIN:
            return "#" + self.label
        words = self.label.replace("-", " ").replace("'", "").replace("’", "").split()
        return "#" + "".join(word[:1].upper() + word[1:] for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTag:
    """A tag on one article: as what, how much, how sure, and where it says so."""

    tag: Tag
    roles: tuple[Role, ...]
    relevance: float  # how much the article is about it, 0..1 (IPTC relevance)
    confidence: float  # how sure we are, 0..1 (IPTC confidence)
    mentions: tuple[Mention, ...]
    shown: bool = True  # False: too weak to show


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """What the corpus decided about a name: which tag it means.

    ``name`` is the form for look-ups (slug without hyphens); ``share`` of the articles
    that tell agree.
    """

    name: str
    tag: Tag
    articles: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasSnapshot:
    """The aliases as the corpus stood at the end of a UTC day (``YYYY-MM-DD``).

    A snapshot never changes, so that a day can be tagged again with the same result.
    """

    day: str
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """An IPTC Media Topic of the article."""

    code: str
    label: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """An article with its tags."""

    article: Article
    language: str | None
    categories: tuple[Category, ...] = ()
    tags: tuple[ArticleTag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationReason:
    """One reason of a relation, in numbers and in words."""

    kind: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How article ``a`` stands to article ``b``, and why."""

    a: str
    b: str
    kind: RelationKind
    score: float
    reasons: tuple[RelationReason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A name under which an article can be found again: kind ``url``, ``guid`` or ``text``.

    A ``text`` key is the hash of a whole text; it stays with the first article that had it.
    """

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article already stored that shares a key with a new one."""

    article: str
    keys: tuple[Key, ...]
    publisher: str  # domain
    content_hash: str  # of the newest version
    versions: int
    text: str  # of the newest version
    headline: str
    first_seen: datetime
    family: str | None = None  # of the publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """Found an article."""

    article: str
    keys: tuple[Key, ...]
    tagged: Tagged
    content_hash: str
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """Keep a newer state of an article; ``n`` counts from 1 (the founding state)."""

    article: str
    n: int
    keys: tuple[Key, ...]
    tagged: Tagged
    content_hash: str
    reason: str  # in words: why it is this article
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The article is known with this very content; only its keys may be new."""

    article: str
    keys: tuple[Key, ...]
    reason: str


Intent = NewArticle | NewVersion | Unchanged
