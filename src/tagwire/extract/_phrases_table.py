"""Words by which a short piece of text shows that it is no part of the article.

One regular expression per kind, in the languages of most news pages. They are tried
on short pieces only, at their start, so that a sentence that talks about newsletters
or cookies stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tagwire.model import RemovedKind


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases that texts begin with in any case; the patterns are in lower case.

    Folding the text and not the pattern is a third of the cost. ``late`` is tried only
    on texts with one of ``signs``: it reads on through the text to find them.
    """

    start: re.Pattern[str]
    late: re.Pattern[str] | None = None
    signs: tuple[str, ...] = ()

    def match(self, text: str) -> re.Match[str] | None:
        """Return how the text begins; positions hold for the text, the words are folded."""
        folded = folded_of(text)
        found = self.start.match(folded)
        if found is None and self.late is not None and any(sign in folded for sign in self.signs):
            return self.late.match(folded)
        return found


def folded_of(text: str) -> str:
    """Return the text in lower case, character by character."""
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(char.lower()[0] for char in text)


# The longest piece (in letters) that may be a phrase of the page and not of the article.
MAX_PHRASE_CHARS = 240

_STARTS: Mapping[RemovedKind, tuple[str, ...]] = {
    RemovedKind.ADVERT: (
        r"[-–—•\[(* ]*(?:advertisement|advertising|advert|ad|ads|sponsored(?: content)?|anzeige|werbung|"
        r"publicité|publicidad|publicidade|pubblicità|annuncio|advertentie|reclame|reklama|реклама|"
        r"annons|annonse|reklame|mainos|hirdetés|διαφήμιση|إعلان|اعلان|广告|廣告|広告|광고|โฆษณา|iklan|"
        r"quảng cáo|reklám|oglas)\b[-–—•\])*:. ]*(?:\d+)?(?:story continues below.*|scroll to continue.*)?$",
        r"(?:article|story|post)? ?continues? (?:below|after)(?: this)?(?: the)? (?:advert|ad)",
        r"(?:we|this (?:article|post|page|site)) (?:may|might|could)? ?(?:earn|contains?|receive|get) .{0,40}(?:commission|affiliate)",
        r"if you (?:buy|purchase|click) .{0,80}(?:commission|affiliate)",
        r"scroll (?:down )?to continue",
        r"\*?(?:werbung|anzeige)\b.{0,20}dieser (?:beitrag|artikel|text) enthält|dieser (?:beitrag|artikel|text) enthält (?:werbung|affiliate|werbelinks)",
        r"(?:(?:the )?products? (?:and services? )?(?:listed|featured|mentioned) (?:here |in this article )?(?:have been|are|were|was|is) (?:independently )?(?:selected|chosen)|all products are independently)",
    ),
    RemovedKind.PROMO: (
        r"sign[- ]?up (?:for|to|now|here|today|below)",
        r"(?:click|tap) here (?:to|for)\b",
        r"subscribe (?:to|now|today|here|for)\b",
        r"(?:already|not) (?:a|an?) (?:subscriber|member)",
        r"(?:join|follow|like|find|find us|visit) (?:our|us|me|the conversation)\b",
        r"(?:get|receive|download|try|install) (?:the|our|your|all|more|today's|unlimited|breaking|daily|a free)\b.{0,80}"
        r"(?:app|newsletter|inbox|email|e-mail|alerts|stories|access|news|delivered|headlines)",
        r"(?:want|need|looking for) (?:more|to (?:read|get|hear))\b",
        r"(?:support|help) (?:our|us|independent|local) ",
        r"(?:listen|watch|subscribe) (?:to|on|via) .{0,40}(?:podcast|spotify|apple|youtube|itunes)",
        r"(?:this|the) (?:article|content|story) is (?:only )?(?:for|available to|reserved for) ",
        r"newsletter\b.{0,60}$",
        r"(?:do you have|have you got|got) (?:a|any|an?) (?:story|tip|news|question|confidential)",
        r"(?:stay|keep) (?:up to date|informed|tuned|on top|ahead)",
        r"(?:enter|type) your (?:e-?mail|name)",
        r"if you (?:give|make|try|tried|made) .{0,60}(?:recipe|comment)\b.{0,120}\b(?:tag|rating|instagram|facebook)",
        r"(?:puedes?|pueden) (?:escribirnos|seguirnos|seguir a .{2,40} en (?:facebook|twitter|instagram|x|whatsapp))\b",
        r"was this (?:e-?mail|newsletter) forwarded\b",
        r"(?:for (?:the latest|more|all the latest)|to (?:get|receive|read|see) (?:the latest|more|all)) .{0,120}(?:sign up|subscribe|click here|visit|download|newsletter)",
        r"(?:if you (?:enjoyed|liked|like|value) (?:reading |watching )?(?:this|our|what you))\b",
        r"(?:jede (?:kleine )?spende|do you want to be informed|want to be kept informed)\b",
        r"(?:hat ihnen (?:dieser|der) (?:artikel|beitrag) gefallen|folgst du (?:schon|uns)|folge uns|mögen sie den tag|aktuelle nachrichten aufs handy)",
        r"(?:hai apprezzato questo|te ha gustado este|vous avez (?:aimé|apprécié) cet|gostou d(?:este|a|o) )",
        r"(?:abonnieren|jetzt abonnieren|newsletter abonnieren|melden sie sich|hier (?:geht|gibt|können|finden|lesen|abonnieren))\b",
        r"(?:folgen|folge|besuchen) sie? (?:uns|uns auch)",
        r"(?:abonnez[- ]vous|inscrivez[- ]vous|s'abonner|recevez|suivez[- ]nous|téléchargez|rejoignez)\b",
        r"(?:suscríbe(?:te|ase)|regístrate|síg(?:a|ue)nos|recibe|apúntate|únete)\b",
        r"(?:iscriviti|abbonati|seguici|ricevi le|scarica l'app)\b",
        r"(?:assine|inscreva-se|siga|receba|cadastre-se|participe do canal)\b",
        r"(?:schrijf je in|abonneer|volg ons|meld je aan|download de)\b",
        r"(?:zapisz się|zapraszamy|subskrybuj|obserwuj nas|pobierz|dołącz)\b",
        r"(?:подпи(?:шитесь|сывайтесь)|читайте нас|следите за|установите|присоединяйтесь)",
        r"(?:підпи(?:шіться|суйтесь|сатися)|стежте за|долучайтесь|читайте нас)",
        r"(?:اشترك|تابعونا|تابعنا|سجل|حمل تطبيق)",
        r"(?:订阅|訂閱|关注我们|關注|下载|下載|扫描|扫一扫)",
        r"(?:ニュースレター|登録|フォロー|購読)",
        r"(?:prenumerera|tilmeld|følg|meld deg på|tilaa|seuraa)\b",
        r"(?:구독|앱 다운로드)",
    ),
    RemovedKind.RELATED: (
        r"[-–—•▶►>»\[(* ]*(?:read (?:more|also|next|the full|full)|see (?:also|more)|also read|related(?: (?:article|story|stories|content|topics|news|coverage|links|posts))?|"
        r"more (?:on|from|about|stories|news|coverage|in|like)|recommended(?: (?:stories|reading|for you))?|you (?:may|might) (?:also|like)|don't miss|"
        r"(?:editor|reader)s?['’]?s? (?:picks?|choice)|most (?:read|popular)|trending|keep reading|up next|watch (?:now|next|more|below|live|:)|"
        r"must[- ]reads?|what to read next|in case you missed|continue reading|go deeper|further reading|explore more|popular (?:now|stories)|top stories|latest news)\b",
        r"das (?:thema )?könnte (?:sie|dich|euch|ihnen|dir)\b|(?:beliebte|ähnliche|neueste|neuste|letzte) (?:beiträge|artikel)\b|schon gelesen\?|zum weiterlesen\b|vorschau auf den nächsten|"
        r"(?:le|te|les) puede interesar\b|(?:lea|lee|mira|mire|vea|puedes ver|puede ver) ?: |(?:leia|veja|confira) ?: |(?:leggi|guarda) ?: |(?:à lire|lire|voir) ?: ",
        r"(?:categor(?:y|ies)|kategorien?|catégories?|categorías?|categorias?|categorie|filed under|posted in|tags?|schlagw[oö]rter|schlagworte|stichworte?|étiquettes?|etiquetas?|рубрики?|теги|метки) ?[:：].{0,160}$",
        r"(?:watch|read|listen|see|video|photos|gallery|more) \| ",
        r"[-–—•▶►>» ]*(?:lesen sie (?:auch|hier|mehr|dazu)|mehr (?:zum thema|dazu|lesen|aus|von|news|nachrichten)|auch interessant|weitere (?:artikel|themen|nachrichten|infos)|"
        r"zum thema|das könnte sie|siehe auch|weiterlesen|lesetipps?|meistgelesen|passend dazu|mehr:|hintergrund:|lesen sie)\b",
        r"[-–—•▶►>» ]*(?:lire (?:aussi|plus|également|la suite|notre)|à lire(?: aussi)?|voir aussi|sur le même (?:sujet|thème)|à voir(?: aussi)?|les plus lus|pour aller plus loin|en savoir plus)\b",
        r"[-–—•▶►>» ]*(?:le[ea] (?:también|más|además|aquí)|leer (?:también|más)|te puede interesar|también te puede|más (?:información|sobre|en|noticias)|ver (?:también|más)|"
        r"noticias? relacionadas?|relacionad[ao]s?|lo más (?:leído|visto)|puede leer|mira también)\b",
        r"[-–—•▶►>» ]*(?:leggi (?:anche|l'articolo|qui|tutto)|approfondisci|vedi anche|potrebbe interessarti|articoli correlati|per approfondire|guarda (?:anche|il video))\b",
        r"[-–—•▶►>» ]*(?:leia (?:também|mais|a íntegra)|veja (?:também|mais)|saiba mais|mais lidas|confira também|notícias relacionadas)\b",
        r"[-–—•▶►>» ]*(?:lees (?:ook|meer|verder)|bekijk (?:ook|meer)|meer (?:over|nieuws)|zie ook|ook interessant)\b",
        r"[-–—•▶►>» ]*(?:czytaj (?:także|również|też|więcej)|zobacz (?:także|też|również|więcej|wideo)|przeczytaj|polecamy|więcej (?:o|na|informacji)|sprawdź)\b",
        r"[-–—•▶►>» ]*(?:читайте (?:также|еще|ещё|на|по теме)|смотрите (?:также|видео)|по теме|подробнее|материалы по теме|другие новости|см\. также)",
        r"[-–—•▶►>» ]*(?:читайте (?:також|теж|ще)|дивіться (?:також|відео)|за темою|більше новин|до теми)",
        r"(?:اقرأ (?:أيض|المزيد|كذلك)|إقرأ أيض|المزيد|شاهد أيض|مواضيع ذات|أخبار ذات|ذات صلة)",
        r"(?:相关(?:阅读|新闻|报道|链接)|延伸阅读|延伸閱讀|推荐阅读|相關新聞|更多|阅读更多|看更多|責任編輯|责任编辑|编辑：)",
        r"(?:関連(?:記事|リンク|ニュース)|あわせて読みたい|もっと見る|【関連|次のページ|続きを読む|こちらも)",
        r"(?:관련 ?기사|관련뉴스|더 보기|많이 본)",
        r"(?:läs (?:mer|också|även)|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)|olvass|kapcsolódó|διαβάστε|čtěte|přečtěte|citește și|okumaya devam|ilgili haber|baca juga|xem thêm|อ่านเพิ่มเติม|ข่าวที่เกี่ยวข้อง)",
    ),
    RemovedKind.SHARE: (
        r"(?:share|tweet|print|email|copy link|save|bookmark|facebook|twitter|whatsapp|telegram|linkedin|x|pinterest|reddit|flipboard)(?: (?:this|on|via|article|story|link|facebook|twitter|whatsapp|x|by email|full article))*[.:! ]*$",
        r"(?:share (?:this|on|via|your)|teilen|artikel teilen|partager|compartir|compartilh(?:e|ar)|condividi|delen|deel dit|udostępnij|поделиться|поділитися|شارك|分享|シェア|공유|dela|del på|jaa)\b.{0,60}$",
        r"sharing is caring",
        r"(?:link (?:copied|kopiert)|copied to clipboard|add us (?:as|on)|make us (?:a )?preferred)",
        r"\d+ (?:shares?|comments?|kommentare|commentaires|comentarios|views?|likes?)$",
    ),
    RemovedKind.COMMENT: (
        r"(?:leave|post|add|write|view|show|read|join)(?: all| a| your| the)? ?(?:\d+ )?(?:comments?|reply|discussion|conversation)\b.{0,40}$",
        r"(?:comments?(?: \(\d+\))?|kommentare?|commentaires?|comentarios?|commenti|komentarze|комментарии|коментарі|التعليقات|评论|コメント|댓글|reacties)[ :(\d)]*$",
        r"(?:bitte achten sie darauf, dass ihre kommentare|atenção: comentários|please (?:keep|note that) (?:your |all )?comments|our commenting (?:policy|rules)|los comentarios|les commentaires (?:sont|doivent)|i commenti (?:sono|devono))",
        r"(?:comments? (?:are |is )?closed|kommentare (?:sind )?geschlossen|comentarios cerrados|les commentaires sont fermés)",
        r"(?:your email address will not|you must be logged in|please log ?in to|be the first to comment)",
    ),
    RemovedKind.LEGAL: (
        r"(?:©|\(c\)|copyright\b|<copyright)",
        r"all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|tutti i diritti|все права|无断|無断転載|무단 전재",
        r"(?:this material may not be|may not be (?:published|reproduced)|reproduction (?:in|is|of))",
        r"(?:we use|this (?:site|website) uses|by (?:clicking|continuing|using|signing up|subscribing|entering)|we and our partners|wir verwenden|mit ihrer zustimmung|an dieser stelle (?:finden|befindet)|ce contenu est bloqué|para ver este contenido)",
        r"(?:your privacy|cookie(?:s| settings| policy)|privacy policy|terms (?:of|and)|our standards: the|this (?:site|page) is protected by recaptcha|empfohlener (?:externer|redaktioneller) inhalt|externer inhalt)",
        r"ich (?:bin|willige) .{0,60}(?:einverstanden|ein\b)",
    ),
    RemovedKind.BYLINE_REPEAT: (
        r"(?:\d+|one|two|three|four|five) ?(?:min(?:ute)?s?\.?|minuten|minutos|минут\w*) ?(?:read|to read|lesezeit|de lectura|de lecture|чтения)?[. ]*$",
        r"(?:reading time|lesedauer|lesezeit|temps de lecture|tiempo de lectura|tempo de leitura|tempo di lettura|czas czytania|время чтения)\b.{0,30}$",
        r"(?:first published|published|last updated|updated|posted|last modified|veröffentlicht|aktualisiert|stand|zuletzt aktualisiert|publié|mis à jour|modifié|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|publikacja|aktualizacja|data|опубликовано|обновлено|опубліковано|оновлено|نشر|発表|更新|公開日?|发布时间|發布)(?: (?:on|at|am|le|el|il|em|op|den|à))?\b ?[:：]?.{0,24}\d.{0,40}$",
        r"(?:about the author|über (?:den autor|die autorin)|à propos de l'auteur|sobre el autor|sull'autore)",
        r"(?:contact|e-?mail|reach|write to|follow) (?:the (?:author|reporter|writer)|him|her|[a-z][\w.]+ (?:[a-z][\w.]+ )?(?:at|on) )",
    ),
}
REMOVED_STARTS = tuple(
    (kind, Phrases(re.compile("|".join(f"(?:{part})" for part in parts))))
    for kind, parts in _STARTS.items()
)
# All kinds at once, the earlier before the later; the name of the group is the kind.
_ANY_START = re.compile(
    "|".join(
        f"(?P<{kind.value}>{'|'.join(f'(?:{part})' for part in parts)})"
        for kind, parts in _STARTS.items()
    )
)


