import type { CustomerKind } from '../message.ts'
import type { Template } from './template.ts'

const WHEN_AND_WHERE = `{service}
{date}, {time}
[with {staff}]
[{branch}]
[{address}]`

const GREETING = 'Hello[ {name}],'
const FAREWELL = `Kind regards
{company}`
const CHANGES = `To cancel or move it, please call us[: {phone}].
Your booking code: {code}`

/** English, with what the German ones say. */
export const englishTemplates: Readonly<Record<CustomerKind, Template>> = {
  confirmation: {
    text: '{company}: Your appointment is booked. {service} on {date} at {time}[ with {staff}]. Booking code {code}.[ To cancel or move it: {phone}]',
    subject: 'Your appointment on {date} at {time}',
    mail: `${GREETING}

Your appointment is confirmed:

${WHEN_AND_WHERE}
[Price: {price}]

${CHANGES}

${FAREWELL}`,
  },
  booked_after_call: {
    text: '{company}: Sorry, our call was cut off. As agreed, we have booked {service} for you on {date} at {time}[ with {staff}]. Booking code {code}.[ Not what you wanted? {phone}]',
    subject: 'As agreed: your appointment on {date} at {time}',
    mail: `${GREETING}

Sorry that our call was cut off. As agreed, we have booked for you:

${WHEN_AND_WHERE}
[Price: {price}]

${CHANGES}

${FAREWELL}`,
  },
  moved: {
    text: '{company}: Your appointment has moved. New time: {service} on {date} at {time}[ with {staff}]. Booking code {code}.[ Questions: {phone}]',
    subject: 'Moved: your appointment is now on {date} at {time}',
    mail: `${GREETING}

Your appointment has moved. It is now:

${WHEN_AND_WHERE}

${CHANGES}

${FAREWELL}`,
  },
  cancelled: {
    text: '{company}: Your appointment on {date} at {time} ({service}) is cancelled.[ For a new one: {phone}]',
    subject: 'Cancelled: your appointment on {date} at {time}',
    mail: `${GREETING}

Your appointment on {date} at {time} ({service}) is cancelled.

We are happy to find you another time[: {phone}].

${FAREWELL}`,
  },
  reminder: {
    text: '{company}: We look forward to seeing you on {date} at {time}[ with {staff}]: {service}.[ Please answer {answer}.][ Questions: {phone}]',
    subject: 'Reminder: your appointment on {date} at {time}',
    mail: `${GREETING}

This is a reminder of your appointment:

${WHEN_AND_WHERE}

${CHANGES}

${FAREWELL}`,
  },
  booking_link: {
    text: '{company}: You can book your appointment here: {link} (valid for {hours} hours)',
    subject: 'Your booking link',
    mail: `${GREETING}

You can book your appointment here: {link}

The link is valid for {hours} hours and meant for you alone.

${FAREWELL}`,
  },
  pending_approval: {
    text: '{company}: We have your request: {service} on {date} at {time}[ with {staff}]. We will let you know as soon as it is confirmed. Booking code {code}.',
    subject: 'Your request for {date} at {time}',
    mail: `${GREETING}

We have noted your request. It is not confirmed yet:

${WHEN_AND_WHERE}

We will let you know as soon as it is. Your booking code: {code}

${FAREWELL}`,
  },
  declined: {
    text: '{company}: We are sorry, we cannot confirm your request for {date} at {time} ({service}).[ We are happy to find another time: {phone}]',
    subject: 'Your request for {date} at {time}',
    mail: `${GREETING}

We are sorry, we cannot confirm your request for {date} at {time} ({service}).

We are happy to find you another time[: {phone}].

${FAREWELL}`,
  },
  settled: {
    text: '{company}: As promised, your confirmation: {service} on {date} at {time}[ with {staff}]. Booking code {code}.[ To cancel or move it: {phone}]',
    subject: 'As promised: your appointment on {date} at {time} is booked',
    mail: `${GREETING}

As promised on the phone we confirm your appointment:

${WHEN_AND_WHERE}

${CHANGES}

${FAREWELL}`,
  },
  not_settled: {
    text: '{company}: We are sorry, your appointment on {date} at {time} ({service}) did not work out. We will call you.[ Or call us: {phone}]',
    subject: 'Your appointment on {date} at {time} did not work out',
    mail: `${GREETING}

We are sorry, your appointment on {date} at {time} ({service}) did not work out.

We will call you to find another time. You can also reach us[: {phone}].

${FAREWELL}`,
  },
  unchanged: {
    text: '{company}: The change did not work out. Your appointment stays as it is: {service} on {date} at {time}. We will call you.[ Or call us: {phone}]',
    subject: 'Your appointment stays on {date} at {time}',
    mail: `${GREETING}

The change you asked for did not work out. For now your appointment stays as it is:

${WHEN_AND_WHERE}

We will call you about it. You can also reach us[: {phone}].

${FAREWELL}`,
  },
  callback_promised: {
    text: '{company}: We will call you back[, {wished}].[ You can also reach us at {phone}.]',
    subject: 'We will call you back',
    mail: `${GREETING}

We have noted to call you back[, {wished}].

[You can also reach us: {phone}]

${FAREWELL}`,
  },
  reply_refused: {
    text: '{company}: Your appointment on {date} at {time} can no longer be cancelled by text. Please call us[: {phone}].',
    subject: 'Your appointment on {date} at {time}',
    mail: `${GREETING}

Your appointment on {date} at {time} can no longer be cancelled by text. Please call us[: {phone}].

${FAREWELL}`,
  },
}
