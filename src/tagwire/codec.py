"""Turns model values into the JSON of the commands and the API, and back.

One place for the shapes that stay stable: null means absent, unknown input
fields are ignored, text is never changed. Nothing here reads files or clocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from tagwire.dates import parse_date
from tagwire.houses import housed
from tagwire.model import (
    Article,
    ArticleTag,
    Block,
    BlockKind,
    Category,
    Completeness,
    CompletenessState,
    Credit,
    CreditRole,
    Entry,
    Image,
    Link,
    Mention,
    Moment,
    ParsedSource,
    Precision,
    Publisher,
    Reason,
    Rejected,
    Relation,
    Removed,
    RemovedKind,
    Role,
    Stage,
    Tag,
    Tagged,
    TagKind,
)
from tagwire.urls import fetch_url, host_of, registrable_domain

# Any only at this edge: what comes from a JSON line has no type yet.
Json = dict[str, Any]

LINK_SCHEMES = ("http://", "https://", "mailto:")

_encoder = msgspec.json.Encoder()


def encode_line(value: Json) -> bytes:
    """Return the value as one UTF-8 JSON line ended by ``\\n``."""
    return _encoder.encode(value) + b"\n"


def moment_to_text(moment: Moment | None) -> str | None:
    """Return the moment as printed: a date for day precision, else ISO 8601 with its offset."""
    if moment is None:
        return None
    if moment.precision is Precision.DAY:
        return moment.at.date().isoformat()
    return moment.at.isoformat(timespec="seconds")


def article_to_json(article: Article) -> Json:
    """Return the article in the shape of ``tagwire extract``."""
    published = article.published
    return {
        "uri": article.uri,
        "url": article.url,
        "headline": article.headline,
        "description": article.description,
        "blocks": [_block_to_json(block) for block in article.blocks],
        "removed": [
            {"kind": part.kind, "text": part.text, "reason": part.reason}
            for part in article.removed
        ],
        "text": article.text,
        "by": article.by,
        "authors": list(article.authors),
        "publisher": publisher_to_json(article.publisher),
        "credits": [
            {"name": credit.name, "role": credit.role, "evidence": credit.evidence}
            for credit in article.credits
        ],
        "published": moment_to_text(published),
        "published_precision": published.precision if published else None,
        "published_zone": published.zone if published else None,
        "modified": moment_to_text(article.modified),
        "language": article.language,
        "section": article.section,
        "genre": article.genre,
        "keywords": list(article.keywords),
        "opt_outs": list(article.opt_outs),
        "image": _image_to_json(article.image),
        "completeness": {
            "state": article.completeness.state,
            "reason": article.completeness.reason,
        },
    }


def _block_to_json(block: Block) -> Json:
    links = [{"start": link.start, "end": link.end, "url": link.url} for link in block.links]
    shape: Json = {"kind": block.kind, "text": block.text, "links": links}
    if block.at is not None:
        shape["at"] = moment_to_text(block.at)
    return shape


def _image_to_json(image: Image | None) -> Json | None:
    if image is None:
        return None
    return {"url": image.url, "caption": image.caption, "credit": image.credit}


def publisher_to_json(publisher: Publisher) -> Json:
    """Return who publishes, with the optional parts only when known."""
    shape: Json = {"domain": publisher.domain, "name": publisher.name}
    if publisher.family:
        shape["family"] = publisher.family
    if publisher.country:
        shape["country"] = publisher.country
    return shape


def tagged_to_json(tagged: Tagged) -> Json:
    """Return language, categories and tags in the shape of ``tagwire tag``."""
    return {
        "language": tagged.language,
        "category": [category_to_json(category) for category in tagged.categories],
        "tags": [article_tag_to_json(tag) for tag in tagged.tags],
    }


def category_to_json(category: Category) -> Json:
    """Return an IPTC category."""
    return {"code": category.code, "label": category.label, "confidence": category.confidence}


def tag_to_json(tag: Tag) -> Json:
    """Return a tag by itself."""
    return {
        "slug": tag.slug,
        "label": tag.label,
        "hashtag": tag.hashtag,
        "kind": tag.kind,
        "of": tag.of,
        "uri": tag.uri,
    }


def article_tag_to_json(article_tag: ArticleTag) -> Json:
    """Return a tag as one article has it, with all its mentions."""
    return tag_to_json(article_tag.tag) | {
        "shown": article_tag.shown,
        "roles": list(article_tag.roles),
        "relevance": round(article_tag.relevance, 4),
        "confidence": round(article_tag.confidence, 4),
        "mentions": [mention_to_json(mention) for mention in article_tag.mentions],
    }


def mention_to_json(mention: Mention) -> Json:
    """Return where a tag is named."""
    return {
        "field": mention.field,
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "role": mention.role,
    }


def relation_to_json(relation: Relation) -> Json:
    """Return how two articles stand to each other, with the reasons."""
    reasons = [
        {"kind": reason.kind, "score": reason.score, "why": reason.why}
        for reason in relation.reasons
    ]
    return {
        "a": relation.a,
        "b": relation.b,
        "kind": relation.kind,
        "score": relation.score,
        "reasons": reasons,
    }


def rejected_to_json(rejected: Rejected) -> Json:
    """Return why a record stopped."""
    return {"stage": rejected.stage, "reason": rejected.reason, "detail": rejected.detail}


def feed_to_json(parsed: ParsedSource) -> Json:
    """Return a parsed feed in the shape of ``tagwire feed``."""
    return {
        "title": parsed.title,
        "link": parsed.link,
        "language": parsed.language,
        "entries": [_entry_to_json(entry) for entry in parsed.entries],
        "rejected": [{"key": part.key} | rejected_to_json(part) for part in parsed.rejected],
    }


def _entry_to_json(entry: Entry) -> Json:
    enclosures = [
        {"url": part.url, "type": part.type, "length": part.length_bytes}
        for part in entry.enclosures
    ]
    return {
        "title": entry.title,
        "link": entry.url or None,
        "id": entry.guid,
        "author": ", ".join(entry.authors) or None,
        "published": moment_to_text(entry.published),
        "updated": moment_to_text(entry.updated),
        "summary": entry.summary,
        "content": entry.content,
        "categories": list(entry.categories),
        "enclosures": enclosures,
        "language": entry.language,
        "origin": entry.origin,
    }


# ------------------------------------------------------------------------ back


class _PublisherIn(msgspec.Struct):
    domain: str | None = None
    name: str | None = None
    family: str | None = None
    country: str | None = None


class _LinkIn(msgspec.Struct):
    start: int
    end: int
    url: str


class _BlockIn(msgspec.Struct):
    kind: BlockKind
    text: str
    links: list[_LinkIn] | None = None
    at: str | None = None


class _RemovedIn(msgspec.Struct):
    kind: RemovedKind
    text: str
    reason: str = ""


class _CreditIn(msgspec.Struct):
    name: str
    role: str = "originator"
    evidence: str = ""


class _ImageIn(msgspec.Struct):
    url: str
    caption: str | None = None
    credit: str | None = None


class _CompletenessIn(msgspec.Struct):
    state: CompletenessState = CompletenessState.FULL
    reason: str | None = None


class _ArticleIn(msgspec.Struct):
    """An article as other tools write it: everything may be absent."""

    uri: str | None = None
    url: str | None = None
    headline: str | None = None
    title: str | None = None
    description: str | None = None
    blocks: list[_BlockIn] | None = None
    removed: list[_RemovedIn] | None = None
    text: str | None = None
    by: str | None = None
    authors: list[str] | None = None
    publisher: _PublisherIn | str | None = None
    credits: list[_CreditIn] | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    genre: str | None = None
    keywords: list[str] | None = None
    opt_outs: list[str] | None = None
    image: _ImageIn | None = None
    completeness: _CompletenessIn | None = None


def article_from_json(record: Mapping[str, Any]) -> Article | Rejected:
    """Return the article of a line: under ``article`` or flat, with blocks or with text only.

    A field of another shape than ours counts as absent; blocks keep their places.

    A line with text and no blocks becomes one paragraph block for the whole text, so that
    offsets stay those of the text as given (see ``has_blocks``).
    """
    nested = record.get("article")
    shape = nested if isinstance(nested, Mapping) else record
    try:
        given = msgspec.convert(dict(shape), _ArticleIn)
    except msgspec.ValidationError:
        given = _salvaged(shape)
    if not (given.headline or given.title or given.text or given.blocks):
        return Rejected(
            stage=Stage.INPUT,
            key=str(record.get("id") or ""),
            reason=Reason.MISSING_FIELD,
            detail="an article needs a headline, a text or blocks",
        )
    return _article_of(given)


def _salvaged(shape: Mapping[str, Any]) -> _ArticleIn:
    """Return what can be used of an article some of whose fields have another shape."""
    usable: Json = {}
    for field in msgspec.structs.fields(_ArticleIn):
        value = shape.get(field.name)
        if field.name == "blocks" and isinstance(value, list):
            value = [_usable_block(block) for block in value]
        if _fits(value, field.type):
            usable[field.name] = value
    return msgspec.convert(usable, _ArticleIn)


def _usable_block(value: object) -> Json:
    block = value if isinstance(value, Mapping) else {}
    text, kind, links = block.get("text"), block.get("kind"), block.get("links")
    return {
        "kind": kind if _fits(kind, BlockKind) else BlockKind.PARAGRAPH,
        "text": text if isinstance(text, str) else "",
        "links": [link for link in links if _fits(link, _LinkIn)]
        if isinstance(links, list)
        else [],
        "at": block.get("at") if isinstance(block.get("at"), str) else None,
    }


def _fits(value: object, kind: Any) -> bool:  # noqa: ANN401 - a type, a union or an enum
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def has_blocks(record: Mapping[str, Any]) -> bool:
    """Return whether mentions of this line count in ``blocks/N``, not in ``text``."""
    nested = record.get("article")
    shape = nested if isinstance(nested, Mapping) else record
    return bool(shape.get("blocks"))


def _article_of(given: _ArticleIn) -> Article:
    done = given.completeness or _CompletenessIn()
    return Article(
        uri=(given.uri and fetch_url(given.uri)) or given.url or given.uri or "",
        url=given.url or given.uri or "",
        headline=given.headline or given.title or "",
        publisher=_publisher_of(given.publisher, given.url or given.uri or ""),
        description=given.description or "",
        blocks=_blocks_of(given),
        removed=tuple(
            Removed(kind=part.kind, text=part.text, reason=part.reason)
            for part in given.removed or ()
        ),
        by=given.by or "",
        authors=tuple(given.authors or ()),
        credits=_credits_of(given.credits or ()),
        published=parse_date(given.published) if given.published else None,
        modified=parse_date(given.modified) if given.modified else None,
        language=given.language,
        section=given.section or "",
        genre=given.genre or "",
        keywords=tuple(given.keywords or ()),
        opt_outs=tuple(given.opt_outs or ()),
        image=_image_of(given.image),
        completeness=Completeness(state=done.state, reason=done.reason or ""),
    )


def _image_of(given: _ImageIn | None) -> Image | None:
    if given is None:
        return None
    return Image(url=given.url, caption=given.caption or "", credit=given.credit or "")


def _blocks_of(given: _ArticleIn) -> tuple[Block, ...]:
    if given.blocks:
        return tuple(
            Block(
                kind=block.kind,
                text=block.text,
                links=_links_of(block),
                at=parse_date(block.at) if block.at else None,
            )
            for block in given.blocks
        )
    return (Block(kind=BlockKind.PARAGRAPH, text=given.text),) if given.text else ()


def _links_of(block: _BlockIn) -> tuple[Link, ...]:
    """Return the links that stand in the text and lead somewhere that a page may link to."""
    return tuple(
        Link(start=link.start, end=link.end, url=link.url)
        for link in block.links or ()
        if 0 <= link.start < link.end <= len(block.text) and link.url.startswith(LINK_SCHEMES)
    )


def _publisher_of(given: _PublisherIn | str | None, url: str) -> Publisher:
    """Return who publishes: as given, else the site of the address."""
    shape = given if isinstance(given, _PublisherIn) else _PublisherIn(domain=given, name=given)
    site = registrable_domain(host_of(url)) if url else ""
    domain = shape.domain or shape.name or site
    return housed(
        Publisher(
            domain=domain, name=shape.name or domain, family=shape.family, country=shape.country
        )
    )


def _credits_of(given: Sequence[_CreditIn]) -> tuple[Credit, ...]:
    roles = {role.value: role for role in CreditRole}
    return tuple(
        Credit(
            name=part.name,
            role=roles.get(part.role, CreditRole.SOURCE),
            evidence=part.evidence,
        )
        for part in given
    )


class _MentionIn(msgspec.Struct):
    field: str
    start: int
    end: int
    surface: str = ""
    role: Role = Role.MENTIONED


class _TagIn(msgspec.Struct):
    slug: str
    label: str = ""
    kind: TagKind = TagKind.KEYWORD
    of: str | None = None
    uri: str | None = None
    shown: bool = True
    roles: list[Role] | None = None
    relevance: float = 0.0
    confidence: float = 0.0
    mentions: list[_MentionIn] | None = None


def tags_from_json(given: Sequence[Mapping[str, Any]]) -> tuple[ArticleTag, ...]:
    """Return the tags of a line that ``tagwire tag`` wrote.

    Raises msgspec.ValidationError for other shapes.
    """
    return tuple(_article_tag_of(msgspec.convert(dict(part), _TagIn)) for part in given)


def _article_tag_of(given: _TagIn) -> ArticleTag:
    return ArticleTag(
        tag=Tag(
            slug=given.slug,
            label=given.label or given.slug,
            kind=given.kind,
            of=given.of,
            uri=given.uri,
        ),
        roles=tuple(given.roles or ()),
        relevance=given.relevance,
        confidence=given.confidence,
        mentions=tuple(
            Mention(
                field=part.field,
                start=part.start,
                end=part.end,
                surface=part.surface,
                role=part.role,
            )
            for part in given.mentions or ()
        ),
        shown=given.shown,
    )
