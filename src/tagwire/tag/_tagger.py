"""The stage: articles in, articles with tags out."""

from __future__ import annotations

from collections.abc import Sequence

from tagwire.model import (
    TEXT_KINDS,
    AliasSnapshot,
    Article,
    Reason,
    Rejected,
    Role,
    Stage,
    Tagged,
    TagKind,
)
from tagwire.tag._aliases import Aliases
from tagwire.tag._catalogue import Catalogue
from tagwire.tag._categories import categories_of
from tagwire.tag._compose import composed, restored
from tagwire.tag._domains import find_domains, without_domains
from tagwire.tag._drafts import Drafts
from tagwire.tag._fields import Field, fields_of
from tagwire.tag._identity import Named, identities_of
from tagwire.tag._language import detect_language
from tagwire.tag._names import FindNames, NameFinder
from tagwire.tag._parties import native_of
from tagwire.tag._roles import dateline_of, role_of
from tagwire.tag._span import Span

TAGGER_VERSION = "rules-5"


class Tagger:
    """Tags articles by rules, a catalogue and the corpus's opinion of the day before.

    Pure: equal articles and an equal snapshot give equal tags.
    """

    name = "tag"

    def __init__(
        self,
        catalogue: Catalogue,
        find_names: FindNames | None = None,
        *,
        snapshot: AliasSnapshot | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.aliases = Aliases(snapshot or AliasSnapshot(day=""), catalogue)
        self.find_names = find_names or NameFinder(catalogue)

    def __call__(self, articles: Sequence[Article], /) -> list[Tagged | Rejected]:
        """Return each article with its tags, or why it has none, in order."""
        return [self._tag(article) for article in articles]

    def _tag(self, given: Article) -> Tagged | Rejected:
        article, places = composed(given)
        fields = fields_of(article)
        if not any(field.text.strip() for field in fields):
            return Rejected(
                stage=Stage.TAG,
                key=article.uri or article.url,
                reason=Reason.NO_ARTICLE,
                detail="there is neither a headline nor a text to tag",
            )
        language = self._language_of(article, fields)
        drafts = Drafts(self.catalogue, article, fields, language)
        names = self._names_of(fields, language)
        texts = {i: field.text for i, field in enumerate(fields)}
        names = [
            name._replace(known=native_of(name.known, article.publisher))
            for name in _without_bylines(names, fields, article.authors)
        ]
        names, roles = _with_roles(fields, names)
        drafts.add_identities(identities_of(names, texts), roles)
        drafts.add_links()
        drafts.add_credits()
        drafts.add_authors()
        drafts.add_keywords()
        return Tagged(
            article=given,
            language=language,
            categories=categories_of(article),
            tags=restored(self.aliases(drafts.finished()), places),
        )

    def _language_of(self, article: Article, fields: Sequence[Field]) -> str | None:
        body = " ".join(field.text for field in fields if field.kind in TEXT_KINDS)
        return detect_language(f"{article.headline} {body[:400]}", article.language)

    def _names_of(self, fields: Sequence[Field], language: str | None) -> list[Named]:
        domains = [find_domains(field.text) for field in fields]
        texts = [
            without_domains(field.text, found) for field, found in zip(fields, domains, strict=True)
        ]
        spans = self.find_names(texts, language)
        names = []
        for place, field in enumerate(fields):
            named = [domain for domain in domains[place] if not domain.shared]
            found = [Span(d.start, d.end, TagKind.DOMAIN, None, 0.95) for d in named]
            for span in sorted([*found, *spans[place]]):
                surface = field.text[span.start : span.end]
                names.append(Named(place, span.start, span.end, surface, *span[2:]))
        return names


def _without_bylines(
    names: Sequence[Named], fields: Sequence[Field], authors: Sequence[str]
) -> list[Named]:
    """Drop what is but a part of an author's printed name: "Asia" of "Asia Argento"."""
    printed = {
        (place, start, start + len(author))
        for author in authors
        for place, field in enumerate(fields)
        if (start := field.text.find(author)) >= 0
    }
    return [
        name
        for name in names
        if not any(
            place == name.place
            and start <= name.start
            and name.end <= end
            and name.end - name.start < end - start
            for place, start, end in printed
        )
    ]


# A place line says what its names are, whatever their shape.
LINE_KINDS = {Role.DATELINE: TagKind.PLACE, Role.AGENCY: TagKind.AGENCY}
LINE_SURE = 0.85


def _with_roles(
    fields: Sequence[Field], names: Sequence[Named]
) -> tuple[list[Named], dict[Named, Role]]:
    """Return the names and their roles; the place line is looked for in the first texts."""
    lines: dict[int, Role] = {}
    for place in [i for i, field in enumerate(fields) if field.kind in TEXT_KINDS][:3]:
        inside = [i for i, name in enumerate(names) if name.place == place]
        found = dateline_of(fields[place].text, [names[i] for i in inside])
        lines = {inside[i]: role for i, role in found.items()}
        if lines:
            break
    told = [_told(name, lines.get(i)) for i, name in enumerate(names)]
    roles = {
        name: lines.get(i) or role_of(name, fields[name.place].text, fields[name.place].kind)
        for i, name in enumerate(told)
    }
    return told, roles


def _told(name: Named, role: Role | None) -> Named:
    if role is None or name.known is not None:
        return name
    return name._replace(kind=LINE_KINDS[role], sure=LINE_SURE)
