/** What a kind of business offers, as a line each: "Name / English name / minutes / euros / words callers use / the same in English". */
type Trade = { title: string; categories: Readonly<Record<string, string>> }

/** Categories are named "German / English". Invented; the words are everyday ones. */
export const trades: readonly [Trade, ...Trade[]] = [
  {
    title: 'Salon',
    categories: {
      'Schneiden / Cutting': `
        Damenhaarschnitt / Women's haircut / 45 / 49 / Damenschnitt, Haarschnitt für Damen / ladies haircut
        Herrenhaarschnitt / Men's haircut / 30 / 32 / Herrenschnitt, Männerhaarschnitt / gents haircut
        Kinderhaarschnitt / Children's haircut / 30 / 19 / Kinderschnitt / kids haircut
        Ponyschnitt / Fringe trim / 15 / 9 / Pony schneiden / bangs trim
        Maschinenschnitt / Clipper cut / 20 / 18 / Haare mit der Maschine / buzz cut
        Spitzen schneiden / Trim / 30 / 25 / nur die Spitzen / just a trim`,
      'Farbe / Colour': `
        Ansatzfärbung / Root colour / 90 / 69 / Ansatz färben / root touch-up
        Foliensträhnen / Foil highlights / 120 / 99 / Strähnchen / highlights
        Balayage / Balayage / 180 / 159 / Farbverlauf / hair painting
        Tönung / Tint / 60 / 45 / Haare tönen / toner
        Blondierung / Bleaching / 120 / 110 / Haare blondieren / going blonde
        Farbkorrektur / Colour correction / 240 / 190 / verfärbte Haare / fixing my colour`,
      'Styling / Styling': `
        Waschen und Föhnen / Wash and blow-dry / 30 / 26 / Föhnen / blow dry
        Hochsteckfrisur / Updo / 60 / 75 / Hochstecken / hair up
        Brautfrisur / Bridal hair / 120 / 150 / Frisur für die Hochzeit / wedding hair
        Dauerwelle / Perm / 120 / 85 / Locken legen lassen / perming
        Glättung / Straightening / 150 / 130 / Haare glätten / keratin treatment
        Flechtfrisur / Braids / 45 / 40 / Zöpfe flechten / plaits`,
      'Pflege und Bart / Care and beard': `
        Haarkur / Hair treatment / 20 / 18 / Kur für die Haare / deep conditioning
        Kopfmassage / Head massage / 20 / 22 / Massage am Kopf / scalp massage
        Bartpflege / Beard trim / 20 / 16 / Bart stutzen / beard tidy
        Nassrasur / Wet shave / 30 / 24 / Rasur mit dem Messer / hot towel shave
        Augenbrauen zupfen / Eyebrow shaping / 15 / 12 / Brauen zupfen / eyebrows
        Wimpern färben / Eyelash tint / 20 / 15 / Wimpernfärben / lashes
        Typberatung / Style advice / 45 / 0 / Beratung zum neuen Look / style consultation`,
    },
  },
  {
    title: 'Praxis',
    categories: {
      'Krankengymnastik / Physiotherapy': `
        Krankengymnastik / Physiotherapy / 25 / 35 / KG, Gymnastik auf Rezept / physio
        Manuelle Therapie / Manual therapy / 25 / 38 / MT / manual treatment
        Krankengymnastik am Gerät / Machine-based physiotherapy / 60 / 55 / Gerätetraining / gym physio
        Bobath-Therapie / Bobath therapy / 45 / 60 / Bobath / neuro physio
        Atemtherapie / Breathing therapy / 30 / 40 / Atemübungen / breathing exercises
        Beckenbodentraining / Pelvic floor training / 45 / 48 / Beckenboden / pelvic floor`,
      'Massage / Massage': `
        Klassische Massage / Classic massage / 20 / 28 / Rückenmassage / back massage
        Sportmassage / Sports massage / 30 / 40 / Massage für Sportler / massage for athletes
        Fußreflexzonenmassage / Foot reflexology / 40 / 45 / Fußmassage / foot massage
        Bindegewebsmassage / Connective tissue massage / 30 / 34 / Bindegewebe / fascia massage
        Hot-Stone-Massage / Hot stone massage / 60 / 75 / Massage mit heißen Steinen / massage with hot stones
        Lymphdrainage / Lymphatic drainage / 45 / 42 / Lymphe / lymph massage`,
      'Wärme und Kälte / Heat and cold': `
        Fango / Mud pack / 20 / 20 / Fangopackung / fango
        Heißluft / Hot air / 15 / 12 / Rotlicht / red light
        Kältetherapie / Cold therapy / 15 / 14 / Eisbehandlung / ice treatment
        Elektrotherapie / Electrotherapy / 20 / 22 / Reizstrom / TENS`,
      'Kurse und Beratung / Courses and advice': `
        Rückenschule / Back school / 60 / 25 / Kurs für den Rücken / back class
        Yoga / Yoga / 60 / 18 / Yogakurs / yoga class
        Ergonomieberatung / Ergonomics advice / 60 / 90 / Beratung zum Arbeitsplatz / desk check
        Ernährungsberatung / Nutrition advice / 60 / 80 / Beratung zum Essen / diet advice
        Laufanalyse / Gait analysis / 45 / 70 / Laufband-Analyse / running analysis
        Taping / Taping / 15 / 15 / Tapen, Kinesiotape / kinesio tape
        Erstgespräch / First consultation / 30 / 0 / Kennenlerntermin / first visit
        Schröpfen / Cupping / 30 / 35 / Schröpfköpfe / cupping therapy
        Dorn-Behandlung / Dorn treatment / 40 / 50 / Wirbelsäule richten / spine treatment`,
    },
  },
  {
    title: 'Werkstatt',
    categories: {
      'Reifen / Tyres': `
        Reifenwechsel / Tyre change / 30 / 30 / Winterreifen aufziehen, Räder wechseln / wheel swap
        Reifeneinlagerung / Tyre storage / 15 / 40 / Reifen einlagern / storing tyres
        Achsvermessung / Wheel alignment / 60 / 95 / Spur einstellen / alignment
        Wuchten / Wheel balancing / 30 / 35 / Räder auswuchten / balancing`,
      'Prüfung / Inspection': `
        Hauptuntersuchung / Roadworthiness test / 45 / 120 / TÜV / MOT
        Inspektion / Service / 120 / 220 / Jahresinspektion / annual service
        Urlaubscheck / Holiday check / 30 / 20 / Check vor der Reise / trip check
        Gebrauchtwagencheck / Used car check / 60 / 79 / Auto vor dem Kauf prüfen / pre-purchase check
        Fehlerspeicher auslesen / Fault code reading / 20 / 25 / Motorkontrollleuchte / engine light
        Lichttest / Light test / 15 / 0 / Scheinwerfer prüfen / headlight check`,
      'Reparatur / Repair': `
        Ölwechsel / Oil change / 30 / 80 / neues Öl / new oil
        Bremsen erneuern / Brake replacement / 120 / 290 / Bremsbeläge wechseln / new brake pads
        Auspuff reparieren / Exhaust repair / 90 / 180 / Auspuff ist kaputt / exhaust
        Batteriewechsel / Battery change / 20 / 120 / neue Batterie / new battery
        Zahnriemenwechsel / Timing belt change / 240 / 550 / Zahnriemen / timing belt
        Klimaservice / Air conditioning service / 60 / 99 / Klimaanlage warten / air con
        Stoßdämpfer wechseln / Shock absorbers / 150 / 340 / Dämpfer / suspension
        Scheibe tauschen / Windscreen replacement / 120 / 400 / neue Windschutzscheibe / new windscreen
        Steinschlag reparieren / Stone chip repair / 30 / 60 / Steinschlag / chipped windscreen`,
      'Pflege / Cleaning': `
        Innenreinigung / Interior cleaning / 90 / 70 / Auto innen putzen / inside clean
        Außenwäsche / Exterior wash / 30 / 25 / Wagenwäsche / car wash
        Lackpolitur / Paint polish / 180 / 199 / Auto polieren / polishing
        Lederpflege / Leather care / 60 / 60 / Ledersitze pflegen / leather seats
        Motorwäsche / Engine wash / 45 / 55 / Motor reinigen / engine clean
        Hohlraumversiegelung / Cavity sealing / 180 / 260 / Rostschutz / rust protection`,
    },
  },
]
