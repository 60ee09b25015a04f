"""Query parameters of single sites that say how a reader came, never what is shown.

Facts collected by hand: by registrable domain, names in lower case.
"""

from __future__ import annotations

from collections.abc import Mapping

SITE_TRACKERS: Mapping[str, frozenset[str]] = {
    domain: frozenset(names.split())
    for domain, names in {
        "aljazeera.com": "traffic_source",
        "bbc.co.uk": "ocid ns_mchannel ns_source ns_campaign ns_linkname ns_fee pinned_post_type",
        "bbc.com": "ocid ns_mchannel ns_source ns_campaign ns_linkname ns_fee pinned_post_type",
        "bloomberg.com": "srnd sref cmpid leadsource",
        "cbsnews.com": "ftag intcid",
        "cnbc.com": "__source",
        "cnet.com": "ftag",
        "cnn.com": "hpt iid cid",
        "dailymail.co.uk": "ito ico",
        "dw.com": "maca",
        "economist.com": "etear fsrc",
        "elmundo.es": "s_kw intcmp cid",
        "elpais.com": "ssm rel event_log prod prm",
        "facebook.com": "__cft__[0] __tn__ acontext fref hc_location mibextid refid rdid share_url",
        "faz.net": "gepc",
        "forbes.com": "sh ss",
        "ft.com": "ftcamp segmentid sharetype accesstoken",
        "google.com": "ved ei usg sa sxsrf gs_lcp sclient gws_rd rlz aqs sourceid bih biw oc",
        "instagram.com": "igshid igsh ig_rid",
        "latimes.com": "_amp",
        "lefigaro.fr": "een seen m_i",
        "lemonde.fr": "lmd_medium lmd_campaign lmd_creation lmd_source",
        "linkedin.com": "trk trkemail lipi refid trackingid",
        "medium.com": "sk gi",
        "msn.com": "ocid cvid pc ei",
        "nbcnews.com": "cid icid",
        "nypost.com": "utm",
        "nytimes.com": "smid smtyp partner emc rss action module pgtype region version "
        "contentcollection contentplacement rref sgrp login auth unlocked_article_code",
        "politico.com": "nname nrid nid lo",
        "reddit.com": "share_id rdt correlation_id ref_campaign ref_source",
        "repubblica.it": "ref",
        "reuters.com": "feedtype feedname edition rpc virtualbrandchannel",
        "spiegel.de": "sara_ref sara_ecid",
        "substack.com": "r publication_id post_id isfreemail triedredirect token",
        "theguardian.com": "cmp intcmp inapp",
        "time.com": "xid iid",
        "twitter.com": "s t ref_src ref_url cn cxt",
        "usatoday.com": "gnt-cfr csp",
        "washingtonpost.com": "wpisrc wpmm tid nid",
        "welt.de": "wtrid wtmc cid",
        "wsj.com": "mod st reflink reason tesla",
        "x.com": "s t ref_src ref_url cn cxt",
        "yahoo.com": "soc_src soc_trk tsrc fr ncid",
        "youtube.com": "si feature pp ab_channel embeds_referring_euri source_ve_path",
        "zdnet.com": "ftag",
        "zeit.de": "wt_zmc",
    }.items()
}
