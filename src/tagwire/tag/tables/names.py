"""Words around and inside names, in the languages of the news."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Lower-case words that may stand between two capital words of one person's name.
PERSON_PARTICLES = _words(
    "de del della dei di da das do dos du des la le los las van von der den dem ter ten zu zum zur af av al el "
    "bin bint ibn ben abu e y i ze vom op 't"
)
# Lower-case words inside names of organisations and places, only behind a head word.
OF_WORDS = _words(
    "of for de del della dei degli dello delle di da do dos das du des für der des von vom zum zur van voor het "
    "para pour per för i och och og the la le les el los las and y e et und en on in to"
)
AND_WORDS = _words("and & y e et und en och og")
ARTICLES = _words("the la le les el los las l' der die das des dem den het de")

# Words before a person's name. Lower case; a trailing dot is cut before the look-up.
TITLES = _words(
    "mr mrs ms miss dr prof professor sir dame lord lady president vice-president vicepresident premier minister "
    "chancellor secretary senator sen rep representative congressman congresswoman governor gov mayor ambassador "
    "king queen prince princess duke duchess emperor sultan sheikh sheik emir ayatollah pope cardinal archbishop "
    "bishop rabbi imam pastor rev reverend father sister brother saint judge justice magistrate sheriff attorney "
    "general gen colonel col lieutenant lt major maj captain capt sergeant sgt corporal cpl admiral adm commander "
    "marshal rear vice-admiral officer detective inspector constable superintendent chief deputy director chairman chairwoman chair "
    "chairperson ceo cfo coo cto founder co-founder head spokesman spokeswoman spokesperson commissioner coach manager "
    "vp svp evp avp cio cmo cso ciso pm msp mla qc kc "
    "striker midfielder defender goalkeeper quarterback speaker councillor councilman councilwoman alderman mp mep mec "
    "actor actress singer rapper author writer director-general analyst economist editor journalist reporter "
    "correspondent lawyer prosecutor baron baroness count countess viscount hon honourable honorable first lady "
    "foreign prime vice former ex acting interim crown defense defence finance interior health justice education "
    "herr frau präsident präsidentin bundeskanzler bundeskanzlerin kanzler kanzlerin ministerpräsident "
    "ministerpräsidentin bundespräsident außenminister außenministerin verteidigungsminister finanzminister "
    "innenminister innenministerin wirtschaftsminister gesundheitsminister justizminister bürgermeister "
    "oberbürgermeister regierungschef regierungschefin staatschef parteichef parteichefin vorsitzender vorsitzende "
    "sprecher sprecherin trainer trainerin papst könig königin prinz prinzessin kaiser generalsekretär "
    "us-präsident us-präsidentin us-außenminister ex-präsident vizepräsident vizepräsidentin chef chefin "
    "premierminister premierministerin kremlchef kremlsprecher regierungssprecher schauspieler schauspielerin "
    "sänger sängerin professorin staatssekretär landrat geschäftsführer geschäftsführerin leiter leiterin experte "
    "expertin autor autorin direktor direktorin "
    "m mme mlle monsieur madame mademoiselle président présidente ministre maître roi reine pape général colonel "
    "maire sénateur sénatrice député députée "
    "sr sra srta señor señora don doña presidente presidenta ministro ministra primer canciller rey reina papa "
    "gobernador gobernadora alcalde alcaldesa senador senadora diputado diputada doctor doctora "
    "signor signora dott dottor onorevole premier sindaco re regina "
    "senhor senhora governador prefeito deputado "
    "voorzitter woordvoerder wethouder burgemeester trainer bondscoach arcivescovo patriarca vescovo arzobispo obispo "
    "evêque archevêque "
    "meneer mevrouw minister-president koning koningin premier "
    "президент премьер премьер-министр министр господин г-н г-жа генерал глава губернатор мэр король папа"
)
# Compounds of Germanic languages that end so are titles: "Bundesfamilienministerin", "Fifa-voorzitter".
TITLE_ENDINGS = (
    "minister",
    "ministerin",
    "präsident",
    "präsidentin",
    "chef",
    "chefin",
    "sprecher",
    "sprecherin",
    "vorsitzender",
    "vorsitzende",
    "vorsitzenden",
    "kanzler",
    "kanzlerin",
    "trainer",
    "trainerin",
    "meister",
    "meisterin",
    "direktor",
    "direktorin",
    "forderer",
    "forderin",
    "archivar",
    "archivarin",
    "lehrer",
    "lehrerin",
    "berater",
    "beraterin",
    "händler",
    "händlerin",
    "kommissar",
    "kommissarin",
    "sekretär",
    "sekretärin",
    "anwalt",
    "anwältin",
    "richter",
    "richterin",
    "leiter",
    "leiterin",
    "ministers",
    "präsidenten",
    "kandidat",
    "kandidatin",
    "politiker",
    "politikerin",
    "abgeordnete",
    "abgeordneter",
    "abgeordneten",
    "kandidaten",
    "politikers",
    "experte",
    "expertin",
    "forscher",
    "forscherin",
    "mitglied",
    "träger",
    "trägerin",
    "gründer",
    "gründerin",
    "spieler",
    "spielerin",
    "künstler",
    "künstlerin",
    "verwalter",
    "regisseur",
    "regisseurin",
    "stürmer",
    "verteidiger",
    "torwart",
    "kollege",
    "kollegin",
    "redakteur",
    "voorzitter",
    "woordvoerder",
    "leider",
    "president",
)
# Endings of German nouns that are never the name of anybody.
NOUN_ENDINGS = (
    "ung",
    "ungen",
    "heit",
    "heiten",
    "keit",
    "keiten",
    "schaft",
    "schaften",
    "tion",
    "tionen",
    "ismus",
    "prozess",
    "prozesse",
    "verfahren",
)
# Endings of family names written in Cyrillic, with their cases.
CYRILLIC_FAMILY_ENDINGS = (
    tuple(
        stem + ending
        for stem in ("ов", "ев", "ёв", "ин", "ын")
        for ending in ("", "а", "у", "ым", "е", "ой", "ой")
    )
    + tuple(
        stem + ending
        for stem in ("ск", "цк", "ськ", "цьк")
        for ending in ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ій")
    )
    + tuple(
        stem + ending
        for stem in ("енк", "ук", "юк", "ич", "ян", "дзе", "швили", "чук", "ман", "берг", "ц")
        for ending in ("", "о", "а", "у", "ом", "ем", "е")
    )
)
CYRILLIC_GIVEN = _words(
    "Александр Алексей Анатолий Андрей Антон Аркадий Арсений Артём Артем Богдан Борис Вадим Валентин Валерий Василий "
    "Виктор Виталий Владимир Владислав Всеволод Вячеслав Геннадий Георгий Герман Глеб Григорий Даниил Денис Дмитрий "
    "Евгений Егор Иван Игорь Илья Кирилл Константин Лев Леонид Максим Марат Марк Михаил Никита Николай Олег Павел Пётр "
    "Петр Рамзан Рамиль Ринат Роман Руслан Рустам Святослав Семён Семен Сергей Станислав Степан Тимур Фёдор Федор Эдуард "
    "Юрий Ян Ярослав Александра Алина Алла Анастасия Анжелика Анна Валентина Валерия Вера Виктория Галина Дарья Диана "
    "Евгения Екатерина Елена Елизавета Жанна Зинаида Инна Ирина Кира Кристина Ксения Лариса Лидия Любовь Людмила "
    "Маргарита Марина Мария Надежда Наталья Наталия Нина Оксана Ольга Полина Раиса Светлана София Софья Тамара Татьяна "
    "Эльвира Юлия Яна Майкл Джон Джеймс Роберт Дэвид Уильям Ричард Томас Чарльз Джордж Марко Дональд Джо Барак Хиллари "
    "Володимир Олександр Сергій Андрій Олексій Микола Михайло Василь Дмитро Олег Юрій Ігор Віктор Віталій Петро Євген "
    "Євгеній Тарас Богдан Ярослав Остап Павло Роман Степан Іван Олена Наталія Ірина Тетяна Оксана Юлія Катерина Марія "
    "Ганна Людмила Світлана Галина Надія Вікторія Христина Соломія Леся Дарина Анатолій Валерій Григорій Денис Кирило "
    "Костянтин Леонід Максим Назар Руслан Станіслав Едуард"
)
# Titles that are often part of another name; they only count before a person's name.
WEAK_TITLES = _words(
    "general justice chief king queen prince lord lady saint major crown first foreign prime defense defence finance "
    "interior health education father sister brother coach head chair director manager speaker author editor re m "
    "sr e don papa count duke former ex acting interim attorney vice rear commander deputy reporter"
)
# Words that end with a dot and do not end a sentence.
ABBREVIATIONS = _words(
    "mr mrs ms dr prof gen sen rep gov lt col sgt capt cpl maj adm rev hon pres st ste jr sr vs no nr sra dra mme "
    "mlle inc corp ltd co dott on г им ул"
)
NAME_SUFFIXES = _words("jr sr ii iii iv jr. sr.")

# Heads that tell the kind of a name by its last or first word. Lower case.
ORGANISATION_HEADS = _words(
    "university college school academy institute institution center centre council committee commission ministry "
    "department agency bureau office authority administration association federation union league club party "
    "congress parliament senate assembly court tribunal bank group company corporation corp inc ltd limited llc plc "
    "gmbh ag kg co airlines airways airline motors energy electric oil gas holdings holding partners capital "
    "financial insurance foundation trust fund society organization organisation church army navy forces force "
    "police guard corps brigade battalion regiment hospital clinic museum gallery orchestra theatre theater times "
    "post news journal tribune herald gazette telegraph chronicle observer press radio television tv network "
    "channel magazine studios pictures records entertainment software systems technologies technology labs "
    "laboratory laboratories pharmaceuticals industries international enterprises services solutions media "
    "communications telecom petroleum resources mining steel motor bancorp bancshares exchange coalition alliance "
    "movement front brotherhood campaign team fc afc cf sc united rovers athletic wanderers rangers city town "
    "board chamber registry service secretariat initiative programme program project task "
    "lines rail railway railways wire courier sport sports properties "
    "universität hochschule institut ministerium bundesamt landesamt verband verein partei gesellschaft stiftung "
    "gericht amtsgericht landgericht oberlandesgericht verwaltungsgericht polizei bundespolizei feuerwehr "
    "staatsanwaltschaft kirche bank sparkasse zeitung rundfunk fraktion gewerkschaft klinik klinikum krankenhaus "
    "universitätsklinikum schule akademie sv vfb vfl tsv fsv "
    "université école lycée ministère conseil comité commission association fédération syndicat parti banque "
    "société fondation hôpital tribunal cour assemblée agence institut institut chambre mairie préfecture "
    "universidad instituto ministerio consejo comité comisión asociación federación sindicato partido banco "
    "fundación hospital tribunal corte asamblea agencia cámara ayuntamiento gobierno fiscalía policía ejército "
    "secretaría colegio junta diputación audiencia juzgado alcaldía contraloría procuraduría defensoría municipalidad "
    "intendencia cooperativa pacto aduana prefeitura cooperativa municipalidade "
    "università istituto ministero consiglio comitato commissione associazione federazione sindacato partito banca "
    "fondazione ospedale tribunale corte assemblea agenzia camera comune procura polizia "
    "universidade ministério conselho comissão associação federação fundação câmara governo polícia prefeitura "
    "tribunal supremo universiteit ministerie partij vereniging stichting politie rechtbank gemeente "
    "университет институт министерство министерства совет комитет комиссия ассоциация федерация партия банк фонд "
    "больница суд суда агентство академия компания парламент парламента парламенту правительство правительства "
    "госдума кабмин госкомпания министерством министерстве университета института комитета комитете "
    "uniwersytet uniwersytetu ministerstwo ministerstwa instytut instytutu rada komisja komisji partia partii sąd sądu "
    "fundacja fundacji fundację stowarzyszenie stowarzyszenia urząd urzędu parlament parlamentu"
)
PLACE_HEADS = _words(
    "river lake mountain mountains mount hill hills valley bay gulf strait ocean sea island islands isle peninsula "
    "desert canyon creek falls forest park beach coast cape county province district state republic kingdom street "
    "avenue road boulevard square bridge airport port harbour harbor station stadium arena tower palace castle "
    "cathedral temple mosque prison canal city village township borough heights springs plateau glacier volcano "
    "region oblast governorate prefecture territory memorial cemetery garden gardens plaza highway tunnel dam reef "
    "straße platz allee see berg gebirge insel landkreis kreis bezirk flughafen bahnhof hauptbahnhof stadion "
    "rue avenue boulevard place lac mont montagne île îles vallée baie forêt aéroport gare stade pont "
    "calle plaza avenida lago monte isla islas valle bahía bosque aeropuerto estadio puente provincia río "
    "via piazza fiume isola aeroporto stadio rua praça ilha "
    "улица площадь озеро река остров область области район аэропорт"
)
# First words that open the name of a place.
PLACE_OPENERS = _words(
    "mount lake cape port fort river gulf isle north south east west northern southern eastern western new saint "
    "st san santa são los las el rio río mont lac île puerto costa playa bad"
)
EVENT_HEADS = _words(
    "cup championship championships olympics games open festival war battle summit conference revolution uprising "
    "crisis massacre pandemic prix league trophy masters marathon derby awards award prize ceremony election "
    "elections referendum attacks bombing accord accords agreement treaty conventions convention protocol day week "
    "expo fair carnival congress final finals bowl tour "
    "weltmeisterschaft europameisterschaft krieg messe preis gipfel festspiele pokal "
    "coupe guerre festival sommet prix jeux copa guerra cumbre premio mundial coppa premio"
)
# First words of the names of storms and campaigns.
EVENT_OPENERS = _words(
    "storm hurricane typhoon cyclone operation orkan hurrikan taifun ouragan tempête typhon huracán tormenta uragano "
    "tempesta furacão tempestade orkaan ураган тайфун"
)
OBJECT_HEADS = _words(
    "act bill law amendment gesetz loi ley legge code index theory missile rocket telescope rover model "
    "disease syndrome virus encephalitis hepatitis fever"
)
# Behind the name of a product: which of its models.
MODEL_WORDS = _words("pro max plus mini ultra lite air")
# Heads behind which "of X" belongs to the name.
OF_HEADS = (
    ORGANISATION_HEADS
    | PLACE_HEADS
    | EVENT_HEADS
    | _words(
        "bank house secretary state ministry gulf strait city isle bay sea cape church order league lords commons "
        "representatives board ball rock lord university festival day declaration treaty battle siege bureau guard "
        "district town museum"
    )
)
LEGAL_FORMS = _words(
    "inc inc. corp corp. corporation ltd ltd. limited llc plc gmbh ag kg se sa s.a. spa s.p.a. nv n.v. co co. oyj ab asa kgaa"
)

# Capital words that are no names of anybody.
CALENDAR = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur "
    "thurs fri sat sun today yesterday tomorrow easter summer winter spring autumn "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar jänner februar märz mai juni juli "
    "oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin juillet "
    "août septembre octobre novembre décembre lunes martes miércoles jueves viernes sábado enero febrero "
    "marzo abril mayo junio agosto septiembre octubre noviembre diciembre lunedì martedì mercoledì giovedì "
    "venerdì gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro março maio "
    "junho julho setembro outubro novembro dezembro segunda-feira terça-feira quarta-feira quinta-feira sexta-feira "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart "
    "am pm a.m. p.m. gmt utc est edt pst cet cest bst ist aest et pt"
)
NOT_NAMES = _words(
    "état états etat etats i i'm i've i'd i'll a the tv ceo cfo coo cto ok dna rna hiv aids dvd cd pc pdf faq vip q&a usd eur gbp jpy "
    "covid sms gps ai ki ia ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xx xxi xix vs id ids url html ps p.s. "
    "p.m a.m kg km mm cm mph kmh mw gw kw bn mn m b.c a.d bc ad gdp pib bip cpi ipo etf lgbt lgbtq lgbtq+ lgbtqia+ "
    "suv suvs cctv diy asap ngo ngos ong mps mep meps pm pms rpm hd uhd led lcd usb wifi wi-fi it hr pr vr ar atm "
    "tagalog cebuano yoruba igbo hausa swahili kiswahili esperanto pashto farsi "
    "click read watch listen photo photos video image images getty advertisement subscribe newsletter live updated "
    "breaking exclusive opinion analysis editorial foto fotos bild video mehr lesen sie er wir ihr es euro euros dollar dollars "
    "internet web god christmas mitte westen osten norden süden ost west nord süd ddr pdf ard-morgenmagazin uhr prozent jahr jahre"
)
STOPWORDS = _words(
    "the a an this that these those he she it they we you his her its their our your my who what when where why how "
    "which but and or nor so yet for if as at by in of on to with from into over under after before since until "
    "while although though because unless than then there here not no yes all any both each every few more most "
    "other some such only own same too very just also even still never always now once one two three four five six "
    "seven eight nine ten first second third last next new old many much several according despite during amid "
    "among between against about above below through without within along meanwhile however moreover instead "
    "although is are was were be been being has have had do does did will would shall should can could may might must "
    "der die das ein eine einer eines einem einen und oder aber doch denn weil wenn als wie wo was wer warum mit von "
    "zu aus bei nach vor für gegen über unter auf an in im am um durch ohne seit bis nicht auch nur noch schon sehr "
    "er sie es wir ihr ich man sich sein seine ihre ihr ihren dieser diese dieses jener jede jeder alle viele mehr "
    "le la les un une des et ou mais donc car si que qui quoi dont où avec sans sous sur dans par pour en au aux ce "
    "cet cette ces il elle ils elles nous vous on son sa ses leur leurs mon ton notre votre ne pas plus très selon "
    "el los las una unos unas y o pero porque cuando como donde quien con sin sobre entre por para en del al este "
    "esta estos estas ese esa su sus nuestro mi tu no ni más muy según también "
    "il lo gli uno e ma perché quando come dove chi con senza su tra fra per nel nella nei sul sulla questo questa "
    "quello suo sua suoi loro non più anche secondo "
    "o os as um uma mas porque quando como onde quem com sem sobre entre por para no na nos nas este esta seu sua "
    "de het een en of maar want dat die wie met zonder op onder over door voor naar uit bij niet ook nog "
    "и в во не на я он она оно они мы вы что как это по но к у из за от до о об же бы так если когда где кто с со при "
    "для или также после однако"
)

# Endings of nouns in Romance languages that are never the name of anybody.
ROMANCE_NOUN_ENDINGS = (
    "ción",
    "sión",
    "ção",
    "são",
    "zione",
    "sione",
    "idad",
    "idade",
    "ità",
    "miento",
)
# Common nouns right behind the name of a place: "the Veldmar coast".
PLACE_NOUNS_AFTER = _words(
    "coast border harbour harbor valley region province district peninsula suburb roads"
)

# Behind a place: a thing that is called by it, of which it says nothing.
PLACE_THINGS = _words(
    "sprouts sprout terrier terriers muffin muffins bulldog bulldogs sauce salad roast rug rugs sausage sausages "
    "chutney dressing noodles lace ham cheesecake shepherd shepherds"
)
US_STATES = _words(
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois "
    "Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi "
    "Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia "
    "Wisconsin Wyoming "
) | {
    "New Hampshire",
    "New Jersey",
    "New Mexico",
    "North Carolina",
    "North Dakota",
    "Rhode Island",
    "South Carolina",
    "South Dakota",
    "West Virginia",
}
# Words of scripts without capitals that make a body of the place behind or before them; how sure.
BODY_OPENERS = {
    "جامعة": 0.85, "نادي": 0.85, "بنك": 0.85, "بورصة": 0.85, "مستشفى": 0.85,
    "אוניברסיטת": 0.85, "מכבי": 0.85, "הפועל": 0.85,
    "صحيفة": 0.3,  # a newspaper, whose name goes on more often than not
}  # fmt: skip
BODY_CLOSERS = ("大学", "大學", "新聞", "新闻社", "銀行", "银行", "証券", "证券", "证券交易所")
# Behind a place: its club plays.
SPORT_WORDS = _words(
    "soccer football striker midfielder defender goalkeeper winger captain forward playmaker teammate teammates "
    "boss manager coach fans"
)
# Words before a place, and behind or before a speaker.
PLACE_CUES = {
    "en": _words(
        "in at near from around outside across throughout inside to into toward towards downtown central"
    ),
    "de": _words("in aus nach nahe bei"),
    "fr": _words("à en dans près vers depuis"),
    "es": _words("en desde hacia cerca"),
    "it": _words("in nel nella nei presso vicino"),
    "pt": _words("em no na desde"),
    "nl": _words("in naar uit te nabij"),
    "ru": _words("в во из под около"),
    "uk": _words("в у із до"),
    "pl": _words("w we do"),
    "sv": _words("i från till"),
    "nb": _words("i fra til"),
    "da": _words("i fra til"),
}
# Common nouns right before a name, also with "of" between: "the city of X", "la empresa X".
PLACE_NOUNS = _words(
    "city town village capital province region district island river county state suburb neighbourhood neighborhood "
    "ville village région commune quartier fleuve ciudad pueblo provincia región municipio localidad barrio isla río "
    "città provincia regione comune isola fiume cidade município bairro região stad dorp provincie gemeente "
    "город города городе области деревне селе районе регионе місті область селі miasto mieście wsi gminie "
    "stadt ort dorf staden kommun"
)
ORGANISATION_NOUNS = _words(
    "company firm startup start-up group club party newspaper magazine airline agency bank brand network channel "
    "manufacturer giant operator retailer automaker charity ngo union team rivals "
    "entreprise société groupe parti journal chaîne marque compagnie empresa compañía grupo partido periódico diario "
    "cadena marca consultora azienda società gruppo partito giornale quotidiano squadra empresa jornal bedrijf partij "
    "krant konzern unternehmen firma partei zeitung verein gruppe компания компании компанией группа партия газета "
    "агентство агентства издание телеканал клуб firma partia spółka klub företaget partiet"
)
SAY_WORDS = _words(
    "said says say told tells added adds announced argued argues asked believes called claimed claims commented "
    "concluded confirmed continued declared denied described emphasised emphasized explained explains insisted "
    "mentioned noted notes posted pledged promised quipped recalled remarked repeated replied reported responded "
    "revealed stated states stressed suggested testified tweeted urged vowed warned warns wrote writes "
    "sagte sagt erklärte erklärt betonte teilte äußerte fügte forderte fordert warnte warnt kritisierte berichtete "
    "meinte meint schrieb schreibt verkündete bestätigte kündigte "
    "dit déclaré déclare affirmé affirme expliqué explique estime estimé annoncé annonce ajouté assuré assure "
    "souligné précisé indiqué confié répondu lancé écrit rappelle rappelé "
    "dijo dice afirmó afirma explicó explica aseguró asegura declaró señaló anunció añadió agregó indicó sostuvo "
    "manifestó advirtió destacó comentó expresó informó confirmó apuntó subrayó ha "
    "detto dice dichiarato afferma affermato spiega spiegato aggiunto annunciato sottolinea ha "
    "disse diz afirmou afirma explicou declarou anunciou acrescentou destacou ressaltou contou "
    "zei zegt verklaarde meldde vertelde aldus schrijft "
    "сказал сказала заявил заявила сообщил сообщила отметил отметила рассказал рассказала подчеркнул подчеркнула "
    "добавил добавила пояснил пояснила написал написала "
    "powiedział powiedziała dodał dodała stwierdził podkreślił "
    "sa säger uppger sade sier sier sagde siger"
)
ACCORDING_TO = (
    "according to",
    "as reported by",
    "reported by",
    "first reported by",
    "told",
    "citing",
    "cited by",
    "quoted by",
    "laut",
    "nach angaben von",
    "nach angaben der",
    "nach angaben des",
    "berichtet",
    "selon",
    "d'après",
    "rapporte",
    "según",
    "de acuerdo con",
    "secondo",
    "segundo",
    "de acordo com",
    "volgens",
    "по данным",
    "по сообщению",
    "сообщает",
    "передает",
    "передаёт",
    "пишет",
    "według",
    "enligt",
    "ifølge",
)
REPORT_WORDS = _words(
    "reported reports reporting wrote writes quoted cites cited published learned broke "
    "berichtete berichtet berichten meldete meldet schreibt schrieb rapporte rapporté révèle informó informa publicó "
    "reporta reportó riferisce riporta scrive noticiou publicou meldt schrijft сообщает пишет передает передаёт сообщило сообщили"
)
PHOTO_MARKS = (
    "photo by",
    "photograph by",
    "photo credit",
    "photos by",
    "image credit",
    "picture by",
    "image by",
    "photo",
    "photograph",
    "photographer",
    "image",
    "picture",
    "credit",
    "courtesy of",
    "via",
    "foto",
    "bild",
    "crédit",
    "crédits",
    "crédit photo",
    "fotografía",
    "imagen",
    "imago",
    "immagine",
    "beeld",
    "фото",
    "zdjęcie",
    "kuva",
    "©",
    "(c)",
)
