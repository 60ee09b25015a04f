"""Sections of publishers to IPTC Media Topics, in the languages of the news."""

from __future__ import annotations

TOPICS = {
    "01000000": "arts, culture, entertainment and media",
    "02000000": "crime, law and justice",
    "03000000": "disaster, accident and emergency incident",
    "04000000": "economy, business and finance",
    "05000000": "education",
    "06000000": "environment",
    "07000000": "health",
    "08000000": "human interest",
    "09000000": "labour",
    "10000000": "lifestyle and leisure",
    "11000000": "politics",
    "12000000": "religion",
    "13000000": "science and technology",
    "14000000": "society",
    "15000000": "sport",
    "16000000": "conflict, war and peace",
    "17000000": "weather",
}

_WORDS = {
    "01000000": "arts art culture entertainment media movies movie film films music books book tv television theatre "
    "theater celebrity celebrities showbiz stage games gaming arts-and-culture hollywood bollywood "
    "kultur feuilleton unterhaltung medien musik kino literatur fernsehen cinéma cinema culture musique livres médias "
    "télévision spectacles people cultura espectáculos espectaculos entretenimiento música libros cine televisión "
    "farándula spettacoli spettacolo libri musica televisione celebridades entretenimento famosos cultuur boeken films "
    "культура кино музыка шоу-бизнес шоубизнес медиа книги kultura film rozrywka kultur-und-medien kultuur nöje "
    "kulttuuri viihde ثقافة فن ثقافة-وفن فنون 文化 娱乐 娛樂 エンタメ मनोरंजन kultur-sanat magazin eğlence",
    "02000000": "crime law justice courts court police crime-and-justice crime-law true-crime legal kriminalität "
    "panorama-kriminalität blaulicht justiz polizei faits-divers justice police-justice sucesos policiales justicia "
    "judicial tribunales seguridad cronaca giustizia criminalidade polícia policia misdaad криминал происшествия суд "
    "brott krim krimi rikos حوادث जुर्म क्राइम",
    "03000000": "disaster disasters accident accidents emergency catastrophes katastrophen unfälle unglücke desastres "
    "accidentes catastrofi чп катастрофы инциденты",
    "04000000": "economy business finance markets market money companies personal-finance investing stocks real-estate "
    "economics property energy autos industry banking crypto cryptocurrency startups trade wealth your-money "
    "wirtschaft finanzen geld börse unternehmen immobilien boerse konjunktur économie economie entreprises bourse "
    "finances argent immobilier economía economia negocios empresas finanzas mercados dinero bolsa finanza mercati "
    "imprese negócios mercado finanças economisch beurs geldzaken экономика бизнес финансы деньги рынки компании "
    "gospodarka biznes finanse ekonomi näringsliv børs okonomi økonomi talous اقتصاد مال-وأعمال أعمال 经济 财经 財經 "
    "経済 ビジネス व्यापार बिजनेस ekonomi finans",
    "05000000": "education schools school university universities higher-education students bildung schule hochschule "
    "éducation education-formation educación educacion universidad istruzione scuola educação onderwijs образование "
    "edukacja utbildning utdanning koulutus تعليم 教育 शिक्षा eğitim",
    "06000000": "environment climate climate-change nature wildlife green sustainability energy-and-environment umwelt "
    "klima klimawandel natur environnement climat planète planete medio-ambiente medioambiente clima ambiente "
    "meio-ambiente sostenibilidad klimaat milieu экология климат природа środowisko klimat miljö miljø ympäristö "
    "بيئة 环境 環境 çevre",
    "07000000": "health wellness medicine coronavirus covid-19 covid healthcare mental-health wellbeing gesundheit medizin "
    "corona santé sante médecine salud bienestar salute saúde saude gezondheid здоровье медицина здравоохранение "
    "коронавирус zdrowie hälsa helse terveys صحة 健康 स्वास्थ्य हेल्थ sağlık",
    "08000000": "human-interest people weird odd oddly-enough offbeat good-news royals royal royal-family obituaries "
    "vermischtes panorama leute menschen buntes insolite gente curiosidades virales mascotas bizarro курьезы "
    "obituary nachrufe",
    "09000000": "jobs careers labour labor work employment karriere beruf arbeit emploi social travail empleo trabajo lavoro "
    "trabalho emprego werk работа карьера труд praca",
    "10000000": "lifestyle life style travel food fashion recipes leisure home-and-garden home garden gardening family "
    "parenting dating relationships living food-and-drink drink dining wine cars motoring beauty shopping "
    "reise reisen leben stil mode essen genuss auto ratgeber familie garten voyage cuisine gastronomie art-de-vivre "
    "viajes moda cocina gastronomía estilo-de-vida estilo vida motor recetas viaggi cucina tempo-libero casa motori "
    "viagem turismo culinária reizen eten путешествия туризм стиль мода еда авто lifestyle podróże resor mat matka "
    "سفر منوعات 旅游 生活 लाइफस्टाइल yaşam seyahat",
    "11000000": "politics political government elections election white-house congress parliament us-politics uk-politics "
    "policy national-politics state-politics campaign diplomacy brexit westminster senate "
    "politik innenpolitik außenpolitik aussenpolitik wahlen bundestagswahl bundestag politique élections elections-2024 "
    "gouvernement política politica elecciones gobierno congreso politica-interna governo elezioni eleições politiek "
    "verkiezingen политика выборы власть polityka wybory politikk politiikka سياسة 政治 राजनीति siyaset politika",
    "12000000": "religion faith church religions kirche glauben religión religión-y-fe iglesia religione vaticano religião "
    "kerk религия religia دين 宗教 धर्म din",
    "13000000": "science technology tech space innovation internet digital cybersecurity ai artificial-intelligence gadgets "
    "computers mobile wissenschaft wissen technik technologie netzwelt digital digitales forschung weltraum sciences "
    "numérique high-tech espace ciencia tecnología tecnologia tecnologías scienza scienze tecnología-y-ciencia ciência "
    "wetenschap tech-en-media наука технологии техника космос интернет nauka technologie vetenskap teknik vitenskap "
    "teknologi tiede علوم تكنولوجيا علوم-وتكنولوجيا 科技 科学 テクノロジー 科学技術 टेक्नोलॉजी teknoloji bilim",
    "14000000": "society social-issues immigration migration gender lgbtq race women communities demographics gesellschaft "
    "société societe migrations sociedad societá società sociedade migranti samenleving общество społeczeństwo "
    "samhälle samfunn yhteiskunta مجتمع 社会 社會 समाज toplum",
    "15000000": "sport sports football soccer basketball baseball tennis cricket golf rugby nfl nba mlb nhl boxing mma ufc "
    "formula-1 f1 cycling athletics olympics hockey ice-hockey motorsport racing horse-racing wrestling premier-league "
    "fußball fussball bundesliga wintersport handball champions-league deportes deporte fútbol futbol baloncesto tenis "
    "ciclismo calcio sportivi basket esporte esportes futebol desporto desporte voetbal wielrennen спорт футбол хоккей "
    "теннис piłka-nożna sporty fotboll fotball urheilu jalkapallo رياضة كرة-القدم 体育 體育 スポーツ खेल क्रिकेट spor futbol",
    "16000000": "war conflict conflicts defence defense military ukraine-war war-in-ukraine israel-hamas-war israel-gaza-war "
    "middle-east-crisis ukraine-krieg krieg militär krieg-in-der-ukraine guerre guerre-en-ukraine défense guerra "
    "guerra-en-ucrania guerra-ucraina guerra-na-ucrânia conflictos oorlog война сво вооружения армия оборона спецоперация wojna "
    "krig kriget-i-ukraina حرب 军事 軍事 savaş",
    "17000000": "weather wetter météo meteo tiempo el-tiempo previsioni tempo weer погода pogoda väder vær sää طقس 天气 天気 "
    "मौसम hava-durumu",
}
SECTION_TOPICS = {word: code for code, words in _WORDS.items() for word in words.split()}

