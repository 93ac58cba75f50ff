/** Everyday German nouns and other words of talk that say nothing about when; folded letters. */
const NOUNS = `
  treffpunkt bahnhof flughafen hafen haltestelle station strasse platz gebaude wohnung garten kuche bad keller dach
  garage parkplatz laden markt supermarkt einkauf apotheke krankenhaus klinik klinikum kanzlei notar anwalt anwaltin
  steuerberater bank sparkasse post paket brief amt rathaus polizei feuerwehr gericht kirche museum theater oper
  schwimmbad sauna studio fitnessstudio stadion turnhalle sport fussball spiel tennis yoga kurs kurse unterricht
  seminar vortrag lesung messe ausstellung kongress konferenz workshop meeting call telefonat videokonferenz interview
  vorstellung probe prufung klausur test schularbeit hausaufgabe projekt abgabe auftrag bestellung lieferung angebot
  vertrag kundigung miete gehalt lohn steuer versicherung kredit konto karte kasse euro cent prozent umsatz gewinn
  chef chefin mitarbeiter mitarbeiterin kollegen team abteilung buero gruppe verein mitglied gast gaste besucher
  nachbar nachbarin onkel tante cousin cousine neffe nichte enkel enkelin baby bruder schwester geschwister partner
  partnerin ehefrau ehemann braut hund katze pferd tier tierarzt tierarztin kinderarzt hausarzt hausarztin zahnarztin
  augenarzt hautarzt frauenarzt orthopade physiotherapie krankengymnastik massage kosmetik nagel wimpern augenbrauen
  bart rasur dauerwelle strahnchen tonung kur packung gesicht hand hande fuss fusse rucken knie schulter kopf zahn zahne
  auge augen blut spritze tablette medikament schmerz schmerzen fieber erkaltung grippe husten impfung termin tisch tische
  stuhl bett zimmer schlussel tur fenster heizung strom wasser gas internet rechner computer handy telefon drucker
  auto wagen fahrrad motorrad lkw transporter reifen ol bremse motor tuv werkstatt inspektion panne taxi zug bus bahn
  flugzeug schiff fahre ticket fahrkarte gepack koffer pass ausweis visum strand berg berge see meer insel wald park
  fluss stadt dorf land ausland deutschland osterreich schweiz europa welt regen schnee sonne wind gewitter temperatur
  essen fruhstuck kaffee tee kuchen bier wein brot obst fleisch fisch gemuse pizza restaurant kneipe cafe musik film
  serie buch zeitung artikel bild foto video kamera fernseher radio lied konzert band tanz kunst geschenk blumen geld
  kleid hose schuhe jacke brille schmuck ring haus hausnummer adresse postleitzahl vorname nachname passwort
  code anfrage antwort auskunft bescheid beschwerde bitte einladung frage hinweis idee meinung mitteilung plan programm
  punkt regel ruckruf ruckmeldung teil thema unterlagen vorschlag wunsch zweck ziel grund fall seite liste zettel
  anruf nummer vorwahl leitung stimme sprache deutsch englisch turkisch polnisch russisch arabisch mull abfall
  umzug mobel renovierung handwerker maler elektriker klempner installateur schreiner gartner reinigung putzfrau
  unfall notfall hilfe problem fehler anliegen angelegenheit unternehmen firma gesellschaft betrieb fabrik lager
  produktion verkauf einnahmen ausgaben bericht protokoll vorsitz wahl partei regierung prasident minister burger
  gesetz reform krieg frieden schule universitat uni hochschule klasse lehrer lehrerin schuler schulerin student
  kindergarten kita hort betreuung ausbildung praktikum bewerbung stelle job arbeit beruf karriere rente rentner
  leute mensch menschen mann frau herr dame junge madchen kind familie freundin freund bekannte gefuhl liebe gluck
  spass angst sorge ruhe pause larm licht farbe grosse form art weise sorte menge anzahl halfte stuck 
  summe preis rabatt gutschein rechnung mahnung quittung beleg zahlung ueberweisung lastschrift rate
  geburtstag geburtstage geburtstagsfeier bundestag landtag hochzeitstag personen person
  wecker alarm erinnerung notiz kalender eintrag ereignis abreise anreise ruckreise hinreise hinfahrt ruckfahrt
  ankunft abfahrt ubernachtung rundreise ausflug tour reise besichtigung fuhrung wanderung spaziergang
  gitarre klavier trompete chor orchester album gehweg nahverkehr verkehr stau ampel kreuzung ecke richtung weg
`
const CITIES = `
  berlin hamburg munchen koln frankfurt stuttgart dusseldorf leipzig dortmund essen bremen dresden hannover nurnberg
  duisburg bochum wuppertal bielefeld bonn munster mannheim karlsruhe augsburg wiesbaden monchengladbach gelsenkirchen
  aachen braunschweig chemnitz kiel halle magdeburg freiburg krefeld mainz lubeck erfurt rostock kassel potsdam
  saarbrucken oldenburg heidelberg darmstadt regensburg ingolstadt wurzburg ulm heilbronn wolfsburg gottingen trier
  weimar jena konstanz passau bamberg bayreuth wien graz linz salzburg innsbruck klagenfurt zurich genf basel bern
  luzern danzig prag paris london rom mailand madrid barcelona warschau budapest amsterdam brussel kopenhagen istanbul
  mallorca ostsee nordsee bodensee alpen italien spanien frankreich england griechenland turkei polen amerika
`
const OTHERS = `
  treffen hallochen tschau servus mahlzeit ciao juhu hurra danke dankbar verfugung zuliebe zufolge laut statt
  anstatt samt nebst gemass entlang jenseits diesseits oberhalb unterhalb ausserhalb mitsamt zugunsten seitens mittels
  gunstig wichtig richtig fertig einzig notig lastig fleissig tuchtig vernunftig schwierig ubrig gultig zuverlassig
  heim daheim unterwegs dort drin draussen drinnen oben unten links rechts
  absolut aktiv allgemein angenehm anstrengend arm bequem bekannt belegt bereit berufstatig besetzt besonders besser
  blau blod bloss bose braun breit bunt dick direkt doof dumm dunkel dunn echt ehrlich einverstanden einzeln eng
  entspannt erkaltet erreichbar faul fein fest feucht fit flexibel frech fremd froh frohlich gelb gemutlich
  gesund gleich glatt grau grosser grun heiss hell herzlich hoch hubsch interessant kaputt kalt klar klug komisch
  komplett kostenlos krank krumm kuhl lahm laut lecker leer leicht leise lieb locker lustig mude modern nah nass
  nett niedrig nervos offiziell online optimal ordentlich passend perfekt personlich privat pur rot ruhig sauber sauer
  scharf schick schlank schlimm schmal schmutzig schrecklich schwach schwanger schwarz schwer sicher stark stolz stressig
  streng stumm suss teuer tief tot traurig trocken unbekannt vegan verheiratet voll warm weich weiss weit
  wertvoll wild zart zentral zufrieden zusatzlich
  aha achja ach aua boah cool echt ehrlich gesagt hoppla jawohl jo joa jep klaro mensch mist na nanu oha ohje sorry
  super tja wow grundsatzlich normalerweise prinzipiell theoretisch praktisch gluecklich glucklicherweise notfalls zumindest
  wenigstens immerhin ubrigens sozusagen quasi sowieso jedenfalls gegebenenfalls keinesfalls ebenso genauso ahnlich
  solange sodass sofern soweit wobei wodurch wofur womoglich wonach woran worauf wovon wozu hierzu hierfur
  hiermit dessen deren denen derer desto umso je beziehungsweise inklusiv exklusiv plus minus via pro per
`
const asSet = (rows: string): ReadonlySet<string> => new Set(rows.split(/\s+/).filter((word) => word !== ''))

