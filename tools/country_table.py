"""Labels and further names of countries, by ISO code: facts, written for Tagwire."""

from __future__ import annotations

COUNTRY_LABELS = {
    "BA": "Bosnia and Herzegovina",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "CI": "Ivory Coast",
    "CZ": "Czech Republic",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macau",
    "PS": "Palestine",
    "TR": "Turkey",
    "AG": "Antigua and Barbuda",
    "TT": "Trinidad and Tobago",
    "ST": "São Tomé and Príncipe",
}
COUNTRY_EXTRA = {
    "US": "USA|U.S.|U.S|US|U.S.A.|United States of America|America@en|Vereinigte Staaten@de|Vereinigten Staaten@de|"
    "États-Unis@fr|Etats-Unis@fr|EE.UU.@es|EE. UU.@es|EEUU@es|EE UU@es|Stati Uniti@it|Usa@it|EUA@pt|"
    'США@ru,uk,bg|Соединенные Штаты@ru|美国@zh|美國@zh|米国@ja|أمريكا@ar|أميركا@ar|ארה"ב@he|अमेरिका@hi|VS@nl|ABD@tr|미국@ko',
    "GB": "UK|U.K.|Britain|Great Britain|Großbritannien@de|Grande-Bretagne@fr|Royaume-Uni@fr|Reino Unido@es,pt|"
    "Gran Bretaña@es|Gran Bretagna@it|Regno Unito@it|Великобритания@ru|Великобритании@ru|英国@zh,ja|بريطانيا@ar|בריטניה@he|ब्रिटेन@hi",
    "RU": "Russian Federation|Fédération de Russie@fr|Federación Rusa@es|Federación de Rusia@es|Federazione Russa@it|Federazione russa@it|Russische Föderation@de|Russischen Föderation@de|Российская Федерация@ru|РФ@ru|России@ru|Россию@ru|Россией@ru|Росії@uk|Росію@uk",
    "UA": "Украины@ru|Украине@ru|Украину@ru|Украиной@ru|України@uk|Україні@uk|Україну@uk",
    "AE": "UAE|U.A.E.|Emirates@en|ОАЭ@ru|VAE@de",
    "DE": "Federal Republic of Germany|Bundesrepublik@de|Bundesrepublik Deutschland@de|BRD@de|ФРГ@ru|Германии@ru|Германию@ru|Германией@ru",
    "CN": "People's Republic of China|PRC|КНР@ru|Китая@ru|Китаю@ru|Китаем@ru|Китае@ru",
    "FR": "Франции@ru|Францию@ru",
    "TR": "Turkey|Türkiye|Türkei@de|Turquie@fr|Turquía@es|Turchia@it|Турции@ru|Турцию@ru",
    "IR": "Islamic Republic of Iran|Ирана@ru|Ираном@ru|Иране@ru",
    "IL": "Израиля@ru|Израилю@ru|Израилем@ru|Израиле@ru",
    "PL": "Польши@ru|Польше@ru|Польшу@ru",
    "SY": "Сирии@ru|Сирию@ru",
    "KP": "DPRK|N. Korea@en|КНДР@ru",
    "CZ": "Czechia|Czech Republic|Tschechien@de",
    "NL": "Holland|The Netherlands",
    "PS": "Palestinian territories|Palestinian Territories",
    "CD": "DRC|DR Congo|Congo|RDC@fr|République démocratique du Congo@fr",
    "CI": "Côte d'Ivoire",
    "VA": "Vatican City",
    "MM": "Burma",
    "XK": "Kosovo",
    "SZ": "Swaziland",
    "MK": "Macedonia",
    "CV": "Cabo Verde",
    "TL": "Timor Leste|East Timor",
    "BA": "Bosnia|Bosnia-Herzegovina",
    "KR": "Korea@en|S. Korea@en",
    "IE": "Republic of Ireland|Irish Republic",
    "GE": "~Georgia",
    "TD": "~Chad",
    "JO": "~Jordan",
}
