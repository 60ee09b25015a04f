"""News agencies and picture houses: canonical name and the ways pages spell them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_AGENCIES: Mapping[str, tuple[str, ...]] = {
    "Reuters": (
        "Reuters",
        "Thomson Reuters",
        "Reuters News",
        "Рейтер",
        "رويترز",
        "路透社",
        "路透",
        "ロイター",
        "로이터",
        "REUTERS",
    ),
    "AP": (
        "AP",
        "The Associated Press",
        "Associated Press",
        "AP News",
        "Ассошиэйтед Пресс",
        "أسوشيتد برس",
        "美联社",
        "AP通信",
    ),
    "AFP": (
        "AFP",
        "Agence France-Presse",
        "Agence France Presse",
        "L'AFP",
        "АФП",
        "فرانس برس",
        "法新社",
        "AFP通信",
        "afp.com",
    ),
    "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur", "dpa-AFX", "dpa-infocom", "dpa/lnw", "德新社"),
    "APA": ("APA", "Austria Presse Agentur", "APA.at", "APA-OTS"),
    "sda": ("sda", "SDA", "Keystone-SDA", "Keystone-ATS", "ATS", "awp"),
    "SID": ("SID", "Sport-Informations-Dienst"),
    "KNA": ("KNA", "Katholische Nachrichten-Agentur"),
    "epd": ("epd", "Evangelischer Pressedienst"),
    "ANSA": ("ANSA", "Ansa"),
    "Adnkronos": ("Adnkronos", "AdnKronos"),
    "LaPresse": ("LaPresse",),
    "EFE": ("EFE", "Agencia EFE", "Efe"),
    "Europa Press": ("Europa Press", "EUROPA PRESS"),
    "Lusa": ("Lusa", "LUSA", "Agência Lusa"),
    "Agência Brasil": ("Agência Brasil",),
    "TASS": ("TASS", "ITAR-TASS", "ТАСС", "ИТАР-ТАСС", "塔斯社"),
    "Interfax": ("Interfax", "Интерфакс"),
    "RIA Novosti": ("RIA Novosti", "РИА Новости", "РИА «Новости»"),
    "Interfax-Ukraine": ("Interfax-Ukraine", "Інтерфакс-Україна", "Интерфакс-Украина"),
    "Ukrinform": ("Ukrinform", "Укрінформ", "Укринформ"),
    "UNIAN": ("UNIAN", "УНІАН", "УНИАН"),
    "PAP": ("PAP", "Polska Agencja Prasowa"),
    "ČTK": ("ČTK", "CTK"),
    "TASR": ("TASR",),
    "MTI": ("MTI",),
    "BTA": ("BTA", "БТА"),
    "Agerpres": ("Agerpres", "AGERPRES"),
    "Mediafax": ("Mediafax",),
    "Tanjug": ("Tanjug", "Танјуг"),
    "Beta": ("Agencija Beta",),
    "Hina": ("HINA", "Hina"),
    "STA": ("STA",),
    "Belga": ("Belga", "BELGA"),
    "ANP": ("ANP",),
    "Ritzau": ("Ritzau", "/ritzau/"),
    "NTB": ("NTB", "©NTB"),
    "TT": ("TT Nyhetsbyrån", "TT"),
    "STT": ("STT",),
    "PA Media": ("PA Media", "Press Association", "PA"),
    "Xinhua": ("Xinhua", "新华社", "新華社", "新华网", "شينخوا"),
    "China News Service": ("China News Service", "中新社", "中新网", "中国新闻网"),
    "CNA": ("中央社", "Focus Taiwan"),
    "Kyodo": ("Kyodo", "Kyodo News", "共同通信", "共同社", "共同"),
    "Jiji Press": ("Jiji Press", "JIJI", "Jiji", "時事通信", "時事"),
    "Yonhap": ("Yonhap", "Yonhap News", "연합뉴스", "韩联社"),
    "Newsis": ("Newsis", "뉴시스"),
    "KCNA": ("KCNA", "朝中社"),
    "PTI": ("PTI", "Press Trust of India"),
    "ANI": ("ANI", "Asian News International"),
    "IANS": ("IANS",),
    "UNI": ("UNI",),
    "Bernama": ("Bernama", "BERNAMA"),
    "Antara": ("Antara", "ANTARA"),
    "VNA": ("VNA", "TTXVN", "Vietnam News Agency"),
    "APP": ("Associated Press of Pakistan",),
    "Anadolu": ("Anadolu", "Anadolu Agency", "Anadolu Ajansı", "AA", "الأناضول"),
    "DHA": ("DHA", "Demirören Haber Ajansı"),
    "İHA": ("İHA", "IHA"),
    "IRNA": ("IRNA", "ایرنا", "إرنا"),
    "Fars": ("Fars News Agency", "فارس"),
    "SPA": ("Saudi Press Agency", "واس"),
    "WAM": ("WAM", "وام"),
    "MENA": ("MENA", "أ ش أ"),
    "SANA": ("SANA", "سانا"),
    "NAN": ("NAN", "News Agency of Nigeria"),
    "GNA": ("GNA", "Ghana News Agency"),
    "Canadian Press": ("The Canadian Press", "Canadian Press", "La Presse Canadienne"),
    "AAP": ("AAP", "Australian Associated Press"),
    "UPI": ("UPI", "United Press International"),
    "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "CNN": ("CNN", "CNN Newsource", "CNN Wire"),
    "Tribune News Service": ("Tribune News Service", "TNS"),
    "States Newsroom": ("States Newsroom",),
    "Notimex": ("Notimex", "NOTIMEX"),
    "Télam": ("Télam", "TELAM"),
    "MAP": ("Maghreb Arabe Presse",),
    "TAP": ("Tunis Afrique Presse",),
    "APS": ("Algérie Presse Service",),
}
_PICTURES: Mapping[str, tuple[str, ...]] = {
    "Getty Images": ("Getty Images", "Getty", "GETTY IMAGES", "via Getty Images", "GettyImages"),
    "Shutterstock": ("Shutterstock",),
    "iStock": ("iStock", "iStockphoto"),
    "Alamy": ("Alamy", "Alamy Stock Photo"),
    "imago": ("imago", "IMAGO", "imago images"),
    "picture alliance": ("picture alliance", "picture-alliance"),
    "EPA": ("EPA", "EPA-EFE"),
    "Zuma Press": ("Zuma Press", "ZUMA", "ZUMA Press"),
    "Depositphotos": ("Depositphotos",),
    "Unsplash": ("Unsplash",),
    "Pexels": ("Pexels",),
    "Pixabay": ("Pixabay",),
    "Adobe Stock": ("Adobe Stock",),
    "NurPhoto": ("NurPhoto",),
    "WireImage": ("WireImage",),
    "Magnum Photos": ("Magnum Photos",),
    "Wikimedia Commons": ("Wikimedia Commons",),
}
AGENCY_OF = {name: canonical for canonical, names in _AGENCIES.items() for name in names}
PICTURE_HOUSE_OF = AGENCY_OF | {
    name: canonical for canonical, names in _PICTURES.items() for name in names
}


def _either(names: Mapping[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


# Case matters: "ap" and "pa" are words. Letters on either side would make another word.
AGENCY = re.compile(rf"(?<!\w)(?:{_either(AGENCY_OF)})(?!\w)")
PICTURE_HOUSE = re.compile(rf"(?<!\w)(?:{_either(PICTURE_HOUSE_OF)})(?!\w)")
_BY_LOWER = {name.lower(): canonical for name, canonical in AGENCY_OF.items()}


def agency_named(name: str) -> str | None:
    """Return the agency that a whole byline names, in any case; None when it is none."""
    bare = name.strip(" .,:()[]/©–—-").lower().removeprefix("the ")
    return _BY_LOWER.get(bare) or _BY_LOWER.get("the " + bare)