/** What a compound may end in. */
const GERMAN_NOUNS = asSet(`${NOUNS} ${CITIES}`)
const PLACES = asSet(CITIES)
/** Adjectives, interjections and small words. */
const GERMAN_OTHER_WORDS = asSet(OTHERS)

const NOUN_ENDING = /(?:s|es|n|en|e|er|ern)$/

/** Is this folded word one of the nouns, in any case and number? */
export function isGermanNoun(folded: string): boolean {
  if (GERMAN_NOUNS.has(folded)) return true
  const bare = folded.replace(NOUN_ENDING, '')
  return bare !== folded && bare.length > 2 && (GERMAN_NOUNS.has(bare) || GERMAN_NOUNS.has(folded.slice(0, -1)))
}

/** Is this folded word a town or a country: "nach Rom" says where? */
export function isPlaceName(folded: string): boolean {
  return PLACES.has(folded)
}

const ADJECTIVE_ENDING = /(?:e|en|er|es|em|ere|eren|erer|eres|ste|sten|ster|stes)$/

/** Is this folded word one of the adjectives and small words, in any form? */
export function isGermanSmallWord(folded: string): boolean {
  return GERMAN_OTHER_WORDS.has(folded) || GERMAN_OTHER_WORDS.has(folded.replace(ADJECTIVE_ENDING, ''))
}
