/** Everyday German words that say nothing about when; folded letters. */
export const GERMAN_PLAIN_WORDS = `
  ich du er sie wir ihr man mich mir dich dir ihn ihm uns euch ihnen sich mein meine meinen meiner meinem meines
  dein deine deinen deiner deinem sein seine seinen seiner seinem ihre ihren ihrer ihrem unser unsere unseren
  unserer unserem euer eure eurer wer wen wem wessen ein eine einen einem einer eines und aber denn weil obwohl
  damit dass ob wenn falls als wie was wo wann warum wieso weshalb wohin woher womit welche welcher welches
  welchen welchem da dort hier hin her hierher dorthin dahin hallo servus moin gruss gott gruezi tschuss ciao
  guten gute guter gutes gutem tach danke vielen dank bittesehr dankeschon herzlich willkommen freundlich herr
  herrn frau doktor dr prof bin bist war waren warst wird werde werden wirst wurde wurden worden geworden ware hat
  habe haben habt hast hatte hatten hattest hattet gehabt gewesen kann kannst konnen konnt konnte konnten konntest
  konntet mag magst mochte mochten mochtest mochtet wollen will willst wollte wollten wollt wurd soll sollst
  sollte sollten sollt muss musst mussen musste mussten darf darfst durfen durfte durften lassen lass lasst lasse
  geht gehe gehen gehst ging gingen ginge gegangen passt passe passen passte klappt klappen klappte klappts reicht
  reichen bleibt bleibe bleiben blieb kommt komme kommen kommst kam kamen gekommen kame nehme nehmen nimmt nimm
  nehmt nahm genommen brauche brauchen braucht brauchte suche suchen sucht suchte hole holen holt mache machen
  macht machst machte gemacht tun tue tut tat getan gib gebe geben gibt gab gegeben frage fragen fragt finde
  finden findet fand gefunden stattfinden statt stattgefunden treffe treffen trifft traf trafen getroffen
  verschiebe verschieben verschiebt verschoben verlege verlegen verlegt andern andere geandert absagen absage
  absagt abgesagt storniere stornieren storniert buche buchen bucht gebucht buchung reserviere reservieren
  reserviert reservierung vereinbare vereinbaren vereinbart ausmachen ausgemacht eintragen eingetragen trage
  tragen anmelden angemeldet vormerken vorgemerkt merken plane planen plant geplant melde melden meldet gemeldet
  anrufen anruf anrufe rufe rufen ruft zuruck zuruckrufen weg fort wieder frei freie freien freier freies
  verfugbar offen geoffnet geschlossen besuche besuchen besucht besuch beginne beginnen beginnt begann begonnen
  starte starten startet fange fangen fangt anfangen endet enden fertig sehe sehen sieht gesehen hore horen hort
  gehort sage sagen sagt sag sagte gesagt spreche sprechen spricht gesprochen rede reden redet erzahle erzahlen
  zeige zeigen zeigt zeig schicke schicken schickt geschickt sende senden sendet send gesendet bringe bringen
  bringt gebracht kaufe kaufen kauft gekauft bestelle bestellen bestellt bezahlen bezahlt zahle kosten kostet lese
  lesen liest gelesen schreibe schreiben schreibt geschrieben schreib notiere notieren notiert arbeite arbeiten
  arbeitet gearbeitet arbeit schlafe schlafen schlaft geschlafen esse essen isst gegessen trinke trinken trinkt
  getrunken fahre fahren fahrt gefahren fliege fliegen fliegt geflogen reise reisen reist gereist laufe laufen
  lauft gelaufen wandern wandere spiele spielen spielt gespielt stelle stellen stellt gestellt stell setze setzen
  setzt gesetzt lege legen legt gelegt liege liegen liegt gelegen sitze sitzen sitzt gesessen stehe stehen steht
  stand gestanden halte halten halt gehalten warte warten wartet gewartet hoffe hoffen hofft denke denken denkt
  gedacht glaube glauben glaubt weiss wissen wusste kenne kennen kennt heisse heissen heisst verstehe verstehen
  versteht lerne lernen lernt helfe helfen hilft geholfen erreichen erreiche erreicht verlasse verlassen verlasst
  bekomme bekommen bekommt bekam kriege kriegen kriegt erinnere erinnern erinnert dauert dauern dauerte passiert
  passieren gehore gehoren gehorte ubertragen verkaufen verkauft zieht ziehen umziehen feiern feiere feiert wecken
  weck wecke alarm wecker erledigen erledigt schaffen schaffe schafft schaffte eroffnen eroffnet schliessen
  schliesst aufmachen verschwinden verschwunden abholen abgeholt vorbeikommen vorbei vorbeischauen wiederkommen
  haar haare haarschnitt schneiden farben fohnen strahnen manikure pedikure kunde kunden kundin patient patientin
  behandlung beratung untersuchung massage service dienstleistung kontrolle vorsorge impfung blutabnahme rezept
  praxis salon friseur friseurin arzt arztin zahnarzt werkstatt auto reifen reifenwechsel inspektion
  werkstattermin termin termine terminen terminwunsch meeting meetings sitzung gesprach besprechung veranstaltung
  konzert party feier hochzeit urlaub abreise anreise ankunft abfahrt abflug flug zug bahn bus hotel zimmer haus
  hause schule kino restaurant buro firma stadt land wetter leute personen person kind kinder sohn tochter mann
  mutter vater eltern bruder schwester oma opa freundin freund freunde kollege kollegen chef team film spiel buch
  musik telefon nummer name namen adresse email mail nachricht information infos hilfe problem grund thema sache
  sachen ding ort platz preis geld euro rechnung verkauf verkaufe geschaft unternehmen projekt aufgabe liste
  kalender erinnerung veroffentlichung publikation publikationen bericht artikel bei beim mit durch gegenuber
  wegen trotz wahrend dafur davon daran dazu darum dabei davor danach daraus darauf daruber aus auf uber unter
  hinter neben ins irgend irgendwie irgendwas einfach gerade grad jetzt gleich nun naja tja super prima toll
  perfekt klasse wunderbar gut beste besten bestens schlecht egal recht richtig falsch lang lange kurzfristig
  spontan neu neue neuen neuer neues alt alte alten anderen anders anderer anderes einmal zweimal zusatzlich
  nochmal nochmals gar nichts alles allem viel viele mehr weniger sehr total wirklich naturlich sicher bestimmt
  wahrscheinlich leider hoffentlich vermutlich anscheinend eigentlich uberhaupt allerdings jedoch trotzdem deshalb
  deswegen daher also somit sogar selbst zusammen allein alleine gemeinsam schnell langsam gross grosse klein
  kleine schon schone wichtig dringend unbedingt nur bloss fast etwa beinahe ziemlich ganz ganze ganzen genug
  ebenfalls ausserdem zudem ne nen nem ner wollts gell gel entschuldigung pardon verzeihung moment gern lieb liebsten ehesten schlage schlagt vorschlagen liebe
  lieben wurdest wurdet hattens wars obs gings gehts hamse hams sies mans machts wirds dieses jenes jener jene
  solche solcher alle allen aller manche mancher beide beiden
`
