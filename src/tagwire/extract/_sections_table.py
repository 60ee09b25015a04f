"""Words of addresses that name a section of a newspaper; others may be authors, towns or house codes."""

SECTION_WORDS = frozenset(
    """
    africa afrique agriculture ambiente americas amerika amériques animals architecture art arte arts asia asie asien
    ausland australia auto automobile automotive autos bildung biz books bourse buecher bücher business calcio canada
    celebrity cinema climat climate clima crime crypto cronaca cultura culture cyber defence defense deportes deporte
    desporto development digital diplomacy domestic ecology ecologie economia economía economie économie economy
    editorial education educacion educación elections energia energie energy entertainment environment environnement
    esportes espectaculos espectáculos esteri ernährung europa europe europe-news events faits-divers fashion feuilleton film
    finance finances finanza finanzas finanzen fitness food football football-news formula1 fussball fußball france
    gaming gastronomie geld genuss germany gesellschaft gesundheit gospodarka health history home-news immobilien india
    inland innenpolitik international internacional internet interni investigations israel italia jobs justice karriere
    kino klima krimi kriminalität kultura kultur kunst landwirtschaft latin-america law leben lebensart leisure
    lifestyle literatur literature local lokales lokal london macht markets markt maroc medien media medizin middle-east
    middleeast mobilität mode money monde motoring mundo music musik musique nation national natur nature netzwelt
    nederland oekonomie opinion opinión opinions opini panorama parlament people policy politica política politicas
    politics politiek politik politika politique polityka polska pop property psychologie ratgeber real-estate recht
    regional reise reisen religion retail royals russia salud sante santé science sciences ciencia ciência scienza
    schule security service-ratgeber showbiz showbusiness society sociedad sociedade società société soccer soziales
    space spiele sport sports sportnews sucesos svet syria tech technik technologie technology tecnologia tecnología
    tennis theater theatre tourism transport travel tv tv-radio uk ukraine umwelt umwelt-natur unterhaltung us us-news
    usa vermischtes verkehr viajes video-games viral voyage war weather wetter wirtschaft wissen wissenschaft world
    world-news zdrowie zeitgeschehen zivot экономика культура наука новости общество политика спорт мир
    """.split()  # noqa: SIM905 - a list of words is easier to read and to sort as text
)
