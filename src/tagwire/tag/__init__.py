"""Articles to tags: people, organisations, places, groups, domains, and as what.

    in     Article values; a Catalogue made by ``load_catalogue`` from the shipped tables
    out    Tagged values: tags with kind, roles, relevance, and a span for each mention;
           language and IPTC categories; or Rejected
    corpus votes of its names; ``vote`` makes a snapshot, that tomorrow's Tagger takes
    apart  ``detect_language``, ``identify`` (given spans to slugs), ``agree`` (over documents)

Forbidden here: files, sockets, clock, randomness, settings, globals that change.
"""

from tagwire.tag._agree import Agreement, Ballot, agree
from tagwire.tag._aliases import Aliases, Merge, merges_of
from tagwire.tag._catalogue import Catalogue, load_catalogue
from tagwire.tag._categories import categories_of
from tagwire.tag._identify import identify
from tagwire.tag._language import detect_language
from tagwire.tag._names import FindNames, NameFinder
from tagwire.tag._quality import LanguageQuality, language_quality
from tagwire.tag._span import Span
from tagwire.tag._tagger import TAGGER_VERSION, Tagger
from tagwire.tag._votes import NameRow, Vote, name_of, vote

__all__ = [
    "TAGGER_VERSION",
    "Agreement",
    "Aliases",
    "Ballot",
    "Catalogue",
    "FindNames",
    "LanguageQuality",
    "Merge",
    "NameFinder",
    "NameRow",
    "Span",
    "Tagger",
    "Vote",
    "agree",
    "categories_of",
    "detect_language",
    "identify",
    "language_quality",
    "load_catalogue",
    "merges_of",
    "name_of",
    "vote",
]
