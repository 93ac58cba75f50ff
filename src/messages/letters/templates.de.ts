import type { CustomerKind } from '../message.ts'
import type { Template } from './template.ts'

const WHEN_AND_WHERE = `{service}
{date}, {time}
[bei {staff}]
[{branch}]
[{address}]`

const GREETING = 'Guten Tag[ {name}],'
const FAREWELL = `Freundliche Grüße
{company}`
const CHANGES = `Möchten Sie absagen oder verschieben? Rufen Sie uns bitte an[: {phone}].
Ihr Buchungscode: {code}`

/** German: Sie, plain words, and in texts only letters that fit 160 to a part. */
export const germanTemplates: Readonly<Record<CustomerKind, Template>> = {
  confirmation: {
    text: '{company}: Ihr Termin steht. {service} am {date} um {time}[ bei {staff}]. Buchungscode {code}.[ Absagen oder verschieben: {phone}]',
    subject: 'Ihr Termin am {date} um {time}',
    mail: `${GREETING}

Ihr Termin ist bestätigt:

${WHEN_AND_WHERE}
[Preis: {price}]

${CHANGES}

${FAREWELL}`,
  },
  booked_after_call: {
    text: '{company}: Unser Gespräch ist leider abgebrochen. Wie vereinbart haben wir für Sie gebucht: {service} am {date} um {time}[ bei {staff}]. Buchungscode {code}.[ Passt das nicht? {phone}]',
    subject: 'Wie vereinbart: Ihr Termin am {date} um {time}',
    mail: `${GREETING}

unser Gespräch ist leider abgebrochen. Wie vereinbart haben wir für Sie gebucht:

${WHEN_AND_WHERE}
[Preis: {price}]

${CHANGES}

${FAREWELL}`,
  },
  moved: {
    text: '{company}: Ihr Termin ist verschoben. Neu: {service} am {date} um {time}[ bei {staff}]. Buchungscode {code}.[ Fragen: {phone}]',
    subject: 'Verschoben: Ihr Termin ist jetzt am {date} um {time}',
    mail: `${GREETING}

Ihr Termin ist verschoben. Er ist jetzt:

${WHEN_AND_WHERE}

${CHANGES}

${FAREWELL}`,
  },
  cancelled: {
    text: '{company}: Ihr Termin am {date} um {time} ({service}) ist abgesagt.[ Neuer Termin: {phone}]',
    subject: 'Abgesagt: Ihr Termin am {date} um {time}',
    mail: `${GREETING}

Ihr Termin am {date} um {time} ({service}) ist abgesagt.

Einen neuen Termin vereinbaren wir gern mit Ihnen[: {phone}].

${FAREWELL}`,
  },
  reminder: {
    text: '{company}: Wir erwarten Sie am {date} um {time}[ bei {staff}]: {service}.[ Bitte antworten Sie mit {answer}.][ Fragen: {phone}]',
    subject: 'Erinnerung: Ihr Termin am {date} um {time}',
    mail: `${GREETING}

wir erinnern Sie an Ihren Termin:

${WHEN_AND_WHERE}

${CHANGES}

${FAREWELL}`,
  },
  booking_link: {
    text: '{company}: Hier können Sie Ihren Termin selbst buchen: {link} (gilt {hours} Stunden)',
    subject: 'Ihr Link zur Terminbuchung',
    mail: `${GREETING}

hier können Sie Ihren Termin selbst buchen: {link}

Der Link gilt {hours} Stunden und nur für Sie.

${FAREWELL}`,
  },
  pending_approval: {
    text: '{company}: Wir haben Ihren Terminwunsch: {service} am {date} um {time}[ bei {staff}]. Wir geben Ihnen Bescheid, sobald er bestätigt ist. Buchungscode {code}.',
    subject: 'Ihr Terminwunsch für {date} um {time}',
    mail: `${GREETING}

wir haben Ihren Terminwunsch aufgenommen. Noch ist er nicht bestätigt:

${WHEN_AND_WHERE}

Wir geben Ihnen Bescheid, sobald der Termin feststeht. Ihr Buchungscode: {code}

${FAREWELL}`,
  },
  declined: {
    text: '{company}: Leider können wir Ihren Terminwunsch am {date} um {time} ({service}) nicht bestätigen.[ Wir finden gern einen anderen Termin: {phone}]',
    subject: 'Ihr Terminwunsch für {date} um {time}',
    mail: `${GREETING}

leider können wir Ihren Terminwunsch am {date} um {time} ({service}) nicht bestätigen.

Wir finden gern einen anderen Termin für Sie[: {phone}].

${FAREWELL}`,
  },
  settled: {
    text: '{company}: Wie versprochen die Bestätigung: {service} am {date} um {time}[ bei {staff}]. Buchungscode {code}.[ Absagen oder verschieben: {phone}]',
    subject: 'Wie versprochen: Ihr Termin am {date} um {time} steht',
    mail: `${GREETING}

wie am Telefon versprochen bestätigen wir Ihren Termin:

${WHEN_AND_WHERE}

${CHANGES}

${FAREWELL}`,
  },
  not_settled: {
    text: '{company}: Leider hat es mit Ihrem Termin am {date} um {time} ({service}) nicht geklappt. Wir rufen Sie an.[ Oder rufen Sie uns an: {phone}]',
    subject: 'Ihr Termin am {date} um {time} hat leider nicht geklappt',
    mail: `${GREETING}

leider hat es mit Ihrem Termin am {date} um {time} ({service}) nicht geklappt. Das tut uns leid.

Wir rufen Sie an und finden einen anderen Termin mit Ihnen. Sie erreichen uns auch selbst[: {phone}].

${FAREWELL}`,
  },
  unchanged: {
    text: '{company}: Die Änderung hat leider nicht geklappt. Es bleibt bei Ihrem Termin: {service} am {date} um {time}. Wir rufen Sie an.[ Oder rufen Sie uns an: {phone}]',
    subject: 'Es bleibt bei Ihrem Termin am {date} um {time}',
    mail: `${GREETING}

die gewünschte Änderung hat leider nicht geklappt. Es bleibt vorerst bei Ihrem Termin:

${WHEN_AND_WHERE}

Wir rufen Sie deshalb an. Sie erreichen uns auch selbst[: {phone}].

${FAREWELL}`,
  },
  callback_promised: {
    text: '{company}: Wir rufen Sie zurück[, {wished}].[ Sie erreichen uns auch unter {phone}.]',
    subject: 'Wir rufen Sie zurück',
    mail: `${GREETING}

wir haben notiert, dass wir Sie zurückrufen[, {wished}].

[Sie erreichen uns auch selbst: {phone}]

${FAREWELL}`,
  },
  reply_refused: {
    text: '{company}: Ihr Termin am {date} um {time} lässt sich per SMS nicht mehr absagen. Bitte rufen Sie uns an[: {phone}].',
    subject: 'Ihr Termin am {date} um {time}',
    mail: `${GREETING}

Ihr Termin am {date} um {time} lässt sich per SMS nicht mehr absagen. Bitte rufen Sie uns an[: {phone}].

${FAREWELL}`,
  },
}
