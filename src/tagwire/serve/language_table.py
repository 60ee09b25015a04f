"""Names and writing direction of languages: code -> (English name, own name)."""

from __future__ import annotations

LANGUAGES: dict[str, tuple[str, str]] = {
    "af": ("Afrikaans", "Afrikaans"),
    "am": ("Amharic", "አማርኛ"),
    "ar": ("Arabic", "العربية"),
    "az": ("Azerbaijani", "azərbaycan"),
    "be": ("Belarusian", "беларуская"),
    "bg": ("Bulgarian", "български"),
    "bn": ("Bengali", "বাংলা"),
    "bs": ("Bosnian", "bosanski"),
    "ca": ("Catalan", "català"),
    "cnr": ("Montenegrin", "crnogorski"),
    "cs": ("Czech", "čeština"),
    "cy": ("Welsh", "Cymraeg"),
    "da": ("Danish", "dansk"),
    "de": ("German", "Deutsch"),
    "el": ("Greek", "Ελληνικά"),
    "en": ("English", "English"),
    "eo": ("Esperanto", "esperanto"),
    "es": ("Spanish", "español"),
    "et": ("Estonian", "eesti"),
    "eu": ("Basque", "euskara"),
    "fa": ("Persian", "فارسی"),
    "fi": ("Finnish", "suomi"),
    "fil": ("Filipino", "Filipino"),
    "fr": ("French", "français"),
    "ga": ("Irish", "Gaeilge"),
    "gl": ("Galician", "galego"),
    "gu": ("Gujarati", "ગુજરાતી"),
    "ha": ("Hausa", "Hausa"),
    "he": ("Hebrew", "עברית"),
    "hi": ("Hindi", "हिन्दी"),
    "hr": ("Croatian", "hrvatski"),
    "hu": ("Hungarian", "magyar"),
    "hy": ("Armenian", "հայերեն"),
    "id": ("Indonesian", "Bahasa Indonesia"),
    "ig": ("Igbo", "Igbo"),
    "is": ("Icelandic", "íslenska"),
    "it": ("Italian", "italiano"),
    "ja": ("Japanese", "日本語"),
    "ka": ("Georgian", "ქართული"),
    "kk": ("Kazakh", "қазақ тілі"),
    "km": ("Khmer", "ខ្មែរ"),
    "kn": ("Kannada", "ಕನ್ನಡ"),
    "ko": ("Korean", "한국어"),
    "ku": ("Kurdish", "kurdî"),
    "ky": ("Kyrgyz", "кыргызча"),
    "lt": ("Lithuanian", "lietuvių"),
    "lv": ("Latvian", "latviešu"),
    "mk": ("Macedonian", "македонски"),
    "ml": ("Malayalam", "മലയാളം"),
    "mn": ("Mongolian", "монгол"),
    "mr": ("Marathi", "मराठी"),
    "ms": ("Malay", "Melayu"),
    "mt": ("Maltese", "Malti"),
    "my": ("Burmese", "မြန်မာ"),
    "nb": ("Norwegian Bokmål", "norsk bokmål"),
    "ne": ("Nepali", "नेपाली"),
    "nl": ("Dutch", "Nederlands"),
    "nn": ("Norwegian Nynorsk", "nynorsk"),
    "no": ("Norwegian", "norsk"),
    "pa": ("Punjabi", "ਪੰਜਾਬੀ"),
    "pcm": ("Nigerian Pidgin", "Naijá"),
    "pl": ("Polish", "polski"),
    "ps": ("Pashto", "پښتو"),
    "pt": ("Portuguese", "português"),
    "ro": ("Romanian", "română"),
    "ru": ("Russian", "русский"),
    "rw": ("Kinyarwanda", "Ikinyarwanda"),
    "sd": ("Sindhi", "سنڌي"),
    "si": ("Sinhala", "සිංහල"),
    "sk": ("Slovak", "slovenčina"),
    "sl": ("Slovenian", "slovenščina"),
    "so": ("Somali", "Soomaali"),
    "sq": ("Albanian", "shqip"),
    "sr": ("Serbian", "српски"),
    "sv": ("Swedish", "svenska"),
    "sw": ("Swahili", "Kiswahili"),
    "ta": ("Tamil", "தமிழ்"),
    "te": ("Telugu", "తెలుగు"),
    "th": ("Thai", "ไทย"),
    "tl": ("Tagalog", "Tagalog"),
    "tr": ("Turkish", "Türkçe"),
    "ug": ("Uyghur", "ئۇيغۇرچە"),
    "uk": ("Ukrainian", "українська"),
    "ur": ("Urdu", "اردو"),
    "uz": ("Uzbek", "o‘zbek"),
    "vi": ("Vietnamese", "Tiếng Việt"),
    "xh": ("Xhosa", "IsiXhosa"),
    "yo": ("Yoruba", "Èdè Yorùbá"),
    "zh": ("Chinese", "中文"),
    "zu": ("Zulu", "isiZulu"),
}

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
)


def language_name(code: str) -> str:
    """Return the English name of a BCP 47 code; the code itself when it is not in the table."""
    return LANGUAGES.get(code.split("-")[0].lower(), (code, code))[0]


def own_name(code: str) -> str:
    """Return what speakers call the language."""
    return LANGUAGES.get(code.split("-")[0].lower(), (code, code))[1]


def direction_of(code: str | None) -> str:
    """Return ``rtl`` or ``ltr``."""
    return "rtl" if code and code.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
