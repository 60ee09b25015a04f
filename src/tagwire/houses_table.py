"""Owner groups and their titles by registrable domain: data, no rule.

Made by hand from what the groups list as their own brands, and from the imprints of the
titles; state of 2025. A group is written when it has at least two titles here. Owners
change: a title moves to the line of its new owner, and articles keep what they were
stored with until they are made anew. Joint ventures stand with the house that runs the
newsroom. Titles that only share an agency's text or a technical service are no family.
"""

from __future__ import annotations

from collections.abc import Mapping

HOUSES: Mapping[str, str] = {
    "24 Hours": "24chasa.bg bgdnes.bg",
    "24 Media": "contra.gr huffingtonpost.gr ladylike.gr news247.gr sport24.gr",
    "2M SNRT": "snrt.ma snrtnews.com",
    "9to5": "9to5google.com 9to5mac.com 9to5toys.com dronedj.com electrek.co",
    "ABP": "abplive.com anandabazar.com telegraphindia.com",
    "ACM": """
        bendigoadvertiser.com.au bordermail.com.au canberratimes.com.au
        centralwesterndaily.com.au dailyadvertiser.com.au examiner.com.au farmonline.com.au
        illawarramercury.com.au newcastleherald.com.au standard.net.au thecourier.com.au
        theherald.com.au theland.com.au""",
    "Adani": "bqprime.com gadgets360.com ians.in ndtv.com ndtv.in ndtvprofit.com",
    "Adevărul Holding": "adevarul.ro click.ro historia.ro okmagazine.ro",
    "Advance": """
        al.com allure.com architecturaldigest.com arstechnica.com bizjournals.com
        bonappetit.com cleveland.com cntraveler.com epicurious.com glamour.com gq.com
        lehighvalleylive.com masslive.com mlive.com newyorker.com nj.com oregonlive.com
        pennlive.com pitchfork.com self.com silive.com syracuse.com teenvogue.com
        vanityfair.com vogue.com wired.com""",
    "Agora": "gazeta.pl plotek.pl sport.pl tokfm.pl wyborcza.biz wyborcza.pl",
    "Al Jazeera": "aje.io ajplus.net aljazeera.com aljazeera.net",
    "Albayrak": "gzt.com tvnet.com.tr yenisafak.com",
    "Alden Global Capital": """
        bostonherald.com chicagotribune.com courant.com dailybreeze.com dailycamera.com
        dailynews.com dailypress.com delcotimes.com denverpost.com eastbaytimes.com
        lowellsun.com macombdaily.com marinij.com mcall.com mercurynews.com
        montereyherald.com nydailynews.com ocregister.com orlandosentinel.com pe.com
        pilotonline.com pottsmerc.com pressenterprise.com presstelegram.com readingeagle.com
        redlandsdailyfacts.com reporterherald.com sandiegouniontribune.com
        santacruzsentinel.com sgvtribune.com sun-sentinel.com theoaklandpress.com
        timesheraldonline.com twincities.com vacavillereporter.com""",
    "All Media Baltics": "skaties.lv tv3.ee tv3.lt tv3.lv",
    "Aller": """
        billedbladet.dk dagbladet.no dinside.no elbil24.no familiejournal.dk kk.no
        seoghoer.no sol.no""",
    "Allied Press": "odt.co.nz star.news",
    "Alma Media": """
        arvopaperi.fi iltalehti.fi kauppalehti.fi marmai.fi mediuutiset.fi mikrobitti.fi
        talouselama.fi tekniikkatalous.fi tivi.fi uusisuomi.fi""",
    "Alter Ego": "in.gr megatv.com ot.gr tanea.gr tovima.gr vita.gr",
    "Altinget": "altinget.dk altinget.nl altinget.no altinget.se mandagmorgen.dk",
    "Amedia": """
        an.no ao.no ba.no berlingske.dk bt.dk budstikka.no dittoslo.no dt.no euroinvestor.dk
        f-b.no firda.no gd.no glomdalen.no h-avis.no ht.no ifinnmark.no lofotposten.no
        moss-avis.no nettavisen.no nordlys.no oa.no op.no ostlendingen.no rablad.no rb.no
        ringblad.no sa.no sb.no smaalenene.no ta.no tb.no telen.no tk.no weekendavisen.dk""",
    "América": """
        a24.com cronista.com infotechnology.com lacapital.com.ar primiciasya.com uno.com.ar
        unosantafe.com.ar""",
    "Angelucci": "ilgiornale.it iltempo.it liberoquotidiano.it",
    "Antenna Group": "ant1news.gr antenna.gr",
    "ARD": """
        ard.de ardmediathek.de br.de butenunbinnen.de daserste.de hessenschau.de hr.de
        mdr.de ndr.de radiobremen.de rbb-online.de rbb24.de sportschau.de sr.de swr.de
        swr3.de tagesschau.de wdr.de""",
    "Arena Holdings": """
        businessday.co.za businesslive.co.za dailydispatch.co.za dispatchlive.co.za
        heraldlive.co.za sowetan.co.za sowetanlive.co.za theherald.co.za timeslive.co.za""",
    "Arutz Sheva": "inn.co.il israelnationalnews.com",
    "ARY": "arydigital.tv arynews.tv",
    "Asahi": "asahi.com nikkansports.com tv-asahi.co.jp withnews.jp",
    "Aschendorff": "azonline.de muensterschezeitung.de westfalen-blatt.de wn.de",
    "Associated Press": "ap.org apnews.com",
    "Atresmedia": "antena3.com europafm.com larazon.es lasexta.com ondacero.es planeta.es",
    "Axel Springer": """
        autobild.de bild.de businessinsider.com businessinsider.de bz-berlin.de
        computerbild.de eenews.net emarketer.com finanzen.net metal-hammer.de
        morningbrew.com musikexpress.de politico.com politico.eu politicopro.com
        rollingstone.de sportbild.de stepstone.de upday.com welt.de""",
    "Bandeirantes": "band.com.br metrojornal.com.br",
    "Bangkok Post": "bangkokpost.com posttoday.com",
    "Bauer": """
        bravo.de cosmopolitan.de kissfmuk.com mz-web.de mz.de planetradio.co.uk tvmovie.de
        volksstimme.de""",
    "Bauer Polska": "rmf.fm rmf24.pl",
    "Bayard": "la-croix.com notretemps.com pelerin.com",
    "BBC": "bbc.co.uk bbc.com bbc.in bbci.co.uk",
    "Bell Media": """
        bnnbloomberg.ca cp24.com ctv.ca ctvnews.ca iheartradio.ca noovo.info noovomoi.ca
        rds.ca tsn.ca""",
    "Bennett Coleman": """
        economictimes.com eisamay.com etnownews.com iamgujarat.com indiatimes.com
        maharashtratimes.com mumbaimirror.com navbharattimes.com samayam.com
        timesnownews.com timesofindia.com vijaykarnataka.com""",
    "BIRN": "balkaninsight.com birnsrbija.rs detektor.ba prishtinainsight.com reporter.al",
    "Bloomberg": "bloomberg.com bloomberglaw.com bloomberglinea.com bloombergtax.com",
    "Bolloré": """
        canalplus.com capital.fr cnews.fr europe1.fr femmeactuelle.fr geo.fr lejdd.fr
        prismamedia.com programme-tv.net telestar.fr voici.fr""",
    "Bonnier": """
        aktuellhallbarhet.se allehanda.se arbetarbladet.se aripaev.ee avestatidning.com
        bankier.pl bblat.se bestmarketing.ee borsen.dk dagenshandel.se dagensmedia.se
        dagensmedicin.no dagensmedicin.se dagenssamhalle.se dalademokraten.se di.se dn.se
        dt.se dv.ee ehitusuudised.ee expressen.se fagersta-posten.se finance.si
        finantsuudised.ee gd.se gt.se hd.se illvid.dk illvid.no imelineajalugu.ee
        imelineteadus.ee ituudised.ee kaubandus.ee kinnisvarauudised.ee kvp.se
        landskronadirekt.com logistikauudised.ee lt.se ltz.se mu.ee na.se nordsverige.se
        norrteljetidning.se nvp.se nynashamnsposten.se op.se pb.pl personaliuudised.ee
        pollumajandus.ee puls.pl raamatupidaja.ee resume.se salaallehanda.com st.nu
        sydsvenskan.se toostusuudised.ee veckansaffarer.se vlt.se vz.lt""",
    "Burda": "bunte.de chip.de efahrer.com elle.de finanzen100.de focus.de freundin.de netmoms.de",
    "Business Recorder": "aaj.tv aajenglish.tv brecorder.com",
    "Caixin": "caixin.com caixinglobal.com",
    "Caltagirone": """
        corriereadriatico.it ilgazzettino.it ilmattino.it ilmessaggero.it leggo.it
        quotidianodipuglia.it""",
    "Caracol TV": "bluradio.com caracoltv.com elespectador.com golcaracol.com noticiascaracol.com",
    "Casa Editorial El Tiempo": """
        citytv.com.co eltiempo.com futbolred.com motor.com.co portafolio.co""",
    "Caxton": "citizen.co.za lowvelder.co.za zululandobserver.co.za",
    "CBC/Radio-Canada": "cbc.ca radio-canada.ca rcinet.ca",
    "CCTV": "cctv.cn cctv.com cgtn.com cntv.cn cri.cn",
    "Central Médiacsoport": "24.hu nlc.hu nosalty.hu startlap.hu",
    "Centre France": """
        lamontagne.fr larep.fr leberry.fr lechorepublicain.fr lejdc.fr lepopulaire.fr
        leveil.fr lyonne.fr""",
    "CH Media": """
        aargauerzeitung.ch argovia.ch badenertagblatt.ch bzbasel.ch grenchnertagblatt.ch
        limmattalerzeitung.ch luzernerzeitung.ch nidwaldnerzeitung.ch obwaldnerzeitung.ch
        oltnertagblatt.ch solothurnerzeitung.ch tagblatt.ch telezueri.ch thurgauerzeitung.ch
        watson.ch zugerzeitung.ch""",
    "China Daily": "chinadaily.com.cn chinadailyasia.com chinadailyhk.com",
    "China News Service": "chinanews.com chinanews.com.cn ecns.cn",
    "Chosun": "chosun.com sportschosun.com tvchosun.com",
    "Chunichi": "chunichi.co.jp tokyo-np.co.jp",
    "Citynews": """
        agrigentonotizie.it bolognatoday.it bresciatoday.it firenzetoday.it genovatoday.it
        milanotoday.it napolitoday.it padovaoggi.it palermotoday.it romatoday.it today.it
        torinotoday.it veneziatoday.it""",
    "Clarín": """
        clarin.com eltrecetv.com.ar lavoz.com.ar losandes.com.ar ole.com.ar tn.com.ar
        viapais.com.ar""",
    "Class": "classxhsilkroad.it italiaoggi.it milanofinanza.it",
    "CMA CGM": """
        01net.com bfmtv.com corsematin.com laprovence.com latribune.fr rmc.fr tradingsat.com""",
    "CME": """
        24ur.com btv.bg btvnovinite.bg dnevnik.hr markiza.sk net.hr nova.cz novatv.hr
        protv.ro protvplus.ro rtl.hr sport.ro stirileprotv.ro tn.cz tvnoviny.sk vizita.si
        voyo.si zena.hr""",
    "CMI France": "elle.fr franc-tireur.fr marianne.net public.fr",
    "Comcast": """
        nbcbayarea.com nbcboston.com nbcchicago.com nbcconnecticut.com nbcdfw.com
        nbclosangeles.com nbcmiami.com nbcnews.com nbcnewyork.com nbcphiladelphia.com
        nbcsandiego.com nbcsports.com nbcwashington.com sky.com skysports.com telemundo.com
        telemundo47.com telemundo52.com today.com""",
    "Copesa": "duna.cl lacuarta.com latercera.com",
    "Cox Media Group": """
        actionnewsjax.com boston25news.com fox13memphis.com kiro7.com krmg.com wftv.com
        whio.com wokv.com wpxi.com wsbtv.com wsoctv.com""",
    "Cyfrowy Polsat": "deccoria.pl interia.pl polsatnews.pl polsatsport.pl pomponik.pl",
    "Czech News Center": """
        aha.cz ahaonline.cz auto.cz blesk.cz e15.cz info.cz isport.cz mobilmania.cz
        reflex.cz zeny.cz zive.cz""",
    "Dainik Bhaskar": "bhaskar.com bhaskarenglish.in divyabhaskar.co.in divyamarathi.com",
    "Dawn Media": "dawn.com dawnnews.tv",
    "DC Thomson": "eveningtelegraph.co.uk pressandjournal.co.uk sundaypost.com thecourier.co.uk",
    "Deccan Chronicle": "andhrabhoomi.net asianage.com deccanchronicle.com",
    "Deccan Herald": "deccanherald.com prajavani.net",
    "Delo": "delo.si slovenskenovice.si",
    "Demirören": """
        cnnturk.com dha.com.tr fanatik.com.tr gazetevatan.com hurriyet.com.tr
        hurriyetdailynews.com kanald.com.tr milliyet.com.tr posta.com.tr""",
    "Deník N": "denikn.cz dennikn.sk",
    "Der Standard": "derstandard.at derstandard.de",
    "Deutsche Welle": "dw.com dw.de",
    "Deutschlandradio": """
        deutschlandfunk.de deutschlandfunkkultur.de deutschlandfunknova.de
        deutschlandradio.de""",
    "Digi": "digi24.ro digifm.ro digisport.ro profm.ro",
    "Disney": """
        6abc.com abc11.com abc13.com abc30.com abc7.com abc7chicago.com abc7news.com
        abc7ny.com abcnews.com abcnews.go.com espn.co.uk espn.com fivethirtyeight.com
        nationalgeographic.com""",
    "Diários Associados": """
        correiobraziliense.com.br diariodepernambuco.com.br em.com.br uai.com.br""",
    "DMG Media": """
        dailymail.co.uk dailymail.com inews.co.uk mailonsunday.co.uk mailplus.co.uk
        metro.co.uk newscientist.com thisismoney.co.uk""",
    "Donga": "donga.com ichannela.com sportsdonga.com",
    "Doğuş": "ntv.com.tr ntvspor.net startv.com.tr",
    "dpa": "dpa.com news-aktuell.de presseportal.de",
    "DPG Media": """
        7sur7.be ad.nl autotrack.nl autoweek.nl bd.nl bndestem.nl demorgen.be destentor.nl
        donaldduck.nl ed.nl gelderlander.nl hardware.info hln.be humo.be indebuurt.nl
        libelle.be libelle.nl margriet.nl nina.be nu.nl parool.nl pzc.nl qmusic.be qmusic.nl
        rtl.nl rtlnieuws.nl rtlz.nl trouw.nl tubantia.nl tweakers.net volkskrant.nl vtm.be""",
    "Dubai Media": "albayan.ae emaratalyoum.com",
    "DuMont": "express.de ksta.de radiokoeln.de rundschau-online.de",
    "Duna Média": "hirado.hu m4sport.hu mediaklikk.hu mti.hu",
    "DvH Medien": "absatzwirtschaft.de handelsblatt.com tagesspiegel.de wiwo.de zeit.de",
    "EBRA": """
        bienpublic.com dna.fr estrepublicain.fr lalsace.fr ledauphine.com lejsl.com
        leprogres.fr republicain-lorrain.fr vosgesmatin.fr""",
    "Economedia": "capital.bg dnevnik.bg",
    "Economia": "aktualne.cz hn.cz ihned.cz respekt.cz",
    "Ekspress Grupp": """
        delfi.ee delfi.lt delfi.lv ekspress.ee elta.lt epl.ee geenius.ee lrytas.lt
        maaleht.ee ohtuleht.ee""",
    "El Comercio": """
        americatv.com.pe canaln.pe depor.com diariocorreo.pe elcomercio.pe gestion.pe ojo.pe
        peru21.pe trome.com""",
    "El Mercurio": """
        australtemuco.cl elmercurio.com emol.com estrellavalpo.cl lasegunda.com lun.com
        mercurioantofagasta.cl mercuriovalpo.cl soychile.cl""",
    "El Universal México": "elgrafico.mx eluniversal.com.mx",
    "eMedia": "enca.com etv.co.za",
    "Emtek": "bola.com brilio.net fimela.com kapanlagi.com liputan6.com merdeka.com",
    "Euractiv": "euractiv.com euractiv.de euractiv.fr euractiv.pl euractiv.ro euractiv.sk",
    "Euronews": "africanews.com euronews.com",
    "Fadaat": "alaraby.co.uk alaraby.com newarab.com",
    "Fana": "fanabc.com fanamc.com",
    "FAZ": "faz.de faz.net",
    "FD Mediagroep": "bnr.nl esb.nu fd.nl",
    "Folha": "folha.com.br uol.com.br",
    "Forum Communications": """
        agweek.com bemidjipioneer.com brainerddispatch.com duluthnewstribune.com
        grandforksherald.com inforum.com jamestownsun.com mitchellrepublic.com
        parkrapidsenterprise.com postbulletin.com thedickinsonpress.com wctrib.com""",
    "Fox": """
        fox10phoenix.com fox13news.com fox13seattle.com fox26houston.com fox29.com
        fox2detroit.com fox32chicago.com fox35orlando.com fox4news.com fox5atlanta.com
        fox5dc.com fox5ny.com fox6now.com fox7austin.com fox9.com foxbusiness.com foxla.com
        foxnews.com foxsports.com ktvu.com livenowfox.com outkick.com tmz.com""",
    "France Médias Monde": "france24.com infomigrants.net mc-doualiya.com rfi.fr",
    "France Télévisions": "france.tv franceinfo.fr francetv.fr francetvinfo.fr",
    "Fujisankei": "fnn.jp fujitv.co.jp japan-forward.com sankei.com sanspo.com zakzak.co.jp",
    "Funke": """
        abendblatt.de bildderfrau.de braunschweiger-zeitung.de derwesten.de futurezone.de
        harzkurier.de helmstedter-nachrichten.de hoerzu.de ikz-online.de moin.de
        morgenpost.de news38.de nrz.de otz.de salzgitter-zeitung.de thueringen24.de
        thueringer-allgemeine.de tlz.de waz.de wolfenbuetteler-zeitung.de
        wolfsburger-nachrichten.de wp.de wr.de""",
    "Future": """
        androidcentral.com cyclingweekly.com fourfourtwo.com gamesradar.com
        homesandgardens.com idealhome.co.uk imore.com kiplinger.com livescience.com
        loudersound.com marieclaire.co.uk moneyweek.com musicradar.com pcgamer.com space.com
        techradar.com theweek.co.uk theweek.com tomsguide.com tomshardware.com whathifi.com
        windowscentral.com womanandhome.com""",
    "Gannett": """
        azcentral.com battlecreekenquirer.com beaconjournal.com bournemouthecho.co.uk
        caller.com cantonrep.com capecodtimes.com cincinnati.com citizen-times.com
        clarionledger.com coloradoan.com commercialappeal.com courier-journal.com
        courierpostonline.com courierpress.com dailyecho.co.uk delawareonline.com
        democratandchronicle.com desertsun.com desmoinesregister.com dispatch.com
        dorsetecho.co.uk eadt.co.uk eastlondonadvertiser.co.uk echo-news.co.uk edp24.co.uk
        elpasotimes.com eveningnews24.co.uk eveningtimes.co.uk fdlreporter.com
        floridatoday.com freep.com gainesville.com glasgowtimes.co.uk goerie.com
        greatfallstribune.com greenbaypressgazette.com greenocktelegraph.co.uk
        greenvilleonline.com hackneygazette.co.uk hamhigh.co.uk heraldscotland.com
        heraldtribune.com herefordtimes.com hollandsentinel.com impartialreporter.com
        indystar.com ipswichstar.co.uk irvinetimes.com islingtongazette.co.uk
        ithacajournal.com jacksonsun.com jacksonville.com jconline.com jsonline.com
        kilburntimes.co.uk kitsapsun.com knoxnews.com lancashiretelegraph.co.uk
        lansingstatejournal.com lcsun-news.com leaderlive.co.uk lohud.com
        montgomeryadvertiser.com mycentraljersey.com naplesnews.com newarkadvocate.com
        news-journalonline.com news-leader.com news-press.com newsleader.com newsquest.co.uk
        newsshopper.co.uk njherald.com northjersey.com oklahoman.com oxfordmail.co.uk
        palladium-item.com palmbeachpost.com patriotledger.com pensacolanewsjournal.com
        petoskeynews.com pjstar.com pnj.com postcrescent.com poughkeepsiejournal.com
        pressconnects.com providencejournal.com recordonline.com redding.com
        reporternews.com rgj.com rrstar.com savannahnow.com sctimes.com shreveporttimes.com
        sj-r.com southbendtribune.com southwalesargus.co.uk starnewsonline.com
        statesmanjournal.com swindonadvertiser.co.uk tallahassee.com tcpalm.com telegram.com
        telegraphandargus.co.uk tennessean.com theadvertiser.com theargus.co.uk
        theboltonnews.co.uk thedailyjournal.com theleafchronicle.com thenational.scot
        thenewsstar.com thenorthernecho.co.uk thespectrum.com thetimesherald.com
        timesrecordnews.com tuscaloosanews.com usatoday.com vcstar.com visaliatimesdelta.com
        watfordobserver.co.uk wausaudailyherald.com wiltshiretimes.co.uk worcesternews.co.uk
        ydr.com yorkpress.co.uk""",
    "Gazprom-Media": "matchtv.ru ntv.ru tnt-online.ru",
    "GEDI": """
        capital.it deejay.it gelocal.it huffingtonpost.it ilsecoloxix.it lastampa.it
        limesonline.com repubblica.it""",
    "Gilinski": "elpais.com.co semana.com",
    "Glacier Media": """
        albertafarmexpress.ca biv.com burnabynow.com castanet.net coastreporter.net
        country-guide.ca delta-optimist.com nsnews.com piquenewsmagazine.com
        princegeorgecitizen.com producer.com richmond-news.com sasktoday.ca
        squamishchief.com thealaskahighwaynews.com timescolonist.com tricitynews.com
        vancouverisawesome.com""",
    "Global Media": "acorianooriental.pt dinheirovivo.pt dn.pt",
    "Global Voices": "globalvoices.org globalvoicesonline.org",
    "Gota Media": """
        barometern.se blt.se bt.se jp.se kalmarposten.se kristianstadsbladet.se
        olandsbladet.se smp.se sydostran.se trelleborgsallehanda.se ulricehamnstidning.se
        varnamonyheter.se vxonews.se ystadsallehanda.se""",
    "Graham Holdings": """
        click2houston.com clickondetroit.com clickorlando.com foreignpolicy.com ksat.com
        news4jax.com slate.com wsls.com""",
    "Gray Media": """
        1011now.com 13abc.com actionnews5.com alaskasnewssource.com atlantanewsfirst.com
        azfamily.com cleveland19.com firstalert4.com fox19.com fox5vegas.com fox8live.com
        hawaiinewsnow.com kcbd.com kcrg.com kctv5.com kfvs12.com kfyrtv.com kgns.tv kktv.com
        kltv.com kold.com kplctv.com kptv.com ksla.com kswo.com ktre.com ktuu.com kwch.com
        kwqc.com kwtx.com kxii.com live5news.com nbc12.com nbc15.com wabi.tv wafb.com
        waff.com wave3.com wbay.com wbrc.com wbtv.com wcax.com wctv.tv wdbj7.com weau.com
        wect.com westernmassnews.com wfsb.com wibw.com wistv.com wkyt.com wlbt.com
        wmcactionnews5.com wndu.com wsaz.com wsfa.com wsmv.com wtoc.com wtok.com wtvm.com
        wvlt.tv wvva.com""",
    "Gremi": "parkiet.com rp.pl",
    "Groupe Figaro": """
        cadremploi.fr commentcamarche.net figaro.fr gala.fr journaldesfemmes.fr
        journaldunet.com lefigaro.fr linternaute.com""",
    "Groupe Le Monde": """
        courrierinternational.com huffingtonpost.fr lavie.fr lemonde.fr
        monde-diplomatique.fr nouvelobs.com telerama.fr""",
    "Grupo Godó": "lavanguardia.com mundodeportivo.com rac1.cat",
    "Grupo Indalo": "ambito.com c5n.com minutouno.com",
    "Grupo Nación": "elfinancierocr.com lateja.cr nacion.com",
    "Guardian Media Group": "guardian.co.uk theguardian.com",
    "Haaretz Group": "haaretz.co.il haaretz.com themarker.com",
    "Habertürk": "bloomberght.com haberturk.com showtv.com.tr",
    "Hankook": "hankookilbo.com koreatimes.co.kr",
    "Hankyung": "hankyung.com kedglobal.com",
    "Hanza Media": "gloria.hr jutarnji.hr slobodnadalmacija.hr",
    "Hearst": """
        4029tv.com beaumontenterprise.com caranddriver.com chron.com cosmopolitan.com
        ctpost.com dallasnews.com elle.com esquire.com expressnews.com goodhousekeeping.com
        greenwichtime.com harpersbazaar.com houstonchronicle.com kcci.com kcra.com ketv.com
        kmbc.com koat.com ksbw.com menshealth.com middletownpress.com mrt.com mynbc5.com
        myplainview.com mysanantonio.com newstimes.com nhregister.com ourmidland.com
        popularmechanics.com registercitizen.com roadandtrack.com seattlepi.com
        sfchronicle.com sfgate.com stamfordadvocate.com statesman.com theintelligencer.com
        timesunion.com townandcountrymag.com wapt.com wbaltv.com wcvb.com wdsu.com wesh.com
        wgal.com wisn.com wjcl.com wlwt.com wmtw.com wmur.com womenshealthmag.com wpbf.com
        wtae.com wvtm13.com wxii12.com wyff4.com""",
    "Heise": "heise.de techstage.de telepolis.de",
    "Henneo": "20minutos.es heraldo.es lainformacion.com",
    "HT Media": "desimartini.com hindustantimes.com livehindustan.com livemint.com shine.com",
    "HuffPost": "buzzfeed.com buzzfeednews.com huffpost.com tasty.co",
    "IAC": """
        allrecipes.com bhg.com ew.com foodandwine.com investopedia.com people.com
        southernliving.com thedailybeast.com thespruce.com travelandleisure.com
        verywellhealth.com""",
    "Iconic": """
        carlowlive.ie donegaldemocrat.ie donegallive.ie dundalkdemocrat.ie kilkennylive.ie
        kilkennypeople.ie leinsterleader.ie leitrimobserver.ie limerickleader.ie
        limericklive.ie longfordleader.ie midlandtribune.ie offalyexpress.ie
        tipperarylive.ie waterfordlive.ie""",
    "Iliffe Media": """
        cambridgeindependent.co.uk kentonline.co.uk lynnnews.co.uk stamfordmercury.co.uk
        suffolknews.co.uk""",
    "Imagen": "dineroenimagen.com excelsior.com.mx imagenradio.com.mx",
    "IMI": "skynewsarabia.com thenationalnews.com",
    "Impresa": "blitz.pt expresso.pt impresa.pt sic.pt sicnoticias.pt",
    "Indamedia": "blikk.hu divany.hu index.hu port.hu totalcar.hu velvet.hu",
    "Independent Digital": """
        huffingtonpost.co.uk independent.co.uk independentespanol.com indy100.com
        standard.co.uk the-independent.com""",
    "Independent Media": "capetimes.co.za dailyvoice.co.za iol.co.za isolezwe.co.za thestar.co.za",
    "India Today Group": """
        aajtak.in businesstoday.in dailyo.in indiatoday.in indiatodayhindi.com
        thelallantop.com""",
    "Indian Express Group": """
        expresscomputer.in financialexpress.com indianexpress.com jansatta.com loksatta.com""",
    "Infor": "dziennik.pl forsal.pl gazetaprawna.pl infor.pl",
    "Intact": "a1.ro antena3.ro antenasport.ro as.ro jurnalul.ro observatornews.ro spynews.ro",
    "Investor.bg": "bgonair.bg bloombergtv.bg dnes.bg gol.bg investor.bg puls.bg tialoto.bg",
    "IPM": "dhnet.be lalibre.be lavenir.net moustique.be parismatch.be",
    "Ippen": """
        24hamburg.de 24rhein.de 24vita.de alsfelder-allgemeine.de az-online.de bgland24.de
        buzzfeed.de calenberger-online.de chiemgau24.de come-on.de einfach-tasty.de
        extratipp.com fnp.de fr.de giessener-allgemeine.de hallo-muenchen.de heidelberg24.de
        hersfelder-zeitung.de hna.de ingame.de innsalzach24.de kreiszeitung.de landtiere.de
        lokalo24.de ludwigshafen24.de mangfall24.de mannheim24.de merkur.de msl24.de
        nordbuzz.de op-online.de rosenheim24.de ruhr24.de sauerlandkurier.de
        soester-anzeiger.de tz.de wa.de wasserburg24.de werra-rundschau.de
        wetterauer-zeitung.de""",
    "Itmedia": "atmarkit.co.jp itmedia.co.jp",
    "ITN": "channel4.com itn.co.uk itv.com",
    "Jagran": """
        gujaratimidday.com inextlive.com jagran.com jagranjosh.com mid-day.com naidunia.com
        onlymyhealth.com punjabijagran.com vishvasnews.com""",
    "Jang Group": "geo.tv jang.com.pk thenews.com.pk",
    "Jeune Afrique": "jeuneafrique.com theafricareport.com",
    "Joly": """
        diariodealmeria.es diariodecadiz.es diariodejerez.es diariodesevilla.es
        eldiadecordoba.es europasur.es granadahoy.com huelvainformacion.es malagahoy.es""",
    "JoongAng": "joins.com joongang.co.kr jtbc.co.kr koreajoongangdaily.com",
    "JP/Politikens Hus": """
        ekstrabladet.dk energiwatch.dk finans.dk finanswatch.dk finanswatch.no jp.dk
        jyllands-posten.dk medwatch.dk politiken.dk shippingwatch.dk watchmedier.dk""",
    "Jysk Fynske Medier": """
        amtsavisen.dk dbrs.dk folkebladetlemvig.dk fredericiadagblad.dk fyens.dk
        herningfolkeblad.dk hsfo.dk jfm.dk jv.dk stiften.dk ugeavisen.dk vafo.dk
        viborg-folkeblad.dk""",
    "Kantipur": "ekantipur.com kantipurtv.com kathmandupost.com",
    "Kathimerini": "ekathimerini.com kathimerini.com.cy kathimerini.gr moneyreview.gr",
    "Keshet": "mako.co.il n12.co.il",
    "Keskisuomalainen": """
        aamuposti.fi espoonsanomat.fi ess.fi hameensanomat.fi helsinginuutiset.fi
        iisalmensanomat.fi itahame.fi keskiuusimaa.fi kouvolansanomat.fi ksml.fi
        kymensanomat.fi lansi-savo.fi lansivayla.fi savonsanomat.fi suurjyvaskyla.fi
        uusimaa.fi vantaansanomat.fi""",
    "Kompas Gramedia": """
        bolasport.com grid.id kompas.com kompas.id kompas.tv kontan.co.id sonora.id
        tribunnews.com""",
    "Korea Herald": "heraldcorp.com koreaherald.com",
    "Kurier": "film.at futurezone.at kurier.at profil.at",
    "La Dépêche": """
        centrepresseaveyron.fr ladepeche.fr lindependant.fr midilibre.fr nrpyrenees.fr
        petitbleu.fr rugbyrama.fr""",
    "La República Perú": "elpopular.pe larepublica.pe libero.pe wapa.pe",
    "Lake House": "dailynews.lk dinamina.lk sundayobserver.lk thinakaran.lk",
    "Lakson": "express.com.pk express.pk tribune.com.pk",
    "Leaders & Company": "arise.tv thisdaylive.com",
    "Lee Enterprises": """
        billingsgazette.com bismarcktribune.com buffalonews.com chippewa.com
        dailyprogress.com fredericksburg.com globegazette.com greensboro.com helenair.com
        herald-review.com journalnow.com journalstar.com journaltimes.com
        lacrossetribune.com madison.com magicvalley.com missoulian.com mtstandard.com
        newsadvance.com nwitimes.com omaha.com pantagraph.com pressofatlanticcity.com
        qctimes.com rapidcityjournal.com richmond.com roanoke.com siouxcityjournal.com
        stltoday.com theeagle.com thesouthern.com trib.com tucson.com tulsaworld.com
        wacotrib.com wcfcourier.com""",
    "Legit": "briefly.co.za legit.ng tuko.co.ke yen.com.gh",
    "Lensing": """
        dorstenerzeitung.de halternerzeitung.de hellwegeranzeiger.de muensterlandzeitung.de
        ruhrnachrichten.de""",
    "Liberty Times": "ltn.com.tw taipeitimes.com",
    "LSM": "latvijasradio.lv lsm.lv ltv.lv",
    "LVMH": """
        challenges.fr investir.fr leparisien.fr lesechos.fr lopinion.fr parismatch.com
        radioclassique.fr sciencesetavenir.fr""",
    "Madsack": """
        aller-zeitung.de dnn.de eichsfelder-tageblatt.de goettinger-tageblatt.de haz.de
        kn-online.de ln-online.de lvz.de maz-online.de neuepresse.de op-marburg.de
        ostsee-zeitung.de paz-online.de rnd.de saechsische.de sn-online.de sportbuzzer.de
        szlz.de waz-online.de""",
    "Maeil": "mbn.co.kr mk.co.kr",
    "Mafra": "emimino.cz idnes.cz lidovky.cz metro.cz",
    "Mahaka": "rejabar.co.id republika.co.id",
    "Mainichi": "mainichi.jp sponichi.co.jp",
    "Malayala Manorama": "manoramanews.com manoramaonline.com onmanorama.com theweek.in vanitha.in",
    "Matichon": "khaosod.co.th khaosodenglish.com matichon.co.th prachachat.net",
    "MBC Group": "alarabiya.net mbc.net shahid.net",
    "McClatchy": """
        bellinghamherald.com bnd.com bradenton.com centredaily.com charlotteobserver.com
        elnuevoherald.com fresnobee.com heraldonline.com heraldsun.com idahostatesman.com
        islandpacket.com kansas.com kansascity.com kentucky.com ledger-enquirer.com
        macon.com mcclatchydc.com mercedsunstar.com miamiherald.com modbee.com
        myrtlebeachonline.com newsobserver.com sacbee.com sanluisobispo.com
        star-telegram.com sunherald.com thenewstribune.com theolympian.com thestate.com
        tri-cityherald.com usmagazine.com""",
    "Media Chinese": "chinapress.com.my enanyang.my guangming.com.my mingpao.com sinchew.com.my",
    "Media General Ghana": "3news.com onuaonline.com",
    "Media Mulia": "kosmo.com.my utusan.com.my",
    "Media Prima": "bharian.com.my hmetro.com.my nst.com.my says.com",
    "Media Trust": "dailytrust.com trustradio.com.ng trusttv.com",
    "Media24": "dailysun.co.za netwerk24.com news24.com snl24.com",
    "Mediacorp": "8days.sg 8world.com channelnewsasia.com cna.asia todayonline.com",
    "Mediafax Group": "descopera.ro mediafax.ro zf.ro",
    "Mediahuis": """
        aachener-nachrichten.de aachener-zeitung.de belfasttelegraph.co.uk contacto.lu
        dvhn.nl frieschdagblad.nl gooieneemlander.nl gva.be haarlemsdagblad.nl hbvl.be
        herald.ie ijmuidercourant.nl independent.ie lc.nl leidschdagblad.nl limburger.nl
        luxtimes.lu mediahuis.be mediahuis.ie metronieuws.nl nieuwsblad.be
        noordhollandsdagblad.nl nrc.nl standaard.be sundayworld.com telegraaf.nl virgule.lu
        vrouw.nl wort.lu""",
    "Medialivre": """
        cm-tv.pt cmjornal.pt flash.pt jornaldenegocios.pt medialivre.pt record.pt sabado.pt""",
    "Mediamax": "k24.digital k24tv.co.ke pd.co.ke peopledaily.digital",
    "Mediaset": "cuatro.com mediaset.es mediaset.it niusdiario.es telecinco.es tgcom24.it",
    "Mediaworks": """
        bama.hu baon.hu beol.hu boon.hu bors.hu borsonline.hu delmagyar.hu duol.hu feol.hu
        haon.hu heol.hu hirtv.hu kemma.hu kisalfold.hu magyarnemzet.hu mandiner.hu
        metropol.hu nemzetisport.hu nool.hu origo.hu ripost.hu sonline.hu szoljon.hu szon.hu
        teol.hu vaol.hu veol.hu vg.hu zaol.hu""",
    "Mediengruppe Bayern": "donaukurier.de heimatzeitung.de mittelbayerische.de pnp.de",
    "Mediengruppe Pressedruck": """
        allgaeuer-zeitung.de augsburger-allgemeine.de mainpost.de rt1.de suedkurier.de""",
    "Mediengruppe Österreich": "madonna24.at oe24.at wetter.at",
    "Milenio": "milenio.com telediario.mx",
    "Mirror Media": "mirrordaily.news mirrormedia.mg mirrorvoice.com.tw",
    "MNC": "idxchannel.com inews.id okezone.com sindonews.com",
    "Mondadori": "grazia.it mondadori.it panorama.it",
    "Monrif": "ilgiorno.it ilrestodelcarlino.it lanazione.it quotidiano.net",
    "Moser Holding": "meinbezirk.at tt.com",
    "Mossaad": "israelhayom.co.il israelhayom.com makorrishon.co.il",
    "Multimedia Group Ghana": "adomonline.com myjoyonline.com",
    "Nation Media Group": """
        businessdailyafrica.com monitor.co.ug mwananchi.co.tz mwanaspoti.co.tz
        nairobinews.co.ke nation.africa nation.co.ke ntvkenya.co.ke taifaleo.co.ke
        thecitizen.co.tz theeastafrican.co.ke""",
    "Nation Thailand": """
        bangkokbiznews.com komchadluek.net nationthailand.com nationtv.tv springnews.co.th
        thansettakij.com""",
    "National Media Authority Egypt": "ahram.org.eg akhbarelyom.com gomhuriaonline.com",
    "National Media Group": "5-tv.ru 78.ru ctc.ru iz.ru ren.tv",
    "National World": """
        birminghamworld.uk blackpoolgazette.co.uk bristolworld.com derryjournal.com
        insidermedia.com lep.co.uk liverpoolworld.uk londonworld.com manchesterworld.uk
        miltonkeynes.co.uk nationalworld.com newsletter.co.uk northamptonchron.co.uk
        peterboroughtoday.co.uk portsmouth.co.uk scotsman.com shieldsgazette.com
        sunderlandecho.com sussexexpress.co.uk thestar.co.uk yorkshireeveningpost.co.uk
        yorkshirepost.co.uk""",
    "Nawa-i-Waqt": "nation.com.pk nawaiwaqt.com.pk",
    "Network18": """
        cnbctv18.com firstpost.com moneycontrol.com network18online.com news18.com
        overdrive.in""",
    "Neue Pressegesellschaft": """
        esslinger-zeitung.de krzbb.de lr-online.de moz.de schwarzwaelder-bote.de
        stuttgarter-nachrichten.de stuttgarter-zeitung.de swp.de""",
    "New Indian Express Group": """
        cinemaexpress.com dinamani.com edexlive.com indulgexpress.com kannadaprabha.com
        newindianexpress.com samakalikamalayalam.com""",
    "News Corp": """
        adelaidenow.com.au barrons.com cairnspost.com.au couriermail.com.au
        dailytelegraph.com.au decider.com geelongadvertiser.com.au goldcoastbulletin.com.au
        heraldsun.com.au investors.com mansionglobal.com marketwatch.com news.com.au
        ntnews.com.au nypost.com pagesix.com skynews.com.au talksport.com the-sun.com
        theaustralian.com.au themercury.com.au thescottishsun.co.uk thesun.co.uk thesun.ie
        thetimes.co.uk thetimes.com townsvillebulletin.com.au weeklytimesnow.com.au wsj.com""",
    "Newsbomb": "astrology.gr cnn.gr gossip-tv.gr newsbomb.gr onsports.gr queen.gr",
    "Nexstar": """
        8newsnow.com abc27.com abc4.com cbs17.com cbs42.com counton2.com cw33.com
        dcnewsnow.com everythinglubbock.com fourstateshomepage.com fox2now.com fox40.com
        fox44news.com fox4kc.com fox59.com fox8.com informnny.com kdvr.com keloland.com
        kfor.com kget.com khon2.com kron4.com krqe.com ksn.com ksnt.com ktla.com ktsm.com
        kxan.com localsyr.com myarklamiss.com mychamplainvalley.com mystateline.com
        nbc4i.com news10.com newsnationnow.com nwahomepage.com ozarksfirst.com
        pahomepage.com pix11.com rochesterfirst.com thehill.com valleycentral.com wane.com
        wate.com wavy.com wdtn.com wfla.com wfxrtv.com wgno.com wgnradio.com wgntv.com
        wivb.com wjbf.com wjhl.com wjtv.com wkbn.com wkrg.com wkrn.com wlns.com wnct.com
        woodtv.com wowktv.com wpri.com wrbl.com wreg.com wric.com wsav.com wspa.com wtaj.com
        wtnh.com wtrf.com wwlp.com""",
    "NHK": "nhk.jp nhk.or.jp",
    "Nikkei": "fdiintelligence.com ft.com nikkei.com pwmnet.com thebanker.com thenextweb.com",
    "Nine": """
        2gb.com 3aw.com.au 9news.com.au afr.com brisbanetimes.com.au domain.com.au
        nine.com.au smh.com.au theage.com.au watoday.com.au""",
    "Nord Est Multimedia": """
        corrierealpi.it ilpiccolo.it mattinopadova.it messaggeroveneto.it nuovavenezia.it
        tribunatreviso.it""",
    "Notícias Ilimitadas": "jn.pt ojogo.pt tsf.pt",
    "Novi list": "glasistre.hr novilist.hr",
    "NOZ/mh:n": "noz.de prignitzer.de shz.de svz.de",
    "NPO": """
        avrotros.nl bnnvara.nl eo.nl funx.nl joop.nl kro-ncrv.nl nos.nl npo.nl nporadio1.nl
        ntr.nl omroepmax.nl vpro.nl wnl.tv""",
    "NRK": "nrk.no nrksuper.no yr.no",
    "NTM": """
        corren.se ekuriren.se eposten.se folkbladet.se helagotland.se kkuriren.se kuriren.nu
        mvt.se norran.se nsd.se nt.se pt.se sn.se unt.se vimmerbytidning.se vt.se""",
    "NWT": """
        arvikanyheter.se falkopingstidning.se filipstadstidning.se fryksdalsbygden.se
        hjotidning.se karlskogatidning.se mariestadstidningen.se nlt.se nwt.se
        saffletidningen.se skaraborgslanstidning.se skovdenyheter.se sla.se vf.se""",
    "NZME": "businessdesk.co.nz newstalkzb.co.nz nzherald.co.nz oneroof.co.nz zmonline.com",
    "NZZ": "nzz.ch themarket.ch",
    "OCB Martí": "martinoticias.com radiotelevisionmarti.com",
    "OEM": """
        diariodexalapa.com.mx eloccidental.com.mx elsoldemexico.com.mx elsoldepuebla.com.mx
        elsoldetijuana.com.mx esto.com.mx la-prensa.com.mx oem.com.mx""",
    "Ogden Newspapers": """
        aspentimes.com craigdailypress.com postindependent.com sierrasun.com skyhinews.com
        steamboatpilot.com summitdaily.com tahoedailytribune.com vaildaily.com""",
    "Otava": "anna.fi kotiliesi.fi seura.fi suomenkuvalehti.fi tekniikanmaailma.fi",
    "Paramount": "cbs.com cbsdfw.com cbsnews.com cbssports.com etonline.com thefp.com",
    "Penske Media": """
        artforum.com artinamerica.com artnews.com billboard.com deadline.com goldderby.com
        hollywoodreporter.com indiewire.com robbreport.com rollingstone.com sheknows.com
        sportico.com stylecaster.com tvline.com variety.com vibe.com wwd.com""",
    "Penta": "pluska.sk trend.sk",
    "People's Daily": "globaltimes.cn haiwainet.cn huanqiu.com people.cn people.com.cn",
    "Perfil": "batimes.com.ar perfil.com",
    "Petit Press": "sme.sk ujszo.com",
    "PhilStar": "bworldonline.com onenews.ph philstar.com",
    "Polaris Media": """
        adressa.no agderposten.no bohuslaningen.se faedrelandsvennen.no framtidinord.no
        fvn.no gp.se hallandsposten.se harrydaposten.se harstadtidende.no hn.se innherred.no
        itromso.no kungalvsposten.se kungsbackaposten.se lysekilsposten.se molndalsposten.se
        rbnett.no smp.no stromstadstidning.se trd.by ttela.se vol.no""",
    "Polska Press": """
        dziennikbaltycki.pl dzienniklodzki.pl dziennikzachodni.pl echodnia.eu
        expressbydgoski.pl expressilustrowany.pl gazetakrakowska.pl gazetalubuska.pl
        gazetawroclawska.pl gk24.pl gloswielkopolski.pl gp24.pl gs24.pl i.pl
        kurierlubelski.pl naszemiasto.pl nowiny24.pl nowosci.com.pl nto.pl polskatimes.pl
        pomorska.pl poranny.pl sportowy24.pl strefabiznesu.pl telemagazyn.pl wspolczesna.pl""",
    "Postimees Grupp": """
        15min.lt apollo.lv bns.ee kuku.ee leta.lv parnupostimees.ee postimees.ee tvnet.lv
        virumaateataja.ee""",
    "Postmedia": """
        brantfordexpositor.ca calgaryherald.com calgarysun.com canada.com
        dailyheraldtribune.com driving.ca edmontonjournal.com edmontonsun.com
        financialpost.com leaderpost.com lfpress.com montrealgazette.com nationalpost.com
        nugget.ca ottawacitizen.com ottawasun.com saltwire.com saultstar.com
        thechronicleherald.ca theguardian.pe.ca theobserver.ca theprovince.com
        thestarphoenix.com thesudburystar.com thetelegram.com thewhig.com torontosun.com
        vancouversun.com windsorstar.com winnipegsun.com""",
    "Prensa Ibérica": """
        diaridegirona.cat diariocordoba.com diariodeibiza.es diariodemallorca.es
        elcorreogallego.es elcorreoweb.es eldia.es elperiodico.com elperiodicodearagon.com
        elperiodicoextremadura.com elperiodicomediterraneo.com emporda.info epe.es
        farodevigo.es informacion.es laopinioncoruna.es laopiniondemalaga.es
        laopiniondemurcia.es laopiniondezamora.es laprovincia.es levante-emv.com lne.es
        mallorcazeitung.es regio7.cat sport.es superdeporte.es""",
    "Primedia": "702.co.za capetalk.co.za ewn.co.za",
    "Prisa": """
        adnradio.cl as.com cadenaser.com caracol.com.co cincodias.com elpais.com
        huffingtonpost.es los40.com santillana.com wradio.com.co wradio.com.mx""",
    "Promecal": """
        diariodeavila.es diariodeburgos.es diariopalentino.es eldiadevalladolid.com
        eldiasegovia.es eldiasoria.es latribunadealbacete.es latribunadeciudadreal.es
        latribunadetoledo.es""",
    "Protothema": "newmoney.gr protothema.gr",
    "Quebecor": """
        24heures.ca canoe.ca journaldemontreal.com journaldequebec.com qub.ca tva.ca
        tvanouvelles.ca tvasports.ca""",
    "Radio Africa": "mpasho.co.ke the-star.co.ke",
    "Radio France": "francebleu.fr franceculture.fr franceinter.fr radiofrance.fr",
    "RAI": "rai.it rainews.it raiplay.it",
    "Rajasthan Patrika": "catchnews.com patrika.com",
    "Rambler": "championat.com gazeta.ru lenta.ru letidor.ru motor.ru quto.ru rambler.ru",
    "RBC": "autonews.ru rbc.ru sportrbc.ru",
    "RCN": """
        antena2.com asuntoslegales.com.co canalrcn.com lafm.com.co larepublica.co
        noticiasrcn.com rcnradio.com""",
    "RCS": """
        corriere.it corriereobjects.it elmundo.es expansion.com gazzetta.it iodonna.it
        la7.it marca.com telva.com""",
    "Reach": """
        bathchronicle.co.uk belfastlive.co.uk birminghammail.co.uk birminghampost.co.uk
        bristolpost.co.uk business-live.co.uk buzz.ie cambridge-news.co.uk
        chroniclelive.co.uk corkbeo.ie cornwalllive.com coventrytelegraph.net
        dailypost.co.uk dailyrecord.co.uk dailystar.co.uk derbytelegraph.co.uk devonlive.com
        dublinlive.ie edinburghlive.co.uk essexlive.news examinerlive.co.uk express.co.uk
        football.london galwaybeo.ie gazettelive.co.uk getsurrey.co.uk glasgowlive.co.uk
        gloucestershirelive.co.uk grimsbytelegraph.co.uk hulldailymail.co.uk insider.co.uk
        irishmirror.ie irishstar.com kentlive.news lancs.live leeds-live.co.uk
        leicestermercury.co.uk lincolnshirelive.co.uk liverpoolecho.co.uk
        manchestereveningnews.co.uk mirror.co.uk mylondon.news nottinghampost.com ok.co.uk
        plymouthherald.co.uk somersetlive.co.uk stokesentinel.co.uk the-express.com
        themirror.com walesonline.co.uk""",
    "Record": "r7.com record.com.br",
    "Red Bull Media House": "redbull.com servustv.com",
    "Reforma": "elnorte.com mural.com.mx reforma.com",
    "Regent": """
        cio.com cio.de computerwoche.de computerworld.com csoonline.com infoworld.com
        macwelt.de macworld.com networkworld.com pcforalla.se pcwelt.de pcworld.com
        techadvisor.com techcrunch.com""",
    "Regionale Publieke Omroep West": "omroepwest.nl rijnmond.nl rtvutrecht.nl",
    "Reuters": "reuters.com reutersagency.com thomsonreuters.com",
    "RFE/RL": """
        azadliq.org azathabar.com azattyk.org azattyq.org azatutyun.am currenttime.tv
        europalibera.org evropaelire.org idelreal.org kavkazr.com krymr.com mashaalradio.com
        ozodi.org ozodlik.org radiofarda.com radiosvoboda.org rferl.org severreal.org
        sibreal.org slobodnaevropa.org svoboda.org svobodnaevropa.bg szabadeuropa.hu""",
    "Rheinische Post": """
        ga.de general-anzeiger-bonn.de pfaelzischer-merkur.de rp-online.de
        saarbruecker-zeitung.de volksfreund.de""",
    "Ringier": """
        aktuality.sk ana.rs avantaje.ro beobachter.ch bilanz.ch blic.rs blick.ch
        businessinsider.com.pl cash.ch elle.ro fakt.pl gsp.ro handelszeitung.ch illustre.ch
        komputerswiat.pl libertatea.ro newsweek.pl onet.pl pme.ch pulse.co.ke pulse.com.gh
        pulse.ng pulse.sn pulselive.co.ke schweizer-illustrierte.ch unica.ro""",
    "Rogers": "citynews.ca omnitv.ca sportsnet.ca",
    "Rossel": """
        courrier-picard.fr grenzecho.net lardennais.fr lavoixdunord.fr lecho.be lesoir.be
        lest-eclair.fr lunion.fr nordlittoral.fr paris-normandie.fr psychologies.com rtl.be
        rtlinfo.be sudinfo.be tijd.be""",
    "Rossiya Segodnya": """
        1prime.ru inosmi.ru ria.ru sputnikglobe.com sputnikmundo.com sputniknews.cn
        sputniknews.com sputniknews.lat ukraina.ru""",
    "Roularta": "knack.be kw.be levif.be plusmagazine.be trends.be",
    "RTL Deutschland": """
        brigitte.de capital.de eltern.de gala.de geo.de n-tv.de ntv.de rtl.de
        schoener-wohnen.de sport.de stern.de vip.de vox.de wetter.de""",
    "Russmedia": "neue.at vienna.at vn.at vol.at",
    "SAE": """
        gazzettadimodena.it gazzettadireggio.it iltirreno.it lanuovaferrara.it
        lanuovasardegna.it""",
    "Salomon": "ekipa24.si svet24.si",
    "Sanoma": """
        aamulehti.fi hs.fi is.fi nelonen.fi oma.fi ruutu.fi satakunnankansa.fi
        taloussanomat.fi""",
    "Schibsted": """
        aftenbladet.no aftenposten.no aftonbladet.se bt.no e24.no mtv.fi mtvuutiset.fi
        omni.se svd.se tv.nu tv4.se vg.no""",
    "Scripps": """
        10news.com 3newsnow.com abc15.com abcactionnews.com courttv.com denver7.com
        fox13now.com fox47news.com fox4now.com katc.com kbzk.com kgun9.com kivitv.com
        kjrh.com kmtv.com koaa.com kpax.com kristv.com krtv.com ksby.com kshb.com ktnv.com
        ktvh.com ktvq.com lex18.com nbc26.com news5cleveland.com newschannel5.com
        scrippsnews.com tmj4.com turnto23.com wcpo.com wkbw.com wmar2news.com wptv.com
        wrtv.com wtkr.com wtvr.com wtxl.com wxyz.com""",
    "Seven West": "7news.com.au 7plus.com.au perthnow.com.au thenightly.com.au thewest.com.au",
    "Seznam": "garaz.cz novinky.cz prozeny.cz seznam.cz seznamzpravy.cz sport.cz super.cz",
    "Shanghai United Media": """
        jiemian.com shanghaidaily.com shine.cn sixthtone.com thepaper.cn xinmin.cn""",
    "Sinclair": """
        13wham.com abc33-40.com abc6onyourside.com abcnews4.com cbs12.com cbs4local.com
        cbsaustin.com cnycentral.com dayton247now.com fox11online.com fox17.com fox45now.com
        foxbaltimore.com foxreno.com idahonews.com katu.com katv.com keprtv.com kfdm.com
        kfoxtv.com khqa.com kimatv.com kmph.com komonews.com krcgtv.com krcrtv.com ktul.com
        ktvl.com kutv.com kval.com local12.com local21news.com midmichigannow.com
        mynews4.com nbcmontana.com news3lv.com news4sanantonio.com newschannel20.com
        newschannel9.com okcfox.com siouxlandnews.com thenationaldesk.com turnto10.com
        upnorthlive.com utv44.com wach.com wchstv.com wcti12.com wcyb.com weartv.com
        wgme.com wgxa.tv wjactv.com wjla.com wlos.com wpde.com wsbt.com wset.com wtov9.com
        wwmt.com""",
    "Sing Tao": "singtao.ca singtaousa.com stheadline.com thestandard.com.hk",
    "SIPA Ouest-France": """
        20minutes.fr 78actu.fr actu.fr courrierdelouest.fr francelive.fr lamanchelibre.fr
        lapressedelamanche.fr lemainelibre.fr ouest-france.fr presseocean.fr
        prolongations.fr voilesetvoiliers.com""",
    "Skai": "skai.gr skaitv.gr",
    "SPH": """
        beritaharian.sg businesstimes.com.sg stomp.sg straitstimes.com tamilmurasu.com.sg
        tnp.sg zaobao.com zaobao.com.sg""",
    "Spiegel": "11freunde.de bento.de harvardbusinessmanager.de manager-magazin.de spiegel.de",
    "SRG SSR": "rsi.ch rtr.ch rts.ch srf.ch srgssr.ch swissinfo.ch",
    "SRMG": """
        aawsat.com aleqt.com arabnews.com arabnews.fr arabnews.jp arabnews.pk argaam.com
        arriyadiyah.com asharq.com independentarabia.com indyturk.com majalla.com
        thmanyah.com""",
    "Star Media": "mstar.com.my thestar.com.my",
    "StarLightMedia": "ictv.ua novy.tv stb.ua",
    "Ströer": "desired.de familie.de giga.de kino.de spieletipps.de t-online.de watson.de",
    "Stuff": "neighbourly.co.nz stuff.co.nz thepost.co.nz thepress.co.nz waikatotimes.co.nz",
    "Styria": """
        24sata.hr diepresse.com kleinezeitung.at poslovni.hr vecernji.ba vecernji.hr
        willhaben.at zurnal24.si""",
    "Sud Ouest": "charentelibre.fr dordognelibre.fr larepubliquedespyrenees.fr sudouest.fr",
    "Svenska public service": "sr.se sverigesradio.se svt.se ur.se",
    "Südwestdeutsche Medien Holding": """
        frankenpost.de insuedthueringen.de jetzt.de kurier.de leonberger-kreiszeitung.de
        np-coburg.de sueddeutsche.de sz.de wuv.de""",
    "Sýn": "bylgjan.is stod2.is visir.is",
    "TEGNA": """
        10tv.com 11alive.com 12news.com 13newsnow.com 13wmaz.com 9news.com abc10.com
        cbs19.tv cbs8.com firstcoastnews.com fox61.com kagstv.com kare11.com kcentv.com
        kens5.com kgw.com khou.com kiiitv.com king5.com krem.com ksdk.com ktvb.com kvue.com
        localmemphis.com newscentermaine.com newswest9.com rocketcitynow.com thv11.com
        wbir.com wcnc.com wfaa.com wfmynews2.com wgrz.com whas11.com wkyc.com wltx.com
        wnep.com wqad.com wthr.com wtol.com wtsp.com wusa9.com wwltv.com wzzm13.com""",
    "Televisa": "lasestrellas.tv nmas.com.mx televisa.com tudn.com univision.com",
    "Telewizja Polska": "belsat.eu slawa.tv tvp.info tvp.pl tvpworld.com",
    "Tempo": "tempo.co teras.id",
    "TF1": "lci.fr tf1.fr tf1info.fr",
    "Thanh Nien": "thanhnien.vn thanhniennews.com",
    "Thanthi": "dailythanthi.com dtnext.in thanthitv.com",
    "The Economist Group": "1843magazine.com economist.com eiu.com",
    "The Hindu Group": "hindutamil.in sportstarlive.com thehindu.com thehindubusinessline.com",
    "The Irish Times Group": """
        breakingnews.ie carlow-nationalist.ie echolive.ie irishexaminer.com irishtimes.com
        kildare-nationalist.ie laoisnationalist.ie roscommonherald.ie waterford-news.ie
        westernpeople.ie""",
    "The Local": """
        thelocal.at thelocal.ch thelocal.com thelocal.de thelocal.dk thelocal.es thelocal.fr
        thelocal.it thelocal.no thelocal.se""",
    "The New York Times Company": "nytco.com nyti.ms nytimes.com theathletic.com",
    "Tindle": """
        abergavennychronicle.com brecon-radnor.co.uk cambrian-news.co.uk cornish-times.co.uk
        farnhamherald.com monmouthshirebeacon.co.uk tavistock-today.co.uk tenby-today.co.uk""",
    "Torstar": """
        durhamregion.com metroland.com mississauga.com niagarafallsreview.ca simcoe.com
        stcatharinesstandard.ca theifp.ca thepeterboroughexaminer.com therecord.com
        thespec.com thestar.com toronto.com wellandtribune.ca yorkregion.com""",
    "Trans Media": """
        beautynesia.id cnbcindonesia.com cnnindonesia.com detik.com haibunda.com
        insertlive.com""",
    "Transcom": "prothomalo.com thedailystar.net",
    "TRT": "trt.net.tr trtarabi.com trthaber.com trtrussian.com trtspor.com.tr trtworld.com",
    "TS-Yhtymä": "auranmaanviikkolehti.fi salonjokilaakso.fi ts.fi turkulainen.fi",
    "TSmedia": "planet.si siol.net",
    "Tuoi Tre": "tuoitre.vn tuoitrenews.vn",
    "Turkuvaz": """
        ahaber.com.tr apara.com.tr aspor.com.tr atv.com.tr dailysabah.com fotomac.com.tr
        sabah.com.tr takvim.com.tr yeniasir.com.tr""",
    "TV 2 Danmark": """
        tv2.dk tv2east.dk tv2fyn.dk tv2kosmopol.dk tv2nord.dk tv2ostjylland.dk tvmidtvest.dk
        tvsyd.dk""",
    "TV Azteca": "adn40.mx aztecanoticias.com tvazteca.com",
    "TX Group": """
        20min.ch 24heures.ch bazonline.ch bernerzeitung.ch derbund.ch heute.at landbote.ch
        langenthalertagblatt.ch lematin.ch lessentiel.lu tagesanzeiger.ch tamedia.ch tdg.ch
        thunertagblatt.ch zsz.ch zuonline.ch""",
    "Türkmedya": "24tv.com.tr aksam.com.tr gunes.com star.com.tr stargazete.com",
    "Ukrainska Pravda": """
        champion.com.ua epravda.com.ua eurointegration.com.ua istpravda.com.ua pravda.com.ua""",
    "UNIAN": "1plus1.ua glavred.info tsn.ua unian.info unian.net unian.ua",
    "United Daily News": "udn.com worldjournal.com",
    "United Group": """
        danas.rs edna.bg gong.bg n1info.ba n1info.hr n1info.rs n1info.si nova.bg nova.rs
        sportklub.hr sportklub.rs vesti.bg vijesti.me""",
    "United Internet": "1und1.de gmx.at gmx.ch gmx.de gmx.net web.de",
    "United Media Services": """
        businesstodayegypt.com egypttoday.com elwatannews.com extranews.tv youm7.com""",
    "Valnet": """
        androidpolice.com cbr.com collider.com gamerant.com hotcars.com howtogeek.com
        makeuseof.com movieweb.com polygon.com screenrant.com simpleflying.com thegamer.com
        xda-developers.com""",
    "VCCorp": "afamily.vn cafebiz.vn cafef.vn genk.vn kenh14.vn soha.vn",
    "Verlag Nürnberger Presse": "nn.de nordbayern.de",
    "Versant": "cnbc.com ms.now msnbc.com",
    "VGN": "news.at trend.at tv-media.at woman.at",
    "VGTRK": "russia.tv smotrim.ru vesti.ru",
    "Village Media": """
        barrietoday.com baytoday.ca bradfordtoday.ca collingwoodtoday.ca elliotlaketoday.com
        guelphtoday.com orilliamatters.com sootoday.com sudbury.com timminstoday.com""",
    "Vintage Press": "thenationonlineng.net tvcnews.tv",
    "Vision Group": "bukedde.co.ug newvision.co.ug",
    "Viva": "tvonenews.com viva.co.id",
    "Vltava Labe Media": "denik.cz kafe.cz vlasta.cz",
    "VNA": "baotintuc.vn bnews.vn lecourrier.vn vietnamnews.vn vietnamplus.vn vnanet.vn",
    "VnExpress": "ngoisao.net vnexpress.net",
    "VOA": """
        amerikaninsesi.org chastime.com darivoa.com golosameriki.com pashtovoa.com
        voaafrique.com voabangla.com voacantonese.com voachinese.com voahausa.com
        voaindonesia.com voakorea.com voandebele.com voanews.com voashona.com voaswahili.com
        voatiengviet.com voavietnam.com voazimbabwe.com vozdeamerica.com""",
    "Vocento": """
        abc.es burgosconecta.es diariosur.es diariovasco.com elcomercio.es elcorreo.com
        eldiariomontanes.es elnortedecastilla.es hoy.es ideal.es larioja.com
        lasprovincias.es laverdad.es lavozdigital.es leonoticias.com mujerhoy.com relevo.com
        women.es xlsemanal.com""",
    "Vogel": """
        bigdata-insider.de cloudcomputing-insider.de datacenter-insider.de dev-insider.de
        egovernment.de elektronikpraxis.de healthcare-computing.de ip-insider.de
        it-business.de security-insider.de storage-insider.de vogel.de""",
    "Vox Media": """
        curbed.com eater.com grubstreet.com nymag.com popsugar.com sbnation.com thecut.com
        thedodo.com theverge.com thrillist.com vox.com vulture.com""",
    "VRM": """
        allgemeine-zeitung.de buerstaedter-zeitung.de echo-online.de
        lampertheimer-zeitung.de main-spitze.de mittelhessen.de oberhessische-zeitung.de
        wiesbadener-kurier.de wormser-zeitung.de""",
    "VRT": "sporza.be vrt.be",
    "Walla": "jpost.com maariv.co.il walla.co.il",
    "Want Want": "chinatimes.com ctee.com.tw ctitv.com.tw wantchinatimes.com",
    "Warner Bros. Discovery": "bleacherreport.com cnn.com cnn.io cnnespanol.com tvn.pl tvn24.pl",
    "Webedia": """
        750g.com adorocinema.com allocine.fr easyvoyage.com filmstarts.de gamepro.de
        gamestar.de genbeta.com jeuxvideo.com mein-mmo.de millenium.org purepeople.com
        sensacine.com xataka.com""",
    "Wijeya": "dailymirror.lk ft.lk lankadeepa.lk sundaytimes.lk",
    "WMG": "espreso.co.rs kurir.rs mondo.ba mondo.me mondo.rs",
    "WP Holding": """
        abczdrowie.pl autokult.pl benchmark.pl dobreprogramy.pl gadzetomania.pl money.pl
        o2.pl pudelek.pl wp.pl""",
    "Xinhua": "news.cn xinhua.org xinhuanet.com",
    "Yahoo": "engadget.com yahoo.com",
    "Yedioth": "calcalist.co.il calcalistech.com yediot.co.il ynet.co.il ynetnews.com",
    "Yomiuri": "hochi.news ntv.co.jp the-japan-news.com yomiuri.co.jp",
    "ZDF": "3sat.de heute.de zdf.de zdfheute.de",
    "Zee Media": "bgr.in dnaindia.com india.com wionews.com zeebiz.com",
    "Ziff Davis": """
        askmen.com cnet.com dicebreaker.com eurogamer.net everydayhealth.com
        gamesindustry.biz ign.com lifehacker.com mashable.com pcmag.com rockpapershotgun.com
        vg247.com zdnet.com""",
    "Zoznam": "topky.sk zoznam.sk",
    "ZPR Media": "eska.pl muratorplus.pl radioplus.pl se.pl",
    "Árvakur": "k100.is mbl.is",
    "Česká televize": "ceskatelevize.cz ct24.cz",
    "Český rozhlas": "irozhlas.cz rozhlas.cz",
}
