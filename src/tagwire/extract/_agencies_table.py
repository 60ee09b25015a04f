"""News agencies and picture houses: canonical name and the ways pages spell them.

One line a house, spellings divided by "|". Case matters where a spelling has up to four
letters: "ap" and "pa" are words. The houses are those of the world's countries that
papers of others print, press release wires and the picture trade.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

_AGENCIES: Mapping[str, str] = {
    # the world
    "Reuters": "Reuters|Thomson Reuters|Reuters News|REUTERS|Рейтер|Рейтерс|Ройтерс|رويترز|路透社|路透|ロイター|ロイター通信|로이터|로이터통신|רויטרס|รอยเตอร์",
    "AP": "AP|The Associated Press|Associated Press|AP News|Ассошиэйтед Пресс|أسوشيتد برس|أسوشييتد برس|美联社|美聯社|AP通信|AP통신|סוכנות AP",
    "AFP": "AFP|Agence France-Presse|Agence France Presse|L'AFP|АФП|فرانس برس|أ ف ب|ا ف ب|法新社|AFP通信|AFP時事|AFP통신|afp.com|AFP-Services|AFP Relaxnews|ETX Studio",
    "Bloomberg": "Bloomberg|Bloomberg News|Bloomberg.com|بلومبرغ|彭博社|ブルームバーグ|블룸버그",
    "UPI": "UPI|United Press International",
    "Dow Jones": "Dow Jones Newswires|Dow Jones",
    "CNN": "CNN|CNN.com|CNN Newsource|CNN Wire|CNN-Wire|CNN Business",
    "Inter Press Service": "Inter Press Service",
    # German
    "dpa": "dpa|DPA|Deutsche Presse-Agentur|Deutschen Presse-Agentur|Deutsche Presse Agentur|dpa-AFX|dpa-infocom|dpa-tmn|dpa/tmn|dpa/lnw|德新社",
    "SID": "SID|Sport-Informations-Dienst",
    "KNA": "KNA|Katholische Nachrichten-Agentur|Katholischen Nachrichten-Agentur",
    "epd": "epd|Evangelischer Pressedienst|Evangelischen Pressedienst",
    "Kathpress": "kathpress|Kathpress|KATHPRESS",
    "dts": "dts Nachrichtenagentur|dts-Nachrichtenagentur",
    "ots": "ots|news aktuell",
    "teleschau": "teleschau",
    "spot on news": "spot on news|SpotOn|spot-on-news",
    "ddp": "ddp|dapd",
    "APA": "APA|Austria Presse Agentur|Austria Presseagentur|APA.at|APA-OTS|APAMED",
    "sda": "sda|SDA|Keystone-SDA|Keystone-ATS|ATS|awp|AWP",
    # Romance languages
    "Agence QMI": "Agence QMI|QMI Agency",
    "ANSA": "ANSA|Ansa|ANSA.it",
    "Adnkronos": "Adnkronos|AdnKronos",
    "AGI": "AGI|Agenzia Giornalistica Italia",
    "askanews": "askanews|Askanews",
    "Italpress": "Italpress|ITALPRESS",
    "LaPresse": "LaPresse",
    "Dire": "Agenzia Dire|Agenzia DIRE",
    "EFE": "EFE|Agencia EFE|Agencia Efe|Efe|EFE News|ACAN-EFE|埃菲社",
    "Europa Press": "Europa Press|EUROPA PRESS|EuropaPress",
    "Servimedia": "Servimedia|SERVIMEDIA",
    "Colpisa": "Colpisa|COLPISA",
    "ACN": "Agència Catalana de Notícies",
    "Lusa": "Lusa|LUSA|Agência Lusa",
    "Agência Brasil": "Agência Brasil",
    "Estadão Conteúdo": "Estadão Conteúdo|Estadao Conteudo",
    "Folhapress": "Folhapress|FOLHAPRESS",
    "Notimex": "Notimex|NOTIMEX",
    "Télam": "Télam|TELAM|Telam",
    "Noticias Argentinas": "Noticias Argentinas|Agencia NA",
    "Prensa Latina": "Prensa Latina",
    "Andina": "Agencia Andina",
    "Agerpres": "Agerpres|AGERPRES",
    "Mediafax": "Mediafax|MEDIAFAX",
    "Moldpres": "Moldpres|MOLDPRES",
    # Benelux and the North
    "Belga": "Belga|BELGA|Agence Belga",
    "ANP": "ANP|Algemeen Nederlands Persbureau",
    "Ritzau": "Ritzau|ritzau|RITZAU",
    "NTB": "NTB|©NTB|NTB scanpix|NTB Scanpix",
    "TT": "TT Nyhetsbyrån|TT|TT-AFP|TT-Reuters",
    "STT": "STT|STT-Lehtikuva",
    "BNS": "BNS|Baltic News Service",
    "ELTA": "ELTA",
    "LETA": "LETA",
    # Central Europe and the Balkans
    "PAP": "PAP|Polska Agencja Prasowa",
    "ČTK": "ČTK|CTK|České tiskové kanceláře",
    "ISBnews": "ISBnews",
    "TASR": "TASR",
    "SITA": "SITA",
    "MTI": "MTI",
    "BTA": "BTA|БТА",
    "BGNES": "BGNES|БГНЕС",
    "Tanjug": "Tanjug|TANJUG|Танјуг",
    "Beta": "Agencija Beta|Novinska agencija Beta",
    "FoNet": "FoNet|Fonet",
    "FENA": "FENA",
    "SRNA": "SRNA|Срна",
    "Hina": "HINA|Hina",
    "STA": "STA",
    "MIA": "МИА",
    "ANA-MPA": "ANA-MPA|AMNA|ΑΠΕ-ΜΠΕ|ΑΠΕ",
    "Cyprus News Agency": "Cyprus News Agency|ΚΥΠΕ",
    # Eastern Europe, the Caucasus and Central Asia
    "TASS": "TASS|ITAR-TASS|ТАСС|ИТАР-ТАСС|塔斯社|タス通信|تاس",
    "Interfax": "Interfax|Интерфакс",
    "RIA Novosti": "RIA Novosti|РИА Новости|РИА «Новости»",
    "Prime": "Агентство Прайм|ПРАЙМ",
    "Rosbalt": "Росбалт",
    "Interfax-Ukraine": "Interfax-Ukraine|Інтерфакс-Україна|Интерфакс-Украина",
    "Ukrinform": "Ukrinform|Укрінформ|Укринформ",
    "UNIAN": "UNIAN|УНІАН|УНИАН",
    "UNN": "УНН",
    "BelTA": "BelTA|БЕЛТА|БелТА",
    "Kazinform": "Kazinform|Казинформ",
    "Azertac": "AZERTAC|Azertac|AZƏRTAC|АЗЕРТАДЖ",
    "Armenpress": "Armenpress|ARMENPRESS|Арменпресс",
    "Montsame": "Montsame|MONTSAME|МОНЦАМЭ",
    # East Asia
    "Xinhua": "Xinhua|Xinhua News Agency|新华社|新華社|新华网|新华社电|شينخوا|新華社通信|신화통신",
    "China News Service": "China News Service|中新社|中新网|中国新闻网|中国新闻社",
    "CNA": "中央社|Central News Agency|Focus Taiwan",
    "Kyodo": "Kyodo|Kyodo News|KYODO|共同通信|共同通信社|共同社|共同|교도통신",
    "Jiji Press": "Jiji Press|JIJI|Jiji|時事通信|時事通信社|時事|时事社",
    "Yonhap": "Yonhap|Yonhap News|Yonhap News Agency|연합뉴스|韩联社|韓聯社|聯合ニュース",
    "Newsis": "Newsis|뉴시스|NEWSIS",
    "News1": "News1 Korea|뉴스1",
    "KCNA": "KCNA|朝中社|조선중앙통신|朝鮮中央通信",
    # South and South-East Asia, Oceania
    "PTI": "PTI|Press Trust of India|पीटीआई|पीटीआई-भाषा",
    "ANI": "ANI|Asian News International|एएनआई",
    "IANS": "IANS|Indo-Asian News Service|आईएएनएस",
    "UNI": "UNI|United News of India",
    "APP": "Associated Press of Pakistan",
    "BSS": "BSS|Bangladesh Sangbad Sangstha",
    "UNB": "UNB|United News of Bangladesh",
    "Pajhwok": "Pajhwok|Pajhwok Afghan News",
    "Bernama": "Bernama|BERNAMA",
    "Antara": "ANTARA|Antara News|ANTARA FOTO|Antara Foto",
    "PNA": "Philippine News Agency",
    "VNA": "VNA|TTXVN|Vietnam News Agency",
    "AAP": "AAP|Australian Associated Press",
    # the Near East
    "Anadolu": "Anadolu|Anadolu Agency|Anadolu Ajansı|Anadolu Images|AA|الأناضول|Анадолу",
    "DHA": "DHA|Demirören Haber Ajansı",
    "İHA": "İHA|IHA|İhlas Haber Ajansı",
    "ANKA": "ANKA Haber Ajansı",
    "IRNA": "IRNA|ایرنا|إرنا",
    "ISNA": "ISNA|ایسنا",
    "Tasnim": "Tasnim News Agency|خبرگزاری تسنیم|تسنیم",
    "Mehr": "Mehr News Agency|خبرگزاری مهر",
    "Fars": "Fars News Agency|خبرگزاری فارس|فارس",
    "SPA": "Saudi Press Agency|واس",
    "WAM": "WAM|وام",
    "QNA": "QNA|Qatar News Agency|قنا",
    "KUNA": "KUNA|Kuwait News Agency|كونا",
    "BNA": "Bahrain News Agency|بنا",
    "Petra": "Jordan News Agency|Petra News Agency|بترا",
    "NNA": "National News Agency|الوكالة الوطنية للإعلام",
    "WAFA": "WAFA|وفا",
    "INA": "Iraqi News Agency|واع",
    "SANA": "SANA|سانا",
    "MENA": "MENA|أ ش أ|Middle East News Agency",
    # Africa
    "MAP": "Maghreb Arabe Presse|MAP Agence|و م ع",
    "TAP": "Tunis Afrique Presse|وات",
    "APS": "Algérie Presse Service|Algerie Presse Service|وأج",
    "NAN": "NAN|News Agency of Nigeria",
    "GNA": "GNA|Ghana News Agency",
    "Angop": "Angop|ANGOP",
    "APA News": "Agence de Presse Africaine|APA News|APAnews",
    "PANA": "Panapress|PANAPRESS",
    # North America
    "Canadian Press": "The Canadian Press|Canadian Press|La Presse Canadienne|La Presse canadienne|THE CANADIAN PRESS",
    "Tribune News Service": "Tribune News Service|TNS|Tribune Content Agency",
    "States Newsroom": "States Newsroom",
    "City News Service": "City News Service",
    "Religion News Service": "Religion News Service|RNS",
    "Catholic News Service": "Catholic News Service|OSV News",
    "KFF Health News": "KFF Health News|Kaiser Health News",
    "HealthDay": "HealthDay|HealthDay News|HEALTHDAY",
    "SWNS": "SWNS",
    "PA Media": "PA Media|Press Association|PA Wire|PA News|PA",
    # press releases
    "PR Newswire": "PR Newswire|PRNewswire",
    "Business Wire": "Business Wire|BUSINESS WIRE",
    "GlobeNewswire": "GlobeNewswire|GLOBE NEWSWIRE",
    "Accesswire": "ACCESSWIRE|Accesswire|ACCESS Newswire",
    "EIN Presswire": "EIN Presswire|EINPresswire",
}
_PICTURES: Mapping[str, str] = {
    "Getty Images": "Getty Images|Getty|GETTY IMAGES|Getty Images North America|GettyImages|Gettyimages|gettyimages|getty images|Bettmann|Corbis",
    "Shutterstock": "Shutterstock|ShutterStock|shutterstock|Shutterstock.com|shutterstock.com|SHUTTERSTOCK|REX/Shutterstock",
    "iStock": "iStock|iStockphoto|istockphoto|iStockPhoto|iStock.com|ISTOCK|istock|Istock",
    "Alamy": "Alamy|Alamy Stock Photo|ALAMY",
    "imago": "imago|IMAGO|Imago|imago images|Imago Images|IMAGO IMAGES|imago-images",
    "picture alliance": "picture alliance|picture-alliance|Picture Alliance|Picture-Alliance|PICTURE ALLIANCE|picturealliance",
    "EPA": "EPA|EPA-EFE|EPA/EFE|European Pressphoto Agency",
    "Keystone": "KEYSTONE|Keystone",
    "Zuma Press": "Zuma Press|ZUMA Press|ZUMA Press Wire|ZUMA Wire|ZUMAPRESS.com|ZUMA",
    "Sipa Press": "SIPA|SIPA Press|Sipa Press|SIPA USA|Sipa USA|SIPAPRE",
    "Abaca Press": "ABACA|Abaca|ABACAPRESS|ABACAPRESS.COM|Abaca Press",
    "Hans Lucas": "Hans Lucas",
    "Photononstop": "Photononstop",
    "Depositphotos": "Depositphotos|depositphotos.com|DepositPhotos",
    "Dreamstime": "Dreamstime|Dreamstime.com",
    "Unsplash": "Unsplash|unsplash",
    "Pexels": "Pexels|pexels",
    "Pixabay": "Pixabay|pixabay|pixabay.com",
    "Adobe Stock": "Adobe Stock|AdobeStock|stock.adobe.com|Stock.adobe.com|adobe.stock.com|AdobeStock.com",
    "Fotolia": "Fotolia|fotolia|Fotolia.com",
    "123RF": "123RF|123rf.com",
    "NurPhoto": "NurPhoto|NURPHOTO",
    "WireImage": "WireImage",
    "FilmMagic": "FilmMagic",
    "Magnum Photos": "Magnum Photos",
    "Wikimedia Commons": "Wikimedia Commons|Wikimedia|Wikipedia Commons",
    "Lehtikuva": "Lehtikuva|LEHTIKUVA",
    "Ritzau Scanpix": "Ritzau Scanpix|Scanpix Danmark",
    "Scanpix": "Scanpix|SCANPIX",
    "Bildbyrån": "Bildbyrån|BILDBYRÅN",
    "Photo News": "Photonews|Photo News|PHOTO NEWS|PhotoNews",
    "Profimedia": "Profimedia|PROFIMEDIA",
    "East News": "East News|EAST NEWS",
    "Agencja Wyborcza": "Agencja Wyborcza.pl|Agencja Wyborcza",
    "Eyevine": "eyevine|Eyevine",
    "Redux": "Redux Pictures",
    "Action Images": "Action Images",
    "USA Today Sports": "USA TODAY Sports|USA Today Sports|Imagn Images|IMAGN IMAGES",
    "Icon Sportswire": "Icon Sportswire",
    "Visual China Group": "VCG|视觉中国|Visual China Group",
    "Contacto": "Contacto|CONTACTO",
}
# Letters that name other things too (a state, a party, initials, an authority): alone
# they are no byline.
NOT_ALONE = frozenset({"PA", "TT", "EPA", "STA", "ddp", "Prime", "Petra", "Contacto"})


def _spelled(houses: Mapping[str, str]) -> dict[str, str]:
    return {spelling: name for name, line in houses.items() for spelling in line.split("|")}


AGENCY_OF = _spelled(_AGENCIES)
PICTURE_HOUSE_OF = AGENCY_OF | _spelled(_PICTURES)


def _either(names: Iterable[str]) -> str:
    """Return a pattern of the names, by first letter: most places fail at one look."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        by_first[name[0]].append(re.escape(name[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())


