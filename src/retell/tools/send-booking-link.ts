import { sendBookingLink as queueLink } from '../../appointments/send-booking-link.ts'
import { mayText } from '../../messages/may-text.ts'
import { answerBookingLink } from '../answers/send-booking-link.ts'
import { defineTool } from './tool.ts'

export const sendBookingLink = defineTool({
  name: 'send_booking_link',
  deadlineMs: 2_000,
  description: 'Sends the caller a text message with a personal link to the booking page.',
  isPure: false,
  binding: 'always',
  run: async ({ house, call, customer, deps, speaking }) =>
    answerBookingLink(
      speaking,
      await queueLink(
        {
          ...deps,
          // A link leads to the public address: without one there is nothing to send.
          mayText: async (tx, phone) =>
            deps.publicUrl === null ? 'no' : await mayText(tx, deps, house, { kind: 'booking_link', phone }),
        },
        { house, call, customer },
      ),
    ),
})
