/**
 * What the small words of an answer do. A phrase stands for what people mean by it, not for its words: "kein Problem" is a
 * yes, "ich hätte gern" none. The longest phrase at a place counts.
 */
export type WordSense =
  /** Agrees and means nothing else. */
  | 'yes'
  /** Agrees if nothing else was said: "ja" also opens sentences that agree to nothing. */
  | 'faint_yes'
  | 'no'
  /** Turns what stands in the same clause into its opposite. */
  | 'not'
  /** Wants something else than was offered. */
  | 'change'
  /** Takes something back from what came before, or puts a condition on it. */
  | 'contrast'
  /** Is not decided. */
  | 'unsure'
  | 'question'
  /** A question when a clause begins with it. */
  | 'opener'
  /** Tells who is speaking; the rest of the clause is a name. */
  | 'introduction'
  | 'filler'

const phrases: Readonly<Record<WordSense, string>> = {
  yes: `
    klappt | das klappt | da komme ich | ich komme dann | thatll work | itll work | mir passt das | mir passt es | koennen sie so machen | koennen sie so eintragen | koennen sie so buchen | koennen sie gerne machen |
    das koennen sie machen | koennen sie machen | koennen sie eintragen | koennen sie buchen | gebongt | geritzt | top | laeuft | mach mal | machen sie mal | wird gemacht | id like that | id like it | i would like that | fits me | ja gern | ja gerne | ja bitte | ja genau | ja natuerlich | ja klar | ja sicher | ja doch | ja passt | aber ja | aber gern |
    aber gerne | super gerne | aber sicher | aber klar | aber natuerlich | aber selbstverstaendlich | gern | gerne | sehr gern | sehr gerne |
    gerne doch | genau | ganz genau | passt | das passt | passt mir | passt gut | passt super | passt perfekt | passt prima |
    passt schon | passt scho | basst | wuerde passen | wuerd passen | duerfen sie | das duerfen sie | you may | reservier mal | reservier das | trag mich ein | halten wir fest | jawohl | jawoll | in ordnung | ist in ordnung | geht in ordnung |
    geht klar | das geht | geht gut | geht bei mir | einverstanden | bin einverstanden | abgemacht | ausgemacht | natuerlich |
    selbstverstaendlich | na klar | klar doch | alles klar | auf jeden fall | auf alle faelle | unbedingt | freilich |
    stimmt | das stimmt | richtig | das ist richtig | korrekt | das ist korrekt | perfekt | super | prima | toll | wunderbar |
    ausgezeichnet | hervorragend | optimal | ideal | bestens | klasse | spitze | grossartig | fantastisch | sehr schoen |
    sehr gut | ist gut | ist okay | ist ok | ist recht | ist mir recht | mir recht | von mir aus | meinetwegen | soll mir recht sein |
    machen wir | machen wir so | machen wir das | so machen wir das | so machen wirs | mach das | mach das so | mach es | machen sie |
    machen sie das | machen sie so | machen sie es | nehme ich | nehm ich | ich nehme | ich nehm | nehmen wir | wir nehmen |
    buchen sie | bitte buchen | buchen bitte | buchen wir | das buchen | den buchen | gerne buchen | buch das | buch den |
    bestaetigt | ich bestaetige | bestaetige ich | tragen sie mich | tragen sie uns | tragen sie das | tragen sie den | eintragen bitte |
    bitte eintragen | reservieren sie | da kann ich | da koennen wir | da habe ich zeit | da hab ich zeit | kein problem |
    keine einwaende | nichts dagegen | spricht nichts dagegen | klingt gut | hoert sich gut an | klingt super | wunderbar |
    yes please | yeah sure | sure | sure thing | thats fine | that is fine | fine by me | fine with me | thats great | great |
    thats perfect | perfect | sounds good | sounds great | sounds perfect | sounds fine | sounds lovely | that works | works for me |
    works fine | works great | it works | will work | please do | go ahead | go for it | book it | please book | book that |
    book me in | absolutely | of course | definitely | correct | thats correct | thats right | exactly | lovely | wonderful |
    excellent | awesome | ill take it | ill take that | ill take the | i will take | take it | ill have | lets do it | lets do that |
    lets do | lets go with | go with | do it | deal | agreed | certainly | by all means | no problem | im happy with that | happy with that |
    suits me | that suits | id love that | id love to | that would be great | that would be perfect | would be great | would be perfect |
    confirmed | i confirm | please confirm | you bet | put me down | no worries | jepp | jep | yep | yup | jup | jupp | jap`,
  faint_yes: `ja | jo | joa | jau | jaa | jaja | okay | ok | okee | okey | oke | okeh | gut | na gut | also gut | nun gut | schoen | fein |
    klar | sicher | geht | recht | yes | yeah | yea | aye | ya | fine | good | right | all right | alright | very well | cool | nice | super`,
  no: `weder noch | beide nicht | beides nicht | keins von beiden | keiner von beiden | keinen von beiden | none of them | neither of them | neither works | rather not please | nein | nee | nae | noe | noee | ne | na | naa | nein danke | doch nicht | lieber nicht | besser nicht | eher nicht | gar nicht |
    ueberhaupt nicht | auf keinen fall | auf gar keinen fall | keinesfalls | keineswegs | niemals | nie | passt nicht | passt mir nicht |
    passt leider nicht | passt gar nicht | geht nicht | geht leider nicht | geht gar nicht | kann nicht | kann ich nicht |
    kann ich leider nicht | keine zeit | leider | leider nein | schlecht | ungern | vergessen sie es | vergiss es | abbrechen | abbruch |
    stopp | stop | halt stopp | lassen wir das | lassen wir | lassen sie das | lass mal | lassen sie mal | danke nein | nicht noetig |
    no | nope | nah | no thanks | no thank you | not really | rather not | id rather not | not at all | no way | never | never mind |
    nevermind | forget it | cancel | cancel that | cancel it | dont | do not | i cant | i cannot | cant | cannot | wont | doesnt work |
    does not work | wont work | unfortunately | im afraid not | absolutely not | certainly not | definitely not | of course not |
    i dont think so | i dont want | dont book`,
  not: 'nicht | nich | net | kein | keine | keinen | keiner | keinem | nix | nichts | not | isnt | wasnt | neither | none | ohne | without',
  change: `lieber | eher | stattdessen | anders | andere | anderer | anderen | anderes | anderem | was anderes | etwas anderes | frueher |
    spaeter | frueherer | spaeterer | frueheren | spaeteren | fruehere | spaetere | frueheres | spaeteres | verschieben | verlegen |
    aendern | umbuchen | tauschen | wechseln | zu frueh | zu spaet | zu lang | zu lange | zu weit | besser | naechste woche |
    uebernaechste woche | naechsten monat | kommende woche | andermal | ein andermal | woanders | rather | instead | another | other |
    different | later | earlier | sooner | change | switch | reschedule | prefer | better | too early | too late | too long |
    next week | next month | the week after | some other | any other | else | anything else | something else | weitere | weiteren | noch einen`,
  contrast: `aber | allerdings | jedoch | nur | bloss | sondern | wenn | falls | sofern | solange | ausser | obwohl | but | however | although |
    though | only | except | unless | if | provided | as long as | statt | anstatt | instead of | rather than`,
  unsure: `moechte einen termin | moechte gern einen termin | moechte gerne einen termin | will einen termin | brauche einen termin | braeuchte einen termin | einen termin machen | einen termin buchen |
    einen termin vereinbaren | einen termin ausmachen | haette gern einen termin | haette gerne einen termin | want an appointment | need an appointment | book an appointment | make an appointment | would like an appointment | weiss nicht | ich weiss nicht | ich weiss es nicht | weiss ich nicht | weiss ich noch nicht | weiss noch nicht | keine ahnung |
    nicht sicher | bin nicht sicher | bin mir nicht sicher | bin unsicher | unsicher | vielleicht | eventuell | moeglicherweise | evtl |
    mal sehen | mal schauen | mal gucken | schauen wir mal | schaun mer mal | ueberlegen | ueberlege | ueberleg | nachdenken |
    ich denke | ich glaube | glaube ich | glaub ich | denke ich | wahrscheinlich | vermutlich | kommt drauf an | kommt darauf an | jein |
    moment | einen moment | moment mal | augenblick | sekunde | warten sie | warte | warte mal | warten | egal | ist egal | mir egal |
    ist mir egal | wie bitte | bitte was | hae | haeh | noch mal | nochmal | nochmals | wiederholen | nicht verstanden | verstehe nicht |
    verstanden nicht | schon gut | noch nicht | nicht wahr | oder nicht | oder so | oder | eigentlich | probably | maybe | perhaps |
    i think | i guess | i suppose | not sure | im not sure | unsure | i dont know | dont know | dunno | no idea | let me think |
    let me check | let me see | let me look | hold on | hang on | wait | one moment | one second | just a moment | just a second | a second |
    whatever | any | either | i dont mind | dont mind | it depends | depends | pardon | sorry | excuse me | say again | again | repeat |
    not yet | im good | im fine | or | well see | possibly | might | nicht schlecht | not bad | passt das | geht das | beide | beides | both |
    abwarten | spaeter entscheiden | koennte | could | may`,
  question: `how about | what about | was | wie | wieviel | wie viel | wie lange | wann | wo | wer | wen | wem | warum | wieso | weshalb | welche | welcher | welchen | welches |
    wohin | woher | womit | what | how | when | where | who | why | which | whats | whos | hows | wheres | warum nicht | why not |
    whens | wofuer | wozu`,
  opener: `kann ich | kann man | koennen wir | koennten wir | koennen sie | koennten sie | koennte ich | darf ich | duerfte ich | haben sie |
    haetten sie | hast du | habt ihr | hat | gibt es | gibts | gaebe es | ist das | ist der | ist die | ist es | ist da | sind sie | sind das |
    waere | waere das | waere es | waer | waer das | waers | geht auch | gehts auch | geht es | gehts | ginge | ginge auch | muss ich | muesste ich | soll ich | bin ich | wird |
    werden | kommt | kostet | can i | can we | can you | could i | could we | could you | do you | do i | does | did | is it | is that | is this |
    is there | are you | are there | would it | would that | would you | will | may i | have you | should i | shall we | passt es | passt ihnen`,
  introduction: `mein name ist | mein name | auf den namen | auf namen | unter dem namen | ich heisse | ich bin die | ich bin der | hier ist |
    hier spricht | my name is | my names | under the name | the name is | name is | in the name of | its for | name ist | der name ist`,
  filler: `all good | sir | maam | madam | dokey | make | fest | verbindlich | aeh | aehm | eh | oeh | hm | hmm | mhm | mhmm | hmhm | mh | uh | uhm | um | er | erm | ah | aha | ach | ach so | oh | na | tja | naja | na ja | puh |
    also | dann | denn | doch | mal | schon | halt | eben | auch | noch | so | nun | jetzt | da | hier | das | dass | dies | diese | dieser | diesen | dieses | die | der |
    den | dem | des | ein | eine | einen | einem | einer | es | er | sie | ich | wir | mir | mich | uns | ihnen | ihr | dir | du | euch | man | ist | sind | bin | waere | waer | haett | wuerd | war |
    wird | wuerde | werde | habe | hab | haben | hat | haette | moechte | will | wollen | kann | koennen | soll | sollen | sein | gehen | machen | nehmen | kommen | komme | und | fuer | mit |
    zu | zum | zur | am | im | in | an | auf | bei | von | vom | bis | ab | um | gegen | uhr | oclock | termin | terminen | vorschlag | zeit | tag | uhrzeit | datum | woche | naechste |
    naechsten | naechster | kommenden | kommende | wochentag | wirklich | ganz | sehr | total | echt | voll | absolut | gleich | eintragen | einbuchen | vormerken | reservieren | buchen | bestaetigen |
    bitte | bitteschoen | bitte sehr | danke | danke schoen | dankeschoen | danke sehr | vielen dank | besten dank | herzlichen dank | tschuess | servus |
    auf wiedersehen | auf wiederhoeren | wiederhoeren | wiedersehen | bis dann | bis spaeter | bis bald | bis morgen | schoenen tag | schoenen tag noch | schoenen abend |
    guten morgen | guten tag | guten abend | gruess gott | moin | hallo | hi | hello | good morning | good afternoon | good evening |
    haette gern | haette gerne | haett gern | wuerde gern | wuerde gerne | moechte gern | moechte gerne | will gern | alles gut | umso besser | um so besser |
    desto besser | even better | so gut wie | ach ja | ja hallo | ja guten tag | ja servus | ja moin | ja wissen sie | wissen sie | sagen wir | tue ich | mache ich | noch was |
    und zwar | the | a | an | that | thats | this | these | it | its | is | are | was | be | im | i | ill | id | ive | me | my | mine | we | us | you | your |
    one | then | and | to | for | of | on | at | with | in | would | will | can | do | have | take | want | like | id like | i would like | please | thanks | thank you |
    thank you very much | thanks a lot | thank you so much | many thanks | cheers | bye | goodbye | bye bye | see you | see you then | see you later | speak soon |
    so | well | now | just | very | really | much | too | there | here | oclock | appointment | slot | time | day | book | okay then | go | works | work | let | lets | nehm | nehme |
    sein | trage | tragen | notieren | notiert | quite | totally | guess what |
    nicht sagen | nicht nennen | nicht angeben | nicht verraten | nicht mitteilen | nicht herausgeben | nicht rausgeben | lieber nicht sagen |
    lieber nicht nennen | lieber nicht angeben | lieber nicht verraten | lieber nicht herausgeben | lieber nicht rausgeben |
    ungern sagen | ungern nennen | ungern angeben | rather not say | rather not give | rather not tell | id rather not say | id rather not give |
    id rather not tell | not to say | not to give | i dont want to say | i dont want to give | dont want to say | dont want to give |
    do not want to say | do not want to give`,
}

function phrasesByFirstWord(): ReadonlyMap<string, readonly { words: readonly string[]; sense: WordSense }[]> {
  const byFirst = new Map<string, { words: readonly string[]; sense: WordSense }[]>()
  for (const [sense, list] of Object.entries(phrases) as [WordSense, string][]) {
    for (const phrase of list.split('|')) {
      const words = phrase.trim().split(/\s+/)
      const first = words[0] ?? ''
      const known = byFirst.get(first) ?? []
      byFirst.set(
        first,
        [...known, { words, sense }].sort((a, b) => b.words.length - a.words.length),
      )
    }
  }
  return byFirst
}

const lexicon = phrasesByFirstWord()

/** The longest phrase at `at` and what it does, or undefined for a word that says something of its own. Words are folded. */
export function senseAt(words: readonly string[], at: number): { sense: WordSense; used: number } | undefined {
  const known = lexicon.get(words[at] ?? '') ?? []
  const found = known.find((phrase) => phrase.words.every((word, index) => words[at + index] === word))
  return found && { sense: found.sense, used: found.words.length }
}
