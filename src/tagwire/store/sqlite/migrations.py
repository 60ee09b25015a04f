"""The schema of the SQLite store, as the steps that made it. Append only.

``PRAGMA user_version`` is the number of steps that a file has seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import apsw

Migration = str | Callable[[apsw.Connection], None]

_FIRST = """
-- sources ------------------------------------------------------------------
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    demo INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,  -- a removed source keeps its name for its articles
    articles INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL                   -- Source
);
CREATE UNIQUE INDEX source_url ON source(url) WHERE NOT removed;
CREATE TABLE source_state (
    source_id INTEGER PRIMARY KEY,
    next_poll INTEGER NOT NULL,
    last_success INTEGER,
    failures INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    body TEXT NOT NULL                   -- SourceState
);
CREATE INDEX source_due ON source_state(next_poll) WHERE NOT paused;
CREATE TABLE source_day (
    source_id INTEGER, day INTEGER, articles INTEGER NOT NULL,
    PRIMARY KEY (source_id, day)
) WITHOUT ROWID;

-- what sources list, and the pages to fetch ---------------------------------
CREATE TABLE entry (
    source_id INTEGER, ident TEXT, digest TEXT NOT NULL, page_id INTEGER NOT NULL,
    PRIMARY KEY (source_id, ident)
) WITHOUT ROWID;
CREATE INDEX entry_page ON entry(page_id);
CREATE TABLE page (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a late answer never lands on another page
    url TEXT NOT NULL,
    url_key TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    recheck INTEGER NOT NULL DEFAULT 0,  -- 0 until a fetch ended for good
    due INTEGER,                         -- of a leased page: when its lease ends
    leased INTEGER,                      -- when the lease was given
    again INTEGER NOT NULL DEFAULT 0,    -- its entry changed while it was leased
    attempts INTEGER NOT NULL DEFAULT 0,
    article TEXT,
    etag TEXT,
    last_modified TEXT,
    body_digest TEXT,
    entry BLOB NOT NULL                  -- Entry
);
CREATE INDEX page_queue ON page(host, recheck, due) WHERE due IS NOT NULL;
CREATE INDEX page_source ON page(source_id);
CREATE TABLE host (                      -- the heads of page_queue, so that a claim costs O(claimed)
    host TEXT PRIMARY KEY, new_due INTEGER, recheck_due INTEGER
) WITHOUT ROWID;
CREATE INDEX host_new ON host(new_due) WHERE new_due IS NOT NULL;
CREATE INDEX host_recheck ON host(recheck_due) WHERE recheck_due IS NOT NULL;
CREATE TABLE kept (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- no article points at a later response
    segment TEXT NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
    url TEXT NOT NULL, final_url TEXT NOT NULL, status INTEGER NOT NULL,
    fetched INTEGER NOT NULL, body_digest TEXT NOT NULL,
    UNIQUE (segment, start)
);
CREATE TABLE segment (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;

-- articles -------------------------------------------------------------------
CREATE TABLE publisher (
    id INTEGER PRIMARY KEY,
    domain TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    articles INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE article (                   -- ids ascend by arrival
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    listed_at INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    publisher_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,          -- 0: none
    language TEXT NOT NULL,
    categories TEXT NOT NULL,
    roles INTEGER NOT NULL,              -- of all its shown tags
    versions INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    revision INTEGER NOT NULL,           -- outbox sequence of its last change
    demo INTEGER NOT NULL,
    kept_id INTEGER
);
CREATE INDEX article_listed ON article(listed_at DESC, id DESC);
CREATE INDEX article_publisher ON article(publisher_id, listed_at DESC, id DESC);
CREATE INDEX article_source ON article(source_id, listed_at DESC, id DESC);
CREATE INDEX article_demo ON article(demo) WHERE demo;
CREATE TABLE card (article_id INTEGER PRIMARY KEY, body BLOB NOT NULL);  -- StoredCard
CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL, n INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    headline TEXT NOT NULL, content_hash TEXT NOT NULL, reason TEXT NOT NULL,
    words INTEGER NOT NULL,
    extractor TEXT NOT NULL, tagger TEXT NOT NULL,
    dictionary INTEGER NOT NULL DEFAULT 0,  -- of the compression; 0: none
    body BLOB NOT NULL,                  -- Tagged
    UNIQUE (article_id, n)
);
CREATE TABLE article_key (
    kind TEXT, value TEXT, article_id INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) WITHOUT ROWID;
CREATE INDEX article_key_article ON article_key(article_id);
CREATE TABLE relation (
    a TEXT, b TEXT, kind TEXT, score REAL NOT NULL, reasons TEXT NOT NULL,
    PRIMARY KEY (a, b, kind)
) WITHOUT ROWID;
CREATE INDEX relation_b ON relation(b);

-- tags -----------------------------------------------------------------------
CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    of TEXT,
    uri TEXT,
    articles INTEGER NOT NULL DEFAULT 0,
    publishers INTEGER NOT NULL DEFAULT 0,
    changed_seq INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX tag_articles ON tag(articles DESC, slug);
CREATE TABLE article_tag (               -- one range of this is the list of a tag
    tag_id INTEGER, listed_at INTEGER, article_id INTEGER,
    publisher_id INTEGER NOT NULL, source_id INTEGER NOT NULL,
    language TEXT NOT NULL, categories TEXT NOT NULL, roles INTEGER NOT NULL,
    PRIMARY KEY (tag_id, listed_at DESC, article_id DESC)
) WITHOUT ROWID;
CREATE TABLE tag_of (article_id INTEGER, tag_id INTEGER, PRIMARY KEY (article_id, tag_id)) WITHOUT ROWID;
CREATE TABLE tag_publisher (
    tag_id INTEGER, publisher_id INTEGER, articles INTEGER NOT NULL,
    PRIMARY KEY (tag_id, publisher_id)
) WITHOUT ROWID;
CREATE TABLE tag_day (
    tag_id INTEGER, day INTEGER, articles INTEGER NOT NULL,
    PRIMARY KEY (tag_id, day)
) WITHOUT ROWID;
CREATE INDEX tag_day_day ON tag_day(day, articles);
CREATE TABLE name (                      -- who is called so, in how many articles
    name TEXT, tag_id INTEGER, surface TEXT NOT NULL, articles INTEGER NOT NULL,
    PRIMARY KEY (name, tag_id)
) WITHOUT ROWID;
CREATE INDEX name_tag ON name(tag_id, articles DESC);
CREATE TABLE category (code TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID;

-- ledger ---------------------------------------------------------------------
CREATE TABLE total (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE counter (
    stage TEXT, outcome TEXT, reason TEXT, n INTEGER NOT NULL,
    PRIMARY KEY (stage, outcome, reason)
) WITHOUT ROWID;
CREATE TABLE rejected (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL, stage TEXT NOT NULL, key TEXT NOT NULL, reason TEXT NOT NULL,
    detail TEXT NOT NULL, at INTEGER NOT NULL,
    UNIQUE (source, stage, key, reason)
);
CREATE TABLE change (                    -- the outbox
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL
);
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

# Articles that copy another one, what a publisher's page says, merged tags, aliases by day.
_BREADTH = """
ALTER TABLE article ADD COLUMN copy_of INTEGER NOT NULL DEFAULT 0;   -- id of the original; 0: none
CREATE INDEX article_copy ON article(copy_of) WHERE copy_of > 0;
ALTER TABLE article_tag ADD COLUMN copy INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tag ADD COLUMN copies INTEGER NOT NULL DEFAULT 0;
UPDATE article SET copy_of = coalesce((
    SELECT min(original.id) FROM relation JOIN article AS original ON original.key = relation.b
    WHERE relation.a = article.key AND relation.kind = 'copy_of' AND original.id < article.id
), 0) WHERE key IN (SELECT a FROM relation WHERE kind = 'copy_of');
UPDATE article_tag SET copy = 1 WHERE article_id IN (SELECT id FROM article WHERE copy_of > 0);
UPDATE tag SET copies = (
    SELECT count(*) FROM article_tag WHERE tag_id = tag.id AND copy
) WHERE id IN (SELECT tag_id FROM article_tag WHERE copy);

ALTER TABLE publisher ADD COLUMN body TEXT;                          -- Publisher, of its newest state
ALTER TABLE publisher ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;  -- articles with several versions
ALTER TABLE publisher ADD COLUMN copies INTEGER NOT NULL DEFAULT 0;
ALTER TABLE publisher ADD COLUMN changed_seq INTEGER NOT NULL DEFAULT 0;
CREATE TABLE publisher_day (
    publisher_id INTEGER, day INTEGER, articles INTEGER NOT NULL,
    PRIMARY KEY (publisher_id, day)
) WITHOUT ROWID;
INSERT INTO publisher_day
    SELECT publisher_id, listed_at / 86400000000, count(*) FROM article GROUP BY 1, 2;
UPDATE publisher SET (edited, copies, changed_seq) = (
    SELECT coalesce(sum(versions > 1), 0), coalesce(sum(copy_of > 0), 0),
        coalesce(max(revision), 0)
    FROM article WHERE publisher_id = publisher.id
);
INSERT INTO total SELECT 'copies', count(*) FROM article WHERE copy_of > 0;
CREATE INDEX source_publisher ON source(json_extract(body, '$.publisher.domain'));

CREATE TABLE tag_merge (                 -- the log
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    merged TEXT NOT NULL, into_slug TEXT NOT NULL, reason TEXT NOT NULL, snapshot TEXT NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX tag_merge_merged ON tag_merge(merged);
CREATE INDEX tag_merge_into ON tag_merge(into_slug);
CREATE TABLE merged (                    -- where a slug leads, one step
    slug TEXT PRIMARY KEY, into_slug TEXT NOT NULL,
    body TEXT NOT NULL,                  -- the Tag that it leads to
    pending INTEGER NOT NULL             -- articles may still stand under the slug
) WITHOUT ROWID;
CREATE INDEX merged_pending ON merged(slug) WHERE pending;
CREATE TABLE alias_snapshot (day TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
"""

# What was known of a kept response, which version it shows, and what made the versions.
_REBUILD = """
ALTER TABLE kept ADD COLUMN entry BLOB;                              -- Entry
ALTER TABLE kept ADD COLUMN source_id INTEGER;
ALTER TABLE kept ADD COLUMN first_seen INTEGER;
ALTER TABLE kept ADD COLUMN article TEXT;                            -- key; NULL: it gave none
ALTER TABLE kept ADD COLUMN extractor TEXT;
ALTER TABLE kept ADD COLUMN tagger TEXT;
ALTER TABLE version ADD COLUMN kept_id INTEGER;                      -- the newest that showed it
-- Only the newest version of an article is known to be that of its newest response.
UPDATE version SET kept_id = (
    SELECT kept_id FROM article WHERE article.id = article_id AND versions = n
);
CREATE UNIQUE INDEX version_kept ON version(kept_id) WHERE kept_id IS NOT NULL;
UPDATE kept SET article = (SELECT key FROM article JOIN version ON article_id = article.id
    WHERE version.kept_id = kept.id);
CREATE INDEX page_url ON page(url);
UPDATE kept SET (entry, source_id, first_seen) = (
    SELECT entry, source_id, first_seen FROM page WHERE page.url = kept.url
);
DROP INDEX page_url;
CREATE TABLE code (                      -- how many versions it made
    extractor TEXT, tagger TEXT, versions INTEGER NOT NULL,
    PRIMARY KEY (extractor, tagger)
) WITHOUT ROWID;
INSERT INTO code SELECT extractor, tagger, count(*) FROM version GROUP BY 1, 2;
"""

# What was erased, as digests; records and rows that have yet to follow.
_ERASURE = """
CREATE TABLE erased (                    -- tombstones; no name, no address, no text
    kind TEXT, digest TEXT, met INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (kind, digest)
) WITHOUT ROWID;
CREATE TABLE erasure (                   -- the log
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, articles INTEGER NOT NULL,
    done INTEGER                         -- when the last trace was gone
);
CREATE TABLE cut (                       -- records of segments that are to be overwritten
    segment TEXT, start INTEGER, length INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (segment, start)
) WITHOUT ROWID;
CREATE TABLE sweep (what TEXT PRIMARY KEY, place) WITHOUT ROWID;  -- where to go on looking
CREATE INDEX kept_article ON kept(article) WHERE article IS NOT NULL;
"""

# Stories, and what deciding about later articles needs of those of the last weeks.
_STORIES = """
CREATE TABLE story (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
ALTER TABLE article ADD COLUMN story_id INTEGER NOT NULL DEFAULT 0;  -- 0: none
CREATE INDEX article_story ON article(story_id, listed_at DESC, id DESC) WHERE story_id > 0;
CREATE TABLE placed (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL, family TEXT NOT NULL, story TEXT NOT NULL,
    arrived INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE INDEX placed_article ON placed(article_id);
CREATE INDEX placed_arrived ON placed(arrived);
"""

# What is remembered of sites, and with which state of it versions were extracted.
_MEMORIES = """
CREATE TABLE site_memory (
    site TEXT PRIMARY KEY, version INTEGER NOT NULL,
    body BLOB NOT NULL                   -- SiteMemory
);
ALTER TABLE version ADD COLUMN memory INTEGER NOT NULL DEFAULT 0;    -- 0: none
"""

# As what articles see a tag, other than its kind: that is the one most of them see.
_KINDS = """
CREATE TABLE tag_kind (
    tag_id INTEGER, kind TEXT, articles INTEGER NOT NULL,
    PRIMARY KEY (tag_id, kind)
) WITHOUT ROWID;
INSERT INTO tag_kind SELECT tag.id, json_extract(part.value, '$.kind'), count(*)
    FROM card, json_each(CAST(card.body AS TEXT), '$.card.tags') AS part
    JOIN tag ON tag.slug = json_extract(part.value, '$.slug')
    WHERE tag.kind <> json_extract(part.value, '$.kind') GROUP BY 1, 2;
INSERT INTO tag_kind SELECT id, tag.kind, tag.articles - sum(tag_kind.articles)
    FROM tag JOIN tag_kind ON tag_id = id GROUP BY 1;
UPDATE tag SET kind = (
    SELECT tag_kind.kind FROM tag_kind WHERE tag_id = tag.id
    ORDER BY tag_kind.articles DESC, tag_kind.kind <> tag.kind, tag_kind.kind LIMIT 1
) WHERE id IN (SELECT tag_id FROM tag_kind);
DELETE FROM tag_kind WHERE articles < 1 OR kind = (SELECT tag.kind FROM tag WHERE id = tag_id);
"""

# What a publisher is called, by how many articles: the name of most is that of the publisher.
# The rows follow from cards; a name that loses here wins again with its next article.
_NAMES = """
CREATE TABLE publisher_name (
    publisher_id INTEGER, name TEXT, articles INTEGER NOT NULL,
    PRIMARY KEY (publisher_id, name)
) WITHOUT ROWID;
INSERT INTO publisher_name
    SELECT publisher_id, json_extract(CAST(body AS TEXT), '$.card.publisher.name'), count(*)
    FROM article JOIN card ON article_id = id GROUP BY 1, 2;
"""

# What hosts asked for by Retry-After: it holds for every process, and after a restart.
_HOSTS = """
CREATE TABLE host_block (
    host TEXT PRIMARY KEY,
    blocked_until INTEGER NOT NULL
) WITHOUT ROWID;
"""

# The robots.txt of each origin while it holds; no body: there is none.
_ROBOTS = """
CREATE TABLE robots (
    origin TEXT PRIMARY KEY,
    until INTEGER NOT NULL,
    body BLOB
);
CREATE INDEX robots_until ON robots (until);
"""

MIGRATIONS: Sequence[Migration] = (
    _FIRST,
    _BREADTH,
    _REBUILD,
    _ERASURE,
    _STORIES,
    _MEMORIES,
    _KINDS,
    _NAMES,
    _HOSTS,
    _ROBOTS,
)
