"""Words by which a page says that the rest of a text is elsewhere: walls and excerpts.

They are looked for in the few lines around the end of a text only. None names a publisher.
"""

from __future__ import annotations

import re

# Says by itself that the text stops for those who do not pay or register.
WALL = re.compile(
    r"^\W{0,4}(?:this (?:post|article|story|content|piece) is (?:only |exclusively |reserved |available )+(?:for|to)\b|this (?:post|article|story) is for (?:paid |paying )?(?:subscribers|members)\b|"
    r"(?:subscribe|register|sign ?(?:in|up)|log ?in)\b.{0,40} to (?:continue reading|keep reading|read|unlock|view)\b|(?:create|open) an? (?:free )?account to (?:continue|read|unlock)|"
    r"(?:continue|keep) reading (?:this (?:post|article|story) |)(?:for free|with a|by|as a)\b|to (?:continue|keep) reading\b|to (?:view|read|see|access) (?:the|this) (?:full |whole |entire |rest of the )?(?:story|article|post)\b|unlock (?:this|the (?:full|whole|rest of the)) (?:article|story|post)\b|"
    r"you(?:['’]ve| have) (?:reached|read|used) (?:your|all|the) .{0,40}(?:articles|limit)|"
    r".{0,40}\b(?:registrieren|anmelden|einloggen|abonnieren|testen) (?:und|um) (?:weiter ?zu ?lesen|weiterlesen)|(?:jetzt )?weiterlesen mit\b|möchten sie weiterlesen|.{0,40}\blesen sie weiter\b(?! (?:auf|bei|in)\b)|"
    r"(?:dieser|diesen) (?:artikel|text|inhalt|beitrag)\b.{0,50}(?:abonnent|abo\b|kostenpflichtig|exklusiv|registrier)|"
    r"il vous reste .{0,30}(?:à lire|de cet article)|(?:la suite|cet article|ce contenu|l['’]accès).{0,20} (?:est |sont )?réservée?s? (?:aux?|à nos)|pour (?:lire la suite|continuer (?:à lire|votre lecture))|"
    r"para (?:seguir|continuar) leyendo|(?:contenido|artículo) exclusivo para|(?:este|esta) (?:contenido|artículo|noticia|texto|nota) .{0,20}(?:solo|sólo|exclusiv\w+) para (?:suscriptores|socios)|"
    r"per continuare a leggere|(?:contenuto|articolo) (?:riservato|esclusivo)|para continuar (?:lendo|a ler)|(?:conteúdo|matéria) exclusiv[oa] (?:para|de) assinantes|"
    r"(?:lees|log in om) .{0,30}verder|dit artikel is (?:alleen|exclusief)|(?:aby|żeby) (?:czytać|przeczytać) (?:dalej|całość)|pozostało .{0,10}% (?:artykułu|tekstu|treści)|"
    r"(?:чтобы|для того чтобы) (?:читать|прочитать) (?:дальше|далее|полностью)|(?:доступно|только) (?:по подписке|для подписчиков)|"
    r"(?:denne|dette) (?:artikel\w*|artikkel\w*|innhold\w*) .{0,30}(?:abonnent|forbeholdt)|(?:den här|denna) artikeln? (?:är|kräver)|"
    r"få (?:fuld|full) (?:adgang|tilgang)\b|få (?:full )?tillgång\b|(?:for at|for å|för att) (?:læse|lese|läsa) (?:denne|hele|den her|resten|dette|den här|hela|vidare|videre)\b|"
    r".{0,40}\b(?:læs|les|läs) (?:resten|hele artiklen|hele saken|hela artikeln)\b|om (?:dit|deze|het hele|verder) .{0,20}te lezen|lees .{0,30}(?:met een abonnement|als abonnee)|"
    r"(?:der|den) rest (?:des|dieses) (?:artikels|textes|beitrags)\b.{0,40}(?:abonnent|abo\b|mitglied)|(?:the )?(?:rest|remainder) of this (?:article|story|post)\b.{0,40}(?:subscriber|member)|"
    r"(?:this is|you are reading) a (?:free )?preview\b|(?:subscribers|members) only\b|nur für (?:abonnent|mitglieder)|le reste de (?:cet|l['’])\s?article .{0,40}abonné|el resto (?:de la nota|del artículo) .{0,40}(?:suscri|socio)|"
    r"この(?:記事|先|コンテンツ)は.{0,12}(?:会員|有料)|(?:残り|あと)\s?\d+文字|(?:登录|登入|订阅|訂閱)(?:后|後)?(?:继续|繼續)?(?:阅读|閱讀)|이 기사는 .{0,12}(?:구독|회원))",
    re.IGNORECASE,
)
# The text is an excerpt of what stands at another place.
ELSEWHERE = re.compile(
    r"^\W{0,4}(?:(?:continue reading (?:this )?|read (?:the )?(?:full|rest|rest of the|whole|original|entire) )(?:article |story |post |text |report )?(?:at|on|in|here)\b|"
    r"lire (?:la suite|l['’]article).{0,12} (?:sur|dans|chez)\b|(?:weiterlesen|lesen sie weiter) (?:bei|auf|in)\b|(?:zum|den) (?:vollständigen|ganzen|kompletten|original) ?(?:artikel|text|beitrag)|"
    r"(?:seguir leyendo|leer (?:más|completo|el artículo)) en\b|continua(?: a leggere)? su\b|(?:continue|continuar) lendo (?:em|no|na)\b|lees verder (?:op|bij)\b|czytaj (?:dalej|więcej) (?:na|w)\b|"
    r"читать (?:далее|полностью) (?:на|в)\b)",
    re.IGNORECASE,
)
# Where a link out of a text leads when it leads to a till or a door.
WALL_LINK = re.compile(
    r"\b(?:abo|abos|abonnement|abonnieren|abonner|subscribe|subscription|subscriptions|login|signin|sign-in|register|registration|registrieren|"
    r"checkout|paywall|premium|anmelden|suscrib\w*|suscrip\w*|assine|assinatura|prenumer\w*|inscription)\b",
    re.IGNORECASE,
)
# Words of class and id that walls have, and hardly anything else beside a text.
WALL_WORDS = frozenset(
    [
        *("paywall", "paywalled", "regwall", "salewall", "loginwall", "registerwall", "freemium"),
        *("gate", "gated", "locked", "lockedbox", "paidbarrier", "barrier", "metered"),
    ]
)