# Sections that name a place of the paper and not a subject, and what papers put into keywords.
HOUSE_WORDS = frozenset(
    [
        "news",
        "latest",
        "breaking",
        "world",
        "international",
        "national",
        "local",
        "home",
        "homepage",
        "top",
        "top-stories",
        "featured",
        "feature",
        "features",
        "article",
        "articles",
        "story",
        "stories",
        "video",
        "videos",
        "photo",
        "photos",
        "gallery",
        "galleries",
        "live",
        "blog",
        "opinion",
        "opinions",
        "comment",
        "columns",
        "column",
        "columnists",
        "editorial",
        "editorials",
        "analysis",
        "exclusive",
        "premium",
        "subscriber",
        "subscribers",
        "plus",
        "general",
        "internal",
        "standard",
        "default",
        "app",
        "apps",
        "push",
        "newsletter",
        "newsletters",
        "podcast",
        "podcasts",
        "front-page",
        "frontpage",
        "main",
        "misc",
        "miscellaneous",
        "other",
        "others",
        "more",
        "page",
        "pages",
        "web",
        "online",
        "digital",
        "print",
        "archive",
        "all",
        "europe-news",
        "us",
        "uk",
        "us-news",
        "uk-news",
        "world-news",
        "latest-news",
        "top-news",
        "headlines",
        "trending",
        "popular",
        "recommended",
        "sponsored",
        "advertorial",
        "partner",
        "promoted",
        "press-release",
        "agency",
        "wire",
        "wires",
        "ap",
        "reuters",
        "afp",
        "dpa",
        "text",
        "image",
        "topnews",
        "nyheter",
        "nachrichten",
        "aktuell",
        "schlagzeilen",
        "startseite",
        "ausland",
        "inland",
        "welt",
        "deutschland",
        "meinung",
        "kommentar",
        "leserbriefe",
        "newsticker",
        "ticker",
        "actualité",
        "actualités",
        "actualite",
        "monde",
        "france",
        "une",
        "à-la-une",
        "international",
        "débats",
        "opinions",
        "direct",
        "dépêches",
        "noticias",
        "última-hora",
        "ultima-hora",
        "mundo",
        "internacional",
        "nacional",
        "portada",
        "opinión",
        "actualidad",
        "españa",
        "notizie",
        "mondo",
        "esteri",
        "primo-piano",
        "italia",
        "ultime-notizie",
        "homepage",
        "notícias",
        "brasil",
        "últimas",
        "nieuws",
        "buitenland",
        "binnenland",
        "новости",
        "мир",
        "россия",
        "главное",
        "лента",
        "статьи",
        "в-мире",
        "события",
        "wiadomości",
        "świat",
        "polska",
        "seo",
        "none",
        "null",
        "true",
        "false",
        "no",
        "yes",
        "evergreen",
        "free",
        "paid",
        "metered",
        "paywall",
        "amp",
        "index",
        "test",
        "tag",
        "tags",
        "keyword",
        "keywords",
        "category",
        "uncategorized",
        "unkategorisiert",
        "today",
        "yesterday",
        "this-week",
        "explainer",
        "explained",
        "must-read",
        "long-read",
        "longread",
        "interview",
        "interviews",
        "report",
        "reports",
        "fact-check",
        "investigation",
        "special",
        "specials",
        "magazine",
        "supplement",
        "region",
        "regional",
        "regions",
        "lokales",
        "lokal",
    ]
)