@lru_cache(maxsize=2048)
def removed_start(text: str) -> tuple[RemovedKind, int] | None:
    """Return which kind of foreign line the text begins like, and where those words end."""
    match = _ANY_START.match(folded_of(text))
    return (RemovedKind(match.lastgroup), match.end()) if match and match.lastgroup else None


CREDIT_LINE = Phrases(
    re.compile(
        r"^[(\[]?(?:photos?|photograph|image|images|picture|pictures|pic|illustration|graphic|video|foto|fotos|bild|bilder|crédits?|credits?|imagen|"
        r"immagine|imagem|zdjęcie|zdj|fot|фото|зображення|صورة|图|圖|写真|사진|kuva|billede|grafik|bildquelle|fotocredit)"
        r"(?: (?:credit|by|courtesy|source|von|de|di|par))?s?\s?[.:：|/©]\s?\S.{0,140}$|^©\s?\S.{0,90}$"
        r"|^(?:photo|image|picture|illustration|graphic)s? (?:by|courtesy)\b.{0,100}$"
    ),
    re.compile(
        r"^.{2,60}(?:/|\bvia )\s?(?:getty images|reuters|afp|ap|epa|dpa|picture[- ]alliance|shutterstock|istock|imago|alamy|ap photo)[.)\]]?$"
    ),
    ("/", "via "),
)
# At the end of a caption: who took the picture.
CAPTION_END = re.compile(
    r"(?:^|[.!?…)\]|/»”\"']\s|\s[|–-]\s|[(\[])(?:photos?|image|picture|photograph|bild|foto|fotos|fot\.?|zdj\.?|billede|bilde|kuva|imagen|immagine|imagem|фото|写真|사진)"
    r"(?: (?:credit|by|von|de|di|par|courtesy of))?\s?[:：/]\s?[^.!?:]{2,70}[.)\]]{0,2}$",
    re.IGNORECASE,
)
# After the name of an author: who that is.
BIOGRAPHY = re.compile(
    r"\b(?:is|are|was|has been|writes|works|covers|joined|ist|schreibt|arbeitet|est|es|trabaja|è|scrive|é|jest|är|er)\s+(?:(?:an?|the|our|one|for|about|on|in|as|to|de[rm]?|die|das|ein\w*|als|für|une?|le|la|el|un|il|o|em)\b|\w+\s)"
    r"|\b(?:born|geboren|jahrgang|né)\b",
    re.IGNORECASE,
)
RIGHTS_RESERVED = re.compile(
    r"rights reserved|rechte vorbehalten|droits réservés|derechos reservados|diritti riservati|права защищены",
    re.IGNORECASE,
)
# Who else reported: credits of the text, not its last sentence.
MAX_SIGN_OFF_CHARS = 420
SIGN_OFF = Phrases(
    re.compile(
        r"^[(\[—–_\s-]*(?:(?:additional )?(?:reporting|writing|editing|compiled|translated) (?:and \w+ )?(?:by|from)\b|(?:additional )?research by\b|with (?:reports?|reporting|files|input|inputs|material|additional reporting|information) (?:from|by)\b|"
        r"(?:mit|unter verwendung von) (?:agentur)?(?:material|informationen|meldungen)|avec (?:l['’])?(?:afp|reuters|agences|ap)\b|con (?:información|datos) de\b|com (?:informações|agências)|con informazioni d)"
    ),
    re.compile(
        r"^[(\[—–_\s-]*.{3,300}\bcontribut(?:ed|ing) (?:to this (?:report|story|article)|reporting|from)\b.{0,60}$"
    ),
    ("contribut",),
)
CORRECTION = Phrases(
    re.compile(
        r"^[(\[*—– ]*(?:correction|corrections|clarification|editor['’]s note|editors['’] note|this (?:article|story|post|piece) (?:has been|was) (?:updated|corrected|amended|edited|modified)|"
        r"an earlier version of this|update ?:|updated? ?:|korrektur|anmerkung der redaktion|hinweis der redaktion|in einer früheren version|in einer vorherigen|"
        r"rectificati(?:f|on)|corrección|fe de errores|nota de la redacción|errata corrige|nota della redazione|correção|errata|rectificatie|correctie|sprostowanie|"
        r"исправление|уточнение|примечание редакции|виправлення|уточнення|تصحيح|تنويه|更正|訂正|お詫び|정정)"
    )
)
READ_ON = Phrases(
    re.compile(
        r"^(?:continue reading|keep reading|read (?:the )?(?:full|rest|whole)|read more[.…\s]*$|to (?:continue|keep) reading|subscribe to (?:continue|read)|this (?:article|content|story) is (?:only )?(?:for|available|reserved)|"
        r"already a subscriber|weiterlesen|jetzt weiterlesen|dieser (?:artikel|text|inhalt) ist .{0,40}(?:abonnenten|kostenpflichtig|exklusiv)|lesen sie (?:den ganzen|weiter)|mit (?:einem )?abo|"
        r"lire la suite|la suite est réservée|(?:cet )?article (?:est )?réservé aux|il vous reste|para seguir leyendo|seguir leyendo|continúa leyendo|contenido exclusivo|solo para suscriptores|continua a leggere|"
        r"contenuto riservato|per continuare a leggere|continue lendo|conteúdo exclusivo|lees verder|verder lezen|czytaj dalej|dalsza część|pozostało|читать (?:далее|дальше|полностью)|читати далі|اقرأ المزيد|続きを読む|この記事は有料|残り|阅读全文|继续阅读)"
    )
)
# These also stand before teasers and under whole texts: they prove little below a long one.
WEAK_READ_ON = Phrases(
    re.compile(
        r"^(?:continue reading|keep reading|read more|weiterlesen|lire la suite|seguir leyendo|continua a leggere|lees verder|verder lezen|czytaj dalej|читать|اقرأ المزيد|続きを読む|阅读全文|继续阅读)"
    )
)
# Where the text or its figures come from: "Source: Eurostat".
SOURCE_LINE = re.compile(
    r"^[(\[]?(?:sources?|quellen?|fuentes?|fonte|źródło|bron|kilde|källa|lähde|источник|джерело|المصدر|来源|來源|出典|출처)\s*[:：]\s*(?P<a>.{2,80})$",
    re.IGNORECASE,
)
# Before the name of an author.
BYLINE_PREFIX = re.compile(
    r"^(?:(?:written|reported|posted|published|story|words|text|analysis|opinion|article|review|interview|veröffentlicht|geschrieben) (?:by|von)|ein(?:e)? \w{4,20} von|by|von|vom|par|por|de|di|da|door|av|af|od|autor(?:in|a|es|en)?|auteurs?|autore|"
    r"author|authors|text|texte|texto|testo|tekst|автор[ыи]?|текст|كتب|بقلم|文|作者|記者|记者|撰文|opracował|oprac\.|kirjoittanut|teksti|redakcja)\b\s*[:：/|-]?\s+",
    re.IGNORECASE,
)
