"""What kind of page it is: one with a gallery, video or audio at its heart, or no article at all.

Pages that stand in for an article (errors, questions whether a person reads, consent)
are told by their title and by having little text and no article in JSON-LD.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tagwire.extract._features import ends_sentence
from tagwire.extract._head import Head
from tagwire.extract._jsonld import types_of
from tagwire.model import TEXT_KINDS, Block, BlockKind, Reason
from tagwire.text import words_of

# A page with more text than this is no notice, and is about its text, not its video.
_MAX_NOTICE_WORDS = 150
_MAX_BESIDE_WORDS = 200
_MIN_NEWS_SENTENCES = 2  # paragraphs that end like a sentence
_SAID = frozenset({BlockKind.PARAGRAPH, BlockKind.SUMMARY})
_KIND_OF_TYPE: Mapping[str, str] = {
    "ImageGallery": "gallery",
    "MediaGallery": "gallery",
    "VideoObject": "video",
    "VideoGallery": "video",
    "Movie": "video",
    "TVEpisode": "video",
    "AudioObject": "audio",
    "PodcastEpisode": "audio",
    "RadioEpisode": "audio",
}
_KIND_OF_OG_TYPE: Mapping[str, str] = {"video": "video", "music": "audio", "audio": "audio"}
_LIST_TYPES = frozenset({"CollectionPage", "SearchResultsPage"})
_NOTICES: tuple[tuple[Reason, re.Pattern[str], str], ...] = (
    (
        Reason.CAPTCHA,
        re.compile(
            r"just a moment|attention required|(?:verify|confirm|prove)\b.{0,30}\b(?:human|not a (?:robot|bot))|are you a (?:robot|human)|"
            r"checking your browser|pardon our interruption|access (?:to this page has been )?denied|security check|bot (?:detection|verification)|"
            r"sind sie (?:ein mensch|ein roboter)|vérification de sécurité|êtes-vous un (?:humain|robot)|eres (?:un robot|humano)|sei un robot|"
            r"подтвердите, что (?:вы не робот|запросы)|вы не робот|доступ (?:запрещ[её]н|ограничен)|人机验证|安全验证|ロボットではありません|보안 ?문자",
            re.IGNORECASE,
        ),
        "The page asks whether a person reads.",
    ),
    (
        Reason.ERROR_PAGE,
        re.compile(
            r"^\W*(?:error\W*)?(?:404|403|410|500|502|503)\b|\b404\W*$|(?:page|article|content|site) (?:is |was |could |can(?:no|')t |be )*(?:not|n't|no longer) (?:be )?(?:found|available|exist)|"
            r"page (?:does not|doesn['’]t) exist|(?:internal server|http|server) error|service unavailable|bad gateway|under maintenance|"
            r"(?:seite|artikel|inhalt) (?:wurde |konnte )?(?:leider )?nicht (?:mehr )?(?:gefunden|verfügbar)|page (?:introuvable|non trouvée)|cette page n['’]existe|"
            r"página no encontrada|no se (?:ha encontrado|encontró) la página|pagina non trovata|página não encontrada|pagina niet gevonden|"
            r"nie znaleziono strony|strona nie istnieje|страница не найдена|сторінку не знайдено|sayfa bulunamadı|الصفحة غير موجودة|页面不存在|找不到(?:页面|網頁|网页)|"
            r"ページが見つかりません|페이지를 찾을 수 없|siden (?:blev|ble) ikke funnet|sidan (?:kunde inte hittas|hittades inte)",
            re.IGNORECASE,
        ),
        "The page says that something went wrong or is not there.",
    ),
    (
        Reason.CONSENT_WALL,
        re.compile(
            r"^\W*(?:before you continue|(?:we value )?your privacy(?: matters| choices)?|(?:cookie|privacy|consent)(?: and \w+)? (?:consent|settings|preferences|notice|choices|center)|we use cookies|"
            r"cookie[- ]?(?:einstellungen|hinweis|zustimmung)|datenschutz(?:einstellungen|hinweis)|ihre privatsphäre|bevor sie fortfahren|weiter mit werbung|"
            r"(?:votre|vos) (?:vie privée|choix)|gestion des cookies|avant de continuer|tu privacidad|antes de (?:continuar|ir a)|la tua privacy|prima di continuare|"
            r"(?:jouw|uw) privacy|voordat je verdergaat|twoja prywatność|zanim przejdziesz)",
            re.IGNORECASE,
        ),
        "The page asks for consent before it shows anything.",
    ),
)


def page_kind(head: Head, blocks: Sequence[Block]) -> str:
    """Return gallery, video or audio when the page is that with a few words, else ""."""
    if _words_of_blocks(blocks) > _MAX_BESIDE_WORDS:
        return ""
    kind = _KIND_OF_OG_TYPE.get(head.first("og:type").lower().split(".")[0], "")
    if kind or head.article:
        return kind
    found = (_KIND_OF_TYPE.get(name) for thing in head.things for name in types_of(thing))
    return next((kind for kind in found if kind), "")


def refusal_of(head: Head, headline: str, blocks: Sequence[Block]) -> tuple[Reason, str] | None:
    """Return why the page is a notice or a list and no article, or None."""
    if head.article or _words_of_blocks(blocks) > _MAX_NOTICE_WORDS:
        return None
    is_article = head.first("og:type").lower() == "article"
    # Short news has such words in its title too: "Security check staff go on strike".
    if is_article and _sentences_of(blocks) >= _MIN_NEWS_SENTENCES:
        return None
    for reason, words, sentence in _NOTICES:
        if words.search(head.title[:200]) or words.search(headline[:200]):
            return reason, sentence
    if is_article:
        return None
    if any(_LIST_TYPES.intersection(types_of(thing)) for thing in head.things):
        return Reason.INDEX_PAGE, "The page is a list of articles."
    return None


def _sentences_of(blocks: Sequence[Block]) -> int:
    return sum(block.kind in _SAID and ends_sentence(block.text) for block in blocks)


def _words_of_blocks(blocks: Sequence[Block]) -> int:
    return len(words_of(" ".join(block.text for block in blocks if block.kind in TEXT_KINDS)))
