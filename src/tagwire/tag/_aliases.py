"""What a corpus decided, used on the tags of one article, and on whole tag pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tagwire.model import Alias, AliasSnapshot, ArticleTag, Role, Tag, TagKind
from tagwire.tag._catalogue import Catalogue
from tagwire.tag._votes import (
    AS_WORDS,
    BODIES,
    NameRow,
    is_acronym_of,
    is_short_of,
    may_be_one,
    name_of,
)
from tagwire.tag.tables.names import PERSON_PARTICLES

# From here on a place has a cue of its own, and a kind is more than a guess.
SURE_PLACE = 0.6
SURE_KIND = 0.7
# A page moves for good, so more must agree than for one article: 0.95 leaves no second bearer
# of a last name with more than one article in twenty.
MERGE_SHARE = 0.95
MERGE_ARTICLES = 5
SPELLING_ARTICLES = 2
# "V.A." is an office and "Va." a state.
SPELLING_LETTERS = 3


class Aliases:
    """The aliases of a snapshot, by name. Leaves alone what the catalogue knows."""

    def __init__(self, snapshot: AliasSnapshot, catalogue: Catalogue | None = None) -> None:
        self.day = snapshot.day
        self._by_name: Mapping[str, Alias] = {alias.name: alias for alias in snapshot.aliases}
        self._catalogue = catalogue

    def __call__(self, tags: Sequence[ArticleTag]) -> tuple[ArticleTag, ...]:
        """Return the tags of one article as the corpus calls them, each slug once."""
        if not self._by_name:
            return tuple(tags)
        tags = [self._as_keyword(tag) for tag in tags]
        targets = [self.target_of(tag, tags) for tag in tags]
        if all(target is None for target in targets):
            return tuple(tags)
        merged: dict[str, ArticleTag] = {}
        for tag, target in zip(tags, targets, strict=True):
            moved = tag if target is None else replace(tag, tag=target)
            old = merged.get(moved.tag.slug)
            merged[moved.tag.slug] = moved if old is None else _together(old, moved)
        return tuple(sorted(merged.values(), key=lambda tag: (-tag.relevance, tag.tag.slug)))

    def _as_keyword(self, found: ArticleTag) -> ArticleTag:
        """Show a keyword that the text lacks where several publishers use it."""
        if found.shown or found.tag.kind not in AS_WORDS:
            return found
        alias = self._by_name.get(name_of(found.tag.label))
        is_joined = alias is not None and alias.tag.kind in AS_WORDS
        return replace(found, shown=True) if is_joined else found

    def target_of(self, found: ArticleTag, beside: Sequence[ArticleTag]) -> Tag | None:
        """Return the tag that the corpus means by this one; None to leave it as it is."""
        alias = self._by_name.get(name_of(found.tag.label))
        if alias is None or alias.tag == found.tag or self.is_known(found.tag):
            return None
        if is_short_of(alias.name, alias.tag):
            fits = _fits_short(found, alias) and not _has_namesake(alias, beside)
        else:
            fits = may_be_one(found.tag, alias.tag)
        return alias.tag if fits else None

    def is_known(self, tag: Tag) -> bool:
        """Tell whether a tag means what it says in any corpus."""
        if tag.uri is not None or tag.kind in (TagKind.DOMAIN, TagKind.GROUP):
            return True
        found = () if self._catalogue is None else self._catalogue.names.get(tag.label, ())
        return any(alias.known[:2] == (tag.label, tag.kind) for alias in found)


def _fits_short(found: ArticleTag, alias: Alias) -> bool:
    """Tell whether what the article took a short form for can be the long one."""
    target, label, kind = alias.tag, found.tag.label, found.tag.kind
    if kind is TagKind.PLACE and found.confidence >= SURE_PLACE:
        return False
    if target.kind is TagKind.PERSON:
        if _is_another_full_name(label, target.label):
            return False
        return kind is TagKind.PERSON or found.confidence < SURE_KIND
    if is_acronym_of(alias.name, target.label):
        # "R-NC" is a Republican of North Carolina.
        return "-" not in label and (kind is not TagKind.PERSON or found.confidence < SURE_KIND)
    return kind in BODIES or kind is TagKind.KEYWORD


def _is_another_full_name(label: str, target: str) -> bool:
    """Tell whether a full name is but the tail of another: "AP Jacquelyn Martin".

    "Van Hollen" and "bin Laden" are last names of several words.
    """
    first = label.split(" ")[0]
    is_last_name = first.casefold() in PERSON_PARTICLES
    return " " in label and not is_last_name and first != target.split(" ")[0]


def _has_namesake(alias: Alias, beside: Iterable[ArticleTag]) -> bool:
    """Tell whether the article itself names another bearer, or the one meant apart from it."""
    return any(
        other.tag.kind is TagKind.PERSON
        and other.tag.slug != alias.tag.slug
        and is_short_of(alias.name, other.tag)
        for other in beside
    )


def _together(a: ArticleTag, b: ArticleTag) -> ArticleTag:
    roles = dict.fromkeys((*a.roles, *b.roles))
    ordered = ([Role.SUBJECT] if Role.SUBJECT in roles else []) + [
        role for role in roles if role is not Role.SUBJECT
    ]
    return ArticleTag(
        tag=a.tag,
        roles=tuple(ordered),
        relevance=max(a.relevance, b.relevance),
        confidence=max(a.confidence, b.confidence),
        mentions=(*a.mentions, *b.mentions),
        shown=a.shown or b.shown,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A tag whose page goes into another's from now on, with a sentence for the log."""

    slug: str
    into: Tag
    reason: str


