"""Tags of one article while they are put together: mentions, roles, weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tagwire.model import TEXT_KINDS, Article, ArticleTag, CreditRole, Mention, Role, Tag, TagKind
from tagwire.tag._catalogue import Catalogue, Known
from tagwire.tag._domains import linked_domains
from tagwire.tag._fields import Field
from tagwire.tag._identity import Identity, Named, slug_for, slugs_of
from tagwire.tag._keywords import clean_keywords, is_menu
from tagwire.tag._salience import features_of, relevance_of
from tagwire.tag._segment import Segmenter
from tagwire.tag._shown import Evidence, Judge, is_acronym, without_halves
from tagwire.tag.tables.names import ORGANISATION_HEADS
from tagwire.text import slug_of

# An article is about a tag in its headline, or from this relevance on.
SUBJECT_RELEVANCE = 0.5
# Roles that say nothing about what the article is about.
_BESIDE = frozenset({Role.AUTHOR, Role.PHOTO_CREDIT, Role.AGENCY, Role.LINKED_DOMAIN})
_HOUSES = frozenset({TagKind.ORGANISATION, TagKind.AGENCY})
# Before a name in a keyword: "The Democrats", "Stadt Essen".
_OPENERS = frozenset({"The", "the", "Stadt", "City"})
_CREDIT_ROLES = {
    CreditRole.ORIGINATOR: Role.AGENCY,
    CreditRole.PHOTO: Role.PHOTO_CREDIT,
    CreditRole.SOURCE: Role.CITED_SOURCE,
}


@dataclass(slots=True)
class Draft:
    """One tag in the making."""

    tag: Tag
    sure: float
    known: bool
    mentions: dict[tuple[str, int, int], Mention] = field(default_factory=dict)

    def add(self, mention: Mention) -> None:
        """Add a mention; a role that says more replaces one that says less."""
        key = (mention.field, mention.start, mention.end)
        old = self.mentions.get(key)
        if old is None or old.role is Role.MENTIONED:
            self.mentions[key] = mention


class Drafts:
    """All tags of one article in the making, by slug."""

    def __init__(
        self, catalogue: Catalogue, article: Article, fields: Sequence[Field], language: str | None
    ) -> None:
        self.catalogue = catalogue
        self._segmenter = Segmenter(catalogue, language)
        self.article = article
        self.fields = fields
        self._judge = Judge(article, fields, language, catalogue.common_of(language))
        self._drafts: dict[str, Draft] = {}

    def add_identities(self, identities: Sequence[Identity], roles: Mapping[Named, Role]) -> None:
        """Add what the texts name."""
        slugs = slugs_of(identities, self.catalogue)
        for identity, slug in zip(identities, slugs, strict=True):
            if not slug:
                continue
            draft = self._draft(slug, identity.label, identity.kind, identity.known, identity.sure)
            for name in identity.names:
                where = self.fields[name.place].name
                draft.add(_mention(where, name.start, name.surface, roles[name]))

    def add_links(self) -> None:
        """Add the houses that the article links to."""
        for i, block in enumerate(self.article.blocks):
            for start, end, domain in linked_domains(block, self.article.publisher):
                draft = self._draft(slug_of(domain), domain, TagKind.DOMAIN, None, 0.9)
                draft.add(_mention(f"blocks/{i}", start, block.text[start:end], Role.LINKED_DOMAIN))

    def add_credits(self) -> None:
        """Add the agencies and photographers that the page credits."""
        for i, credit in enumerate(self.article.credits):
            if not slug_of(credit.name):
                continue
            alias = self._segmenter.look_up(credit.name)
            known = alias.known if alias is not None else None
            kind = known.kind if known is not None else _kind_of_credit(credit.role)
            draft = self._draft_of(credit.name, kind, known, 0.85)
            role = Role.PHOTO_CREDIT if "©" in credit.evidence else _CREDIT_ROLES[credit.role]
            where = self._locate(credit.name, credit.evidence)
            if where is None:
                draft.add(_mention(f"credits/{i}", 0, credit.name, role))
            else:
                draft.add(_mention(where[0], where[1], credit.name, role))

    def add_authors(self) -> None:
        """Add the authors, found in the byline as printed where they stand there."""
        for i, author in enumerate(self.article.authors):
            if not slug_of(author):
                continue
            house = self._house_of(author)
            kind = TagKind.PERSON if house is None else house
            role = Role.AUTHOR if house is None else Role.AGENCY
            alias = self._segmenter.look_up(author) if house is not None else None
            draft = self._draft_of(author, kind, alias.known if alias else None, 0.8)
            start = self.article.by.find(author)
            if start >= 0:
                draft.add(_mention("by", start, author, role))
            else:
                draft.add(_mention(f"authors/{i}", 0, author, role))

    def _house_of(self, author: str) -> TagKind | None:
        """Return the kind of an author that is a house: an agency in the byline."""
        alias = self._segmenter.look_up(author)
        if alias is not None:
            return alias.known.kind if alias.known.kind in _HOUSES else None
        existing = self._drafts.get(slug_of(author))
        if existing is not None and existing.tag.kind in _HOUSES:
            return existing.tag.kind
        words = author.casefold().split()
        is_headed = len(words) > 1 and words[-1] in ORGANISATION_HEADS
        return TagKind.ORGANISATION if is_headed else None

    def add_keywords(self) -> None:
        """Add the publisher's own keywords: where the text has them, else as keyword."""
        of_site = is_menu(self.article.keywords)
        for i, keyword in clean_keywords(self.article.keywords, self.article.publisher):
            places = list(self._occurrences(keyword))
            if not places and of_site:
                continue
            # What the article itself calls so comes before what the word means elsewhere.
            draft = self._by_surface(keyword) or self._draft_of_keyword(keyword)
            for where, start, surface in places:
                draft.add(_mention(where, start, surface, Role.PUBLISHER_KEYWORD))
            if not places:
                start = self.article.keywords[i].find(keyword)
                if start >= 0:
                    draft.add(_mention(f"keywords/{i}", start, keyword, Role.PUBLISHER_KEYWORD))

    def _draft_of_keyword(self, keyword: str) -> Draft:
        alias = self._segmenter.look_up(keyword)
        if alias is None and keyword.islower():
            alias = self._segmenter.look_up(keyword.title())
        opener, _, rest = keyword.partition(" ")
        bare = self._segmenter.look_up(rest) if opener in _OPENERS else None
        if bare is not None and (alias is None or alias.known.weight < bare.known.weight):
            alias = bare
        known = alias.known if alias is not None and not alias.weak else None
        kind = known.kind if known is not None else TagKind.KEYWORD
        return self._draft_of(keyword, kind, known, 0.75)

    def finished(self) -> tuple[ArticleTag, ...]:
        """Return the tags, most relevant first."""
        links = self._links()
        tags = [self._finish(draft, links) for draft in self._drafts.values() if draft.mentions]
        tags = without_halves(
            tags, {draft.tag.slug: draft.known for draft in self._drafts.values()}
        )
        tags.sort(key=lambda tag: (-tag.relevance, tag.tag.slug))
        return tuple(tags)

    def _draft_of(self, label: str, kind: TagKind, known: Known | None, sure: float) -> Draft:
        """Return the draft of a name from outside the text: an existing one where it fits."""
        if known is None:
            existing = self._drafts.get(slug_of(label)) or self._by_surface(label)
            if existing is not None:
                return existing
        label = known.label if known is not None else label
        return self._draft(slug_for(label, kind, known, self.catalogue), label, kind, known, sure)

    def _by_surface(self, label: str) -> Draft | None:
        folded = label.casefold()
        for draft in self._drafts.values():
            if any(mention.surface.casefold() == folded for mention in draft.mentions.values()):
                return draft
        return None

    def _draft(
        self, slug: str, label: str, kind: TagKind, known: Known | None, sure: float
    ) -> Draft:
        draft = self._drafts.get(slug)
        if draft is None:
            of = known.of if known is not None and kind is TagKind.GROUP else ""
            uri = known.uri if known is not None else ""
            tag = Tag(slug=slug, label=label, kind=kind, of=of or None, uri=_wikidata(uri))
            draft = self._drafts[slug] = Draft(tag, sure, known is not None)
        return draft

    def _locate(self, name: str, evidence: str) -> tuple[str, int] | None:
        """Find the words that credit somebody in the texts: field and position of the name."""
        inside = evidence.find(name)
        if inside < 0:
            return None
        for place in self.fields:
            start = place.text.find(evidence)
            if start >= 0:
                return place.name, start + inside
        return None

    def _occurrences(self, keyword: str) -> Iterator[tuple[str, int, str]]:
        """Yield field, start and surface of a keyword that the texts contain as whole words.

        "SARS" is neither in "Sars" nor in "SARS-CoV-2".
        """
        flags = re.NOFLAG if is_acronym(keyword) else re.IGNORECASE
        pattern = re.compile(r"(?<![\w-])" + re.escape(keyword) + r"(?![\w-])", flags)
        for place in self.fields:
            for match in pattern.finditer(place.text):
                yield place.name, match.start(), match[0]

    def _finish(self, draft: Draft, links: int) -> ArticleTag:
        order = {place.name: i for i, place in enumerate(self.fields)}
        mentions = sorted(
            draft.mentions.values(),
            key=lambda m: (order.get(m.field, len(order)), m.field, m.start),
        )
        relevance = self._relevance(draft.tag.kind, mentions)
        roles = dict.fromkeys(mention.role for mention in mentions)
        in_headline = any(mention.field == "headline" for mention in mentions)
        about = relevance >= SUBJECT_RELEVANCE and not self._judge.is_own(draft.tag)
        if in_headline or about:
            roles = {Role.SUBJECT: None} | roles
        seen = Evidence(
            draft.tag,
            draft.sure,
            draft.known,
            frozenset(roles) - {Role.SUBJECT},
            frozenset(mention.field for mention in mentions),
            len(mentions),
            relevance,
            all(mention.surface.islower() for mention in mentions),
        )
        confidence = min(0.99, draft.sure + 0.04 * (len(mentions) - 1))
        return ArticleTag(
            tag=draft.tag,
            roles=tuple(roles),
            relevance=round(relevance, 4),
            confidence=round(confidence, 4),
            mentions=tuple(mentions),
            shown=self._judge.is_shown(seen, links),
        )

    def _relevance(self, kind: TagKind, mentions: Sequence[Mention]) -> float:
        spots = {place.name: place for place in self.fields}
        places = []
        for mention in mentions:
            place = spots.get(mention.field)
            if place is None or mention.role in _BESIDE:
                continue
            if place.kind is None or place.kind in TEXT_KINDS:
                places.append((place.kind is None, place.offset + mention.start))
        length = sum(len(place.text) for place in self.fields if place.kind in TEXT_KINDS)
        if not places:
            return 0.05
        return relevance_of(features_of(places, length, kind))

    def _links(self) -> int:
        return sum(
            any(mention.role is Role.LINKED_DOMAIN for mention in draft.mentions.values())
            for draft in self._drafts.values()
        )


def _mention(where: str, start: int, surface: str, role: Role) -> Mention:
    return Mention(field=where, start=start, end=start + len(surface), surface=surface, role=role)


def _wikidata(uri: str) -> str | None:
    return f"http://www.wikidata.org/entity/{uri}" if uri.startswith("Q") else None


def _kind_of_credit(role: CreditRole) -> TagKind:
    return TagKind.PERSON if role is CreditRole.PHOTO else TagKind.AGENCY
