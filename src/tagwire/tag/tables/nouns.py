"""German words around and inside nouns: what tells a noun from a name."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Before a noun, and hardly ever before the name of somebody.
DETERMINERS = _words(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines "
    "dieser diese dieses diesen diesem jeder jede jedes jeden jedem jener jene jenes jenen jenem "
    "mein meine meinen meinem meiner meines dein deine deinen deinem deiner sein seine seinen seinem seiner seines "
    "ihr ihre ihren ihrem ihrer ihres unser unsere unseren unserem unserer unseres euer eure euren eurem eurer "
    "zum zur im am beim vom ins ans aufs fürs durchs ums manche mancher manchen manchem viele vieler vielen "
    "einige einiger einigen mehrere mehrerer mehreren alle aller allen solche solcher solchen welche welcher welchen "
    "wenige weniger wenigen sämtliche sämtlicher sämtlichen beide beider beiden"
)
# A word with one of these and a capital opens a sentence as adjective: "Klassischer Kredit".
ADJECTIVE_ENDINGS = (
    "ischer", "ische", "isches", "ischen", "ischem", "licher", "liche", "liches", "lichen", "lichem",
    "iger", "ige", "iges", "igen", "igem", "barer", "bare", "bares", "baren", "barem",
    "loser", "lose", "loses", "losen", "losem", "ender", "ende", "endes", "enden", "endem",
)  # fmt: skip
# Last parts of compound nouns. Parts that many family names have (-bach, -berg, -bauer, -mann)
# are left out.
NOUN_TAILS = tuple(
    sorted(
        _words(
            "abend ablauf abteilung agentur aktie aktien akte akten aktion amt anbieter angebot angriff anlage anlagen "
            "anleitung anspruch antrag anwalt anwältin apparat arbeit arbeiter arbeiterin artikel arzt ärzte ärztin "
            "aufgabe auftrag ausgabe auswahl ausweis auto autos bahn ball band bank banken bau beamte beamter beauftragte "
            "bedarf bedingung behörde behörden beitrag beiträge bereich bericht berichte beruf besitz besitzer bestand "
            "besuch betrag betreiber betrieb betriebe bewegung bezirk bild bilder bildung blatt bau börse branche brief "
            "buch bücher bühne büro bund chef chefin computer cover daten datei debatte dienst dienste dokument druck "
            "ebene effekt ehe einheit einsatz ende energie entwicklung ereignis ergebnis ergebnisse erfolg experte "
            "experten expertin fabrik fach fahrer fahrerin fahrt fahrzeug fahrzeuge fall fälle familie farbe fehler "
            "feier fenster fest figur film filme firma firmen fläche flächen flug flugzeug folge folgen form forscher "
            "forscherin forschung foto fotos frage fragen frau frauen freund führer führung fonds gala gang garten gast "
            "gebäude gebiet gebiete gefahr gegner geld gelder gericht gerichte geschichte geschäft geschäfte gesetz "
            "gesetze gespräch gesundheit gewinn glas grenze größe grund gruppe gruppen gut güter hafen halle handel "
            "händler haushalt heft hersteller hilfe hilfen hütte idee industrie information inhalt institut instrument "
            "interview jahr jahre jahren jugend junge kampagne kampf kandidat kandidatin karte karten kasse katalog "
            "kaufmann kette kind kinder kindern klasse klassen kleid kliniken klinik klima klub kommission konferenz "
            "konflikt konto konten konzept konzern konzert körper kosten kraft kräfte kredit kredite kreis krieg krise "
            "küche kultur kunde kunden kundin kunst kurs kurve lage lager lampe land länder lauf leben lehre lehrer "
            "lehrerin leistung leistungen leiter leiterin lehrgang licht lied lieder lieferant liga linie liste listen "
            "literatur loch lösung lohn löhne maschine maschinen maßnahme maßnahmen material medien mehrheit meister "
            "meisterin meldung menge mensch menschen messe miete mieten mittel mitglied mitglieder mode modell modelle "
            "moment monat monate motor motoren museum musik muster nachricht nachrichten nacht natur netz netze not "
            "nummer nutzer nutzerin öl ordnung organisation paket papier papiere park partei parteien partie partner "
            "partnerin person personal personen pflege pflicht plan pläne plattform plattformen platte platz plätze "
            "police politik politiker politikerin polizei porträt position post praxis preis preise premiere probe "
            "problem probleme produkt produkte produktion professor professorin profi profis programm programme projekt "
            "projekte prozess prüfung punkt punkte quelle quellen quote rahmen rand rang rat raum räume recht rechte "
            "redakteur redakteurin redaktion rede reform regel regeln regierung region regionen reihe reise reisen rente "
            "renten reporter reporterin republik rest richter richterin rolle rollen runde runden sache sachen saison "
            "sammlung sänger sängerin satz schaden schäden schein schicht schiff schiffe schirm schlag schluss schritt "
            "schritte schuld schulden schule schulen schüler schülerin schutz seite seiten sender serie serien service "
            "show sicht sieg sieger siegerin signal sitz sitzung software soldat soldaten sommer sonne speicher spiel "
            "spiele spieler spielerin sport sprache stadion stahl stand start station steuer steuern stelle stellen "
            "stimme stimmen stoff stoffe straße straßen strategie strecke streit streik strom struktur stück studie "
            "studien studium stufe stunde stunden suche suppe system systeme tabelle tag tage tagen tat tätigkeit team "
            "technik technologie teil teile telefon termin termine test tests text texte thema themen theater theorie "
            "ticket tier tiere tisch titel tod tor tore tour trainer trainerin training treffen trend tuning turnier typ "
            "umfrage unfall unternehmen unterricht urlaub ursache urteil variante verband verbände verbot verein vereine "
            "verfahren vergleich verhältnis verkauf verkehr verlag verlage verlust vermögen versicherung version "
            "versorgung vertrag verträge vertreter vertreterin verwaltung video videos volk vorgang vorschlag wagen wahl "
            "wahlen wand ware waren wasser wechsel weg wein welle welt werbung werk werke wert werte wesen wetter "
            "wettbewerb winter wirkung wirtschaft wissen wissenschaft woche wochen wohnung wohnungen wort worte wörter "
            "wunsch zahl zahlen zeichen zeit zeiten zeitung zeitungen zelle zellen zentrum zeug zeuge ziel ziele zimmer "
            "zone zug züge zugang zukunft zustand zweck"
        )
    )
)
MIN_HEAD = 3
# Before the name of a town these are the names of houses: "Landgericht Köln".
BODY_TAILS = (
    "gericht",
    "theater",
    "museum",
    "klinikum",
    "universität",
    "hochschule",
    "ministerium",
)