# Letters on either side would make another word; in scripts without blanks they do not.
_BEFORE, _AFTER = r"(?<![^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])", r"(?![a-zA-ZÀ-ɏͰ-ӿ\d])"
AGENCY = re.compile(rf"{_BEFORE}(?:{_either(AGENCY_OF)}){_AFTER}")
PICTURE_HOUSE = re.compile(rf"{_BEFORE}(?:{_either(PICTURE_HOUSE_OF)}){_AFTER}")
_BY_LOWER = {name.lower(): canonical for name, canonical in AGENCY_OF.items()}


_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TELLING = frozenset(max(_WORD.findall(name.lower()), key=len) for name in PICTURE_HOUSE_OF)


def may_name_house(text: str) -> bool:
    """Tell, at a tenth of the cost of the patterns, whether a text can name a house at all."""
    if not _TELLING.isdisjoint(_WORD.findall(text.lower())):
        return True
    return not text.isascii() and _UNSPACED.search(text) is not None


def agency_named(name: str) -> str | None:
    """Return the agency that a whole byline names, in any case; None when it is none."""
    bare = name.strip(" .,:()[]/©–—-")
    if bare in NOT_ALONE:
        return None
    lower = bare.lower().removeprefix("the ")
    return _BY_LOWER.get(lower) or _BY_LOWER.get("the " + lower)
