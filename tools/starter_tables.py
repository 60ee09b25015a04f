"""What the building of the starter list decides by hand: categories, and hosts left out."""

from __future__ import annotations

# Hosts of many authors, and services that carry the feeds of others: what they list is not the
# news of one publisher.
PLATFORMS = frozenset(
    (
        "blogspot.com",
        "blogspot.in",
        "facebook.com",
        "feedblitz.com",
        "feedburner.com",
        "feedx.net",
        "google.com",
        "hnrss.org",
        "lemmy.world",
        "libsyn.com",
        "medium.com",
        "nextfeed.net",
        "nitter.net",
        "openrss.org",
        "reddit.com",
        "rsseverything.com",
        "rsshub.app",
        "rssmix.com",
        "siftrss.com",
        "substack.com",
        "t.me",
        "tumblr.com",
        "twitter.com",
        "youtube.com",
    )
)

# Codes of the lists that are none, or finer than what the feeds are written in.
LANGUAGE_CODES = {"gr": "el", "arq": "ar"}

# Our categories, and those of the lists that they stand for. "news" is general news, or
# what no list says.
CATEGORIES: dict[str, tuple[str, ...]] = {
    "news": (
        "news",
        "satire",
        "positive news",
        "podcasting",
    ),
    "world": (
        "africa",
        "asia",
        "caribbean",
        "diplomacy",
        "dr congo",
        "europe",
        "kosovo",
        "macau",
        "madeira island",
        "middle east",
        "palestine",
        "the netherlands",
        "switzerland (de)",
        "switzerland (fr)",
        "switzerland (it)",
    ),
    "regional": ("north carolina",),
    "politics": ("defense",),
    "business": (
        "agriculture",
        "aviation",
        "economy",
        "energy",
        "maritime",
        "mining",
        "nuclear power",
        "retail",
    ),
    "technology": (
        "3d printing",
        "ai",
        "apple",
        "bitcoin",
        "cloud computing",
        "computer science",
        "cryptocurrency",
        "cybersecurity",
        "google",
        "linux & oss",
        "microsoft",
        "networking",
        "privacy",
        "smart home",
    ),
    "science": (
        "photonics",
        "quantum physics",
        "space",
    ),
    "environment": (
        "climate change",
        "ecology | france",
    ),
    "health": (
        "autism",
        "healthcare | germany",
        "medicine",
        "psychology",
    ),
    "sport": (
        "cycling",
        "football",
        "formula 1",
        "formula e",
        "french football",
        "french sports",
        "mlb",
        "mma",
        "nba",
        "nfl",
        "nhl",
        "professional wrestling",
        "soccer",
        "u.s. soccer",
    ),
    "culture": (
        "entertainment",
        "french music",
        "metal music",
        "movies",
        "music",
        "nintendo",
        "simulation games",
        "tabletop gaming",
    ),
    "society": (
        "catholic",
        "homelessness",
    ),
    "lifestyle": (
        "auto",
        "coffee",
        "pizza",
        "watches & horology",
    ),
}

# Words of an address that tell the part of a paper where the lists only say "news".
SECTION_WORDS = {
    "politics": (
        "politics politica politik politique politika politiikka politikk poltica policy "
        "parliament elections government"
    ),
    "business": (
        "business economy economia economie wirtschaft ekonomija ekonomi finance finanzen markets "
        "market negocios talous money economics geld bourse"
    ),
    "technology": "technology tech technologie tecnologia teknologi digital technik computing",
    "science": "science wissenschaft ciencia sciences scienza vitenskap tiede",
    "environment": "environment climate klima umwelt ambiente environnement",
    "health": "health gesundheit salud sante salute helse terveys",
    "sport": (
        "sport sports deportes football rugby cricket tennis urheilu olahraga deporte futbol "
        "soccer calcio esporte esportes"
    ),
    "culture": (
        "culture kultur kultura cultura arts entertainment espectaculos spettacoli divertissement "
        "kulttuuri books music film movies feuilleton"
    ),
    "world": (
        "world international monde ausland mundo internacional esteri utland foreign ulkomaat "
        "verden welt svet"
    ),
    "regional": (
        "local regional region lokales regionale landkreis regionalnachrichten lokalt bayern "
        "hessen cities"
    ),
    "society": "society societe sociedad crime education cronaca policiales drustvo gesellschaft",
    "lifestyle": "lifestyle life style travel food leisure reise auto motori viajes",
}
