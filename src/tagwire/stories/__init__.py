"""Decides which article a page is: a new one, a newer state of a known one, or nothing new.

Enters: a tagged article, its page, and the stored articles that share a key
with it. Leaves: intents for the store, each with its reason in words.
Forbidden: looking anything up. The caller fetches the candidates, so that the
same decisions hold live, over archives and in tests.
"""

from tagwire.stories.decision import Decisions, content_hash_of, decide, decide_batch
from tagwire.stories.keys import address_key_of, article_id_of, candidate_keys
from tagwire.stories.lineage import Carried, Origin, Told, origins_of
from tagwire.stories.near_copies import WINDOW_DAYS
from tagwire.stories.posting import Near, Posting, Related, Why
from tagwire.stories.recent import Placed, Recent, Sketched, hashes_of
from tagwire.stories.relating import Relater
from tagwire.stories.sketches import Sketch

__all__ = [
    "WINDOW_DAYS",
    "Carried",
    "Decisions",
    "Near",
    "Origin",
    "Placed",
    "Posting",
    "Recent",
    "Related",
    "Relater",
    "Sketch",
    "Sketched",
    "Told",
    "Why",
    "address_key_of",
    "article_id_of",
    "candidate_keys",
    "content_hash_of",
    "decide",
    "decide_batch",
    "hashes_of",
    "origins_of",
]
