/** Stems of everyday verbs that say nothing about when; folded letters. */
const STEMS = `
  mach geh komm nehm geb find seh treff brauch such hol frag sag red sprech ruf hor zeig schick send bring kauf bestell
  zahl kost les schreib notier merk arbeit schlaf ess trink fahr flieg reis lauf wander bleib leg stell setz steh lieg
  sitz halt fang beginn start end offn schliess wart hoff glaub denk mein wiss kenn heiss versteh lern helf reich verlass
  bekomm krieg erinner dau pass klapp schaff zieh feier weck erledig hab woll konn soll muss durf mog wunsch bitt dank
  freu lieb hass lach wein spiel sing tanz koch back putz wasch reinig raum bau renovier reparier prufe pruf test teil
  trenn verbind verbring verlier gewinn gewohn vergess verschieb verleg verpass versuch verkauf vereinbar erreich erklar
  erhalt erwart erfahr erzahl entscheid entschuldig empfehl buch reservier stornier storn bestatig andr tausch wechsl
  wahl such nutz verwend lad drück druck klick tipp schau guck blick beobacht besuch begleit besprech bespr beratung
  berat behandl untersuch operier impf schneid farb fohn rasier pfleg massier trainier turn schwimm tauch segl reit
  kletter rad radl park tank lenk steuer buchstabier wiederhol melde meld sammel sorg kummer streit kampf storb sterb
  leb wohn miet vermiet mahn kundig unterschreib unterricht studier forsch lehr zelt grill camp chill relax ruh heirat
  verlob scheid gebar starb fiel fall steig sink wachs nehm verlang hang hang schreck leih borg schenk spend verdien
  handel liefer pack packt empfang versend verschick meld rechn zähl zahl schatz mess wieg schlag tret stoss werf fang
  fuhr folg verfolg bericht berichten meld gelt stimm gehor dien diskutier präsentier prasentier organisier telefonier
  informier interessier kontaktier koordinier kontrollier passier probier reduzier funktionier trainier installier
  aktualisier erscheint erschein eroffn ereign wechsel klingel weiger ander bearbeit berechn beweg biet betracht betreu grund verstarb pfleg angel jogg surf stream check mail chatt google speicher losch kopier scann
`
const ENDINGS = [
  '',
  'e',
  'st',
  't',
  'en',
  'n',
  'et',
  'est',
  'te',
  'ten',
  'test',
  'tet',
  'ete',
  'eten',
  'end',
  'ende',
  'enden',
  'ern',
  'er',
]
/** Halves that stand before a verb or part from it: "vorbeikommen", "einzutragen". */
const PREFIX =
  /^(?:ab|an|auf|aus|bei|ein|fest|fort|her|hin|herein|hinein|heraus|hinaus|herum|los|mit|nach|statt|teil|um|unter|uber|vor|voraus|vorbei|vorran|weg|weiter|wieder|zu|zuruck|zusammen|zwischen|durch|dazwischen|kennen|be|ver|er|ent|zer|ge|miss)/
const STRONG = `
  war waren gewesen ging gingen gegangen kam kamen kame gekommen nahm nahmen genommen gab gaben gegeben fand fanden
  gefunden sah sahen gesehen traf trafen getroffen brachte brachten gebracht las lasen gelesen schrieb schrieben
  geschrieben schlief geschlafen ass assen gegessen trank tranken getrunken fuhr fuhren gefahren fahrt fahrst flog
  flogen geflogen lief liefen gelaufen lauft blieb blieben geblieben lag lagen gelegen stand standen gestanden sass
  sassen gesessen hielt hielten gehalten halt fing fingen gefangen begann begannen begonnen schloss schlossen
  geschlossen dachte dachten gedacht wusste wussten gewusst kannte kannten gekannt half halfen geholfen verliess
  verlassen zog zogen gezogen verbrachte verbracht verlor verloren gewann gewonnen vergass vergessen schob geschoben
  verschob verschoben rief riefen gerufen sprach sprachen gesprochen spricht nimmt gibt sieht liest trifft isst hilft
  vergisst schneidet geschnitten schnitt stieg stiegen gestiegen sank gesunken fiel fielen gefallen starb gestorben
  wuchs gewachsen schlug geschlagen warf geworfen trat getreten getragen trug tragt ladt geladen lud verstand
  verstanden erhielt erhalten empfohlen empfahl gebeten bat geboten bot verboten lieh geliehen lasst liess gelassen
  gebaut gesetzt gestellt gelegt gemacht geplant gefeiert
`
const words = (rows: string): string[] => rows.split(/\s+/).filter((word) => word !== '')
const FORMS: ReadonlySet<string> = new Set([
  ...words(STRONG),
  ...words(STEMS).flatMap((stem) => ENDINGS.flatMap((ending) => [stem + ending, `ge${stem}${ending}`])),
])

/** Is this folded word a form of an everyday German verb, with or without a prefix: "vorbeizukommen", "eingetragen"? */
export function isGermanVerb(folded: string): boolean {
  if (FORMS.has(folded)) return true
  const prefix = PREFIX.exec(folded)?.[0]
  if (prefix === undefined) return false
  const rest = folded.slice(prefix.length)
  return rest.length > 3 && (FORMS.has(rest) || (rest.startsWith('zu') && FORMS.has(rest.slice(2))))
}
