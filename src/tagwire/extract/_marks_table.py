"""What class, id and role words say about a part of a page: a table of words.

The words are those that page authors of many publishers and languages use; none
belongs to one publisher. Matching is on whole words after splitting camelCase,
dashes and underscores.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise


class Mark(IntEnum):
    """What surrounds a piece of text."""

    CAPTION = 1
    CREDIT = 2
    BYLINE = 4
    PROMO = 8
    RELATED = 16
    SHARE = 32
    ADVERT = 64
    COMMENT = 128
    LEGAL = 256
    NAV = 512
    BODY = 1024
    SUMMARY = 2048
    EMBED = 4096
    QUOTE = 8192
    CORRECTION = 16384
    HIDDEN = 32768
    # from tags, not from words
    ASIDE = 1 << 16
    HEADER = 1 << 17
    FOOTER = 1 << 18
    LIST = 1 << 19
    TABLE = 1 << 20
    FIGURE = 1 << 21
    ARTICLE = 1 << 22
    FORM = 1 << 23
    DATE = 1 << 24
    HEADLINE = 1 << 25
    WIDGET = 1 << 26


_WORDS: Mapping[Mark, str] = {
    Mark.CAPTION: """caption captions figcaption legend legende imagecaption imgcaption
        bildunterschrift bildtext bildetekst bildtekst didascalia figurecaption photocaption
        mediacaption cutline piefoto billedtekst kuvateksti bijschrift podpis opis""",
    Mark.CREDIT: """credit credits photographer fotograf fotografo photocredit imagecredit
        copyrights fotokreditt attribution bildquelle quelle""",
    Mark.BYLINE: """byline bylines author authors autor autoren auteur auteurs autore autori autores
        contributor contributors writer reporter journalist journalists forfatter skribent redacteur
        bio authorbox authorbio byl autora""",
    Mark.DATE: """date dates datetime time timestamp published publish pubdate dateline posted
        modified updated datum fecha data publication readtime meta postmeta articlemeta""",
    Mark.PROMO: """newsletter newsletters subscribe subscription subscriptions subscriber promo
        promos promotion promobox paywall signup cta appeal donate donation membership register
        registration regwall piano abo abonnement abonnieren inscription sale offer offers
        marketing upsell reco signin login callout download app apps podcast campaign upgrade
        support magazine shop gift banner""",
    Mark.RELATED: """related relatedarticles recommend recommended recommendation recommendations
        recirc recirculation recircs readmore more teaser teasers trending popular mostread most
        outbrain taboola latest carousel card cards similar suggested suggestions crosslink
        crosslinks inlinelink readnext next previous prev also relacionadas relacionados
        relacionada verwandte mehr weitere similaires correlati correlate storylist newslist
        headlines linklist links onward rail read tease upnext explore discover series feed list""",
    Mark.SHARE: """share sharing shares social socials sharedaddy addtoany addthis sharebar
        sharetools socialmedia follow facebook whatsapp bookmark toolbar tools print copylink
        reactions like likes partager compartir teilen""",
    Mark.ADVERT: """ad ads adv advert adverts advertisement advertising advertorial adslot adunit
        adbox adwrapper sponsor sponsored sponsors dfp gpt adsense doubleclick werbung anzeige
        publicidad publicite publicidade pubblicita reklama reklame annons mpu leaderboard affiliate
        commercial outstream teads""",
    Mark.COMMENT: """comment comments commentlist disqus respond discussion kommentar kommentare
        commentaires comentarios commenti replies reply komentarze coral spotim viafoura reader
        talkback""",
    Mark.LEGAL: """cookie cookies consent gdpr privacy copyright disclaimer legal terms cmp
        onetrust didomi usercentrics licence license rights policy""",
    Mark.NAV: """nav navigation navbar menu submenu breadcrumb breadcrumbs crumbs pagination pager
        pagenav search searchbox masthead tags taglist tag topics topbar topic keywords themen
        categories category kategorie subnav siteheader sitefooter site footer dropdown tabs
        language languages weather ticker skip utility""",
    Mark.BODY: """articlebody entrycontent storybody postcontent bodycopy richtext storytext
        articletext maincontent articlecontent body text paragraph paragraphs content entry prose
        story article post copy contenu texte cuerpo inhalt artikel nota texto corpo testo""",
    Mark.SUMMARY: """standfirst summary lead lede dek deck chapo chapeau intro introduction subtitle
        subheadline subheading abstract excerpt perex ingress description sottotitolo occhiello
        bajada entradilla copete zajawka vorspann anons subtitulo sumario manchet leadtext
        strapline synopsis highlights keypoints bullets""",
    Mark.EMBED: """tweet embed embeds video player instagram tiktok youtube iframe audio gallery
        slideshow playlist datawrapper infogram flourish map poll quiz""",
    Mark.QUOTE: "pullquote blockquote quote quotes zitat citation",
    Mark.CORRECTION: "correction corrections clarification editornote editorsnote erratum",
    Mark.HIDDEN: "hidden hide sr screenreader visuallyhidden invisible offscreen noprint modal popup "
    "overlay tooltip lightbox",
    Mark.HEADLINE: "headline title heading titre titulo titolo ueberschrift",
    Mark.WIDGET: "sidebar widget widgets aside factbox infobox box infocard secondary footnote "
    "footnotes accordion timeline toc contents",
}
_MARK_OF_WORD = {word: mark for mark, words in _WORDS.items() for word in words.split()}
# Two words that mean more than each: joined by a blank after splitting.
_PAIRS: Mapping[str, Mark] = {
    "article body": Mark.BODY,
    "read more": Mark.RELATED,
    "sign up": Mark.PROMO,
    "log in": Mark.PROMO,
    "sub title": Mark.SUMMARY,
    "sub headline": Mark.SUMMARY,
    "pull quote": Mark.QUOTE,
    "editors note": Mark.CORRECTION,
    "editor note": Mark.CORRECTION,
    "update note": Mark.CORRECTION,
    "screen reader": Mark.HIDDEN,
    "visually hidden": Mark.HIDDEN,
    "key points": Mark.SUMMARY,
    "twitter tweet": Mark.EMBED,
    "instagram media": Mark.EMBED,
}
MARK_OF_TAG: Mapping[str, Mark] = {
    "aside": Mark.ASIDE,
    "header": Mark.HEADER,
    "footer": Mark.FOOTER,
    "nav": Mark.NAV,
    "ul": Mark.LIST,
    "ol": Mark.LIST,
    "dl": Mark.LIST,
    "table": Mark.TABLE,
    "figure": Mark.FIGURE,
    "figcaption": Mark.CAPTION,
    "article": Mark.ARTICLE,
    "form": Mark.FORM,
    "blockquote": Mark.QUOTE,
    "q": Mark.QUOTE,
    "dialog": Mark.HIDDEN,
    "amp-social-share": Mark.SHARE,
    "address": Mark.BYLINE,
    "details": Mark.WIDGET,
}
_NAMED = re.compile(
    r"\b(?:class|id|role|itemprop|data-testid|data-component|data-type|data-module|rel"
    r'|data-qa|data-test|data-name|aria-label)="([^"]*)"'
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDING = re.compile(
    r'\shidden(?:\s|="|$)|style="[^"]*?display:\s*none|aria-hidden="true"|style="[^"]*?visibility:\s*hidden'
)


@lru_cache(maxsize=1024)
def words_of_attributes(attributes: str) -> tuple[str, ...]:
    """Return the words of class, id and role, each once."""
    words = (
        word.lower()
        for value in _NAMED.findall(attributes)
        for word in _WORD.findall(value[:300])
        if len(word) > 2
    )
    return tuple(dict.fromkeys(words))


@lru_cache(maxsize=1024)
def marks_of(attributes: str) -> int:
    """Return the marks that the attributes of a tag set, as bits of ``Mark``."""
    marks = Mark.HIDDEN.value if _HIDING.search(attributes) else 0
    for value in _NAMED.findall(attributes):
        words = [word.lower() for word in _WORD.findall(value[:300])]
        for word in words:
            mark = _MARK_OF_WORD.get(word)
            if mark is not None:
                marks |= mark.value
        for first, second in pairwise(words):
            pair = _PAIRS.get(f"{first} {second}")
            if pair is not None:
                marks |= pair.value
    return marks
