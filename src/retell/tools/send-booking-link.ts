import { sendBookingLink as queueLink } from '../../appointments/send-booking-link.ts'
import { answerBookingLink } from '../answers/send-booking-link.ts'
import { defineTool } from './tool.ts'

export const sendBookingLink = defineTool({
  name: 'send_booking_link',
  deadlineMs: 2_000,
  description: 'Sends the caller a text message with a personal link to the booking page.',
  isPure: false,
  binding: 'always',
  run: async ({ house, call, customer, deps, speaking }) =>
    answerBookingLink(speaking, await queueLink(deps, { house, call, customer })),
})