def merges_of(
    votes: Iterable[NameRow], snapshot: AliasSnapshot, catalogue: Catalogue | None = None
) -> list[Merge]:
    """Return the tags that the snapshot says are another one, by slug.

    Stricter than for one article: what the catalogue knows never moves, and persons only
    when nearly nobody else bears the name, and it is nobody's first name.
    """
    given = frozenset() if catalogue is None else catalogue.given
    aliases = Aliases(snapshot, catalogue)
    by_name = {alias.name: alias for alias in snapshot.aliases}
    merges: dict[str, Merge] = {}
    for row in votes:
        alias = by_name.get(row.name)
        if alias is None or row.name != name_of(row.tag.label) or row.tag.slug == alias.tag.slug:
            continue
        reason = _reason(row.tag, alias)
        is_free = row.tag.label not in given and not aliases.is_known(row.tag)
        is_tail = is_short_of(alias.name, alias.tag) and _is_another_full_name(
            row.tag.label, alias.tag.label
        )
        if reason and is_free and not is_tail:
            merges[row.tag.slug] = Merge(slug=row.tag.slug, into=alias.tag, reason=reason)
    targets = {merge.into.slug for merge in merges.values()}
    # A chain is walked tomorrow: a page that others go into stays today.
    return [merges[slug] for slug in sorted(merges) if slug not in targets]


def _reason(tag: Tag, alias: Alias) -> str:
    """Return why a tag is another one, in words; empty when that is not sure enough."""
    if "--" in alias.tag.slug:
        return ""  # a slug with its kind stands beside another that has the name itself
    said = f"{alias.share:.0%} of the articles that tell, {alias.articles} in all"
    if not is_short_of(alias.name, alias.tag):
        long = len(alias.name) >= SPELLING_LETTERS
        sure = long and alias.articles >= SPELLING_ARTICLES and may_be_one(tag, alias.tag)
        return f"another spelling of {alias.tag.label} ({said})" if sure else ""
    if alias.share < MERGE_SHARE or alias.articles < MERGE_ARTICLES:
        return ""
    if alias.tag.kind is TagKind.PERSON:
        return f"means {alias.tag.label} ({said})" if tag.kind is TagKind.PERSON else ""
    is_body = tag.kind in BODIES or tag.kind is TagKind.KEYWORD
    if not is_body:
        return ""
    form = "stands for" if is_acronym_of(alias.name, alias.tag.label) else "is short for"
    return f"{form} {alias.tag.label} ({said})"
