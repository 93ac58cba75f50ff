/** German first names and the short forms people use for them. Formal names first, then what they are called. */
const groups = `
  alexander alexandra: alex sascha xandi sandra lex
  andreas andrea: andi andy
  angelika angela: geli angie
  anna anne: anni aennchen anneli
  annegret annemarie: anni anne
  anton antonia antonio: toni tony
  barbara: babsi baerbel barbie
  beate beatrix beatrice: bea
  benedikt: bene
  benjamin: ben benni benny
  bernhard: bernd berni
  bernd: berni
  bettina: betty tina
  brigitte birgit: gitte biggi gitta
  carolin caroline karoline carola: caro karo
  charlotte: lotte lotta charly
  christian christiane christina christine christa: chris chrissi christl tina
  christoph christopher: chris stoffel christof
  claudia: claudi
  cornelia: conny conni nelly
  daniel daniela: dani danny
  dieter dietrich: didi
  dominik dominique: domi nick
  dorothea dorothee: doro thea
  eberhard eckhard: ebi ecki
  eduard: edi ede eddy
  elisabeth: lisa elli lisbeth liesl sissi elsa betty elisa lilli lisl
  emilia emilie emily: emmi emma mila
  ernst: erni
  eva: evi
  fabian fabienne: fabi
  ferdinand: ferdi
  florian: flo flori
  franziska: franzi ziska
  franz: franzl
  friedrich: fritz fred friedel
  friederike frederike: rike fritzi
  gabriele gabriela: gabi gaby
  georg: schorsch
  gerhard gertrud: gerd gert trude
  gregor: greg
  guenter guenther: guenni
  gustav: gustl
  hannah hanna johanna: hanni jo
  heinrich: heinz heiner heini
  helmut: helle
  helena helene: leni lena hella
  hildegard: hilde
  hubert: hubsi
  ignaz: naz
  ingeborg ingrid: inge
  isabel isabell isabella: isa bella
  jakob jacob: jascha jockel jaki
  jennifer: jenny jen
  jessica: jessi jess
  joachim: jochen achim jo
  johannes johann: hannes hans johnny jo joe
  hans: hansi hannes
  jonas jonathan: joni jona
  josef joseph josefine josephine: sepp jupp josi beppo fine
  juergen: juergi
  juliane julia julian: jule julchen jules
  karl: kalle charly
  katharina kathrin katrin catharina: kathi kati kathy katja trine kaethe
  klaus nikolaus niklas nikolas: nick niko nico nik
  konrad: conny kurt
  konstantin konstanze: konsti conny
  kristin kristina: kris krissi tina
  leonhard leonard leonie leon: leo leni
  lorenz: lenz
  ludwig: lutz wiggerl lui
  lukas: luki luke
  magdalena magdalene: leni lena magda
  manfred: manni manne fred
  manuela manuel: manu
  margarete margarethe margit: gretel grete greta gretchen margret marga
  maria marie marianne: mia mitzi mariele
  marcel: marc
  martin martina: maddin tina
  matthias mathias: matze hias matthi
  maximilian: max maxi
  melanie: mel melli
  michael michaela: michi micha michel mike michl ela
  monika: moni mona
  moritz: mo
  natalie nathalie: nati nat
  nicole nikola: nicki nici niki
  oliver: oli olli
  patrick patricia: pat patti
  paul paula paulina: pauli paulchen
  peter petra: peti peterle
  philipp: phil fips lipp
  rainer reiner: rainy
  raphael rafael: rafi raffi
  rebecca rebekka: becky becci
  regina: regi gina
  reinhard reinhold: reini
  renate: reni nate
  richard: richi ricky rick
  robert roberta: rob robbi bob bert robby
  rosemarie rosa rosalie: rosi roesli
  rudolf: rudi rolf
  sabine sabrina: bine sabsi biene
  samuel samantha: sam sami
  sarah sara: sari
  sebastian: basti sebi bastian wastl
  siegfried: siggi sigi
  silvia sylvia: silvi sylvi
  simone simon: simi mone
  sophia sofia sophie: sofie soph
  stefan stephan stefanie stephanie: steffi steff steve
  susanne susanna: susi sanne suse sanni
  tatjana: tanja tati
  theodor theodora: theo
  theresa therese theresia: resi tessa thesi
  thomas: tom tommy thommy
  thorsten torsten: totti
  tobias: tobi
  ulrich ulrike: uli ulli rike
  ursula: uschi ulla ursel
  valentin valentina: vali
  vanessa: nessa vani
  verena veronika: vroni vreni vera moni
  viktoria victoria viktor: vicky vicki tori
  vincent vinzenz: vinz
  walter walther: walti
  werner: werni
  wilhelm wilhelmine: willi willy helm mine
  wolfgang: wolfi wolf
  wolfram: wolf
  yvonne: yvi
`

function linksByName(): ReadonlyMap<string, ReadonlySet<string>> {
  const links = new Map<string, Set<string>>()
  const link = (one: string, other: string): void => {
    if (one !== other) links.set(one, (links.get(one) ?? new Set()).add(other))
  }
  for (const line of groups.trim().split('\n')) {
    const [formal = '', short = ''] = line.trim().split(': ')
    for (const name of formal.split(' ')) {
      for (const nickname of short.split(' ')) {
        link(name, nickname)
        link(nickname, name)
      }
    }
  }
  return links
}

const links = linksByName()

/**
 * What else a person of this first name may be called: short forms of a formal name, formal names of a short form. Both come
 * folded (lower case, umlauts written out). Never the two formal names of one short form: Christian is not Christine.
 */
export function otherNamesOf(firstName: string): readonly string[] {
  return [...(links.get(firstName) ?? [])]
}
