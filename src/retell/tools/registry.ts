import type { ToolName } from '../arguments.ts'
import { bookAppointment } from './book-appointment.ts'
import { cancelAppointment } from './cancel-appointment.ts'
import { checkAvailabilityBatch } from './check-availability-batch.ts'
import { checkAvailability } from './check-availability.ts'
import { checkCustomer } from './check-customer.ts'
import { collectAppointmentData } from './collect-appointment-data.ts'
import { findNextAvailable } from './find-next-available.ts'
import { getAlternatives } from './get-alternatives.ts'
import { getCustomerAppointments } from './get-customer-appointments.ts'
import { initializeCall } from './initialize-call.ts'
import { listServices } from './list-services.ts'
import { requestCallback } from './request-callback.ts'
import { rescheduleAppointment } from './reschedule-appointment.ts'
import { sendBookingLink } from './send-booking-link.ts'
import type { Tool } from './tool.ts'
import { updateCall } from './update-call.ts'
import { verifyStaff } from './verify-staff.ts'

/** Every tool there is. */
export const tools: Readonly<Record<ToolName, Tool>> = {
  initialize_call: initializeCall,
  check_customer: checkCustomer,
  list_services: listServices,
  verify_staff: verifyStaff,
  check_availability: checkAvailability,
  check_availability_batch: checkAvailabilityBatch,
  get_alternatives: getAlternatives,
  find_next_available: findNextAvailable,
  book_appointment: bookAppointment,
  collect_appointment_data: collectAppointmentData,
  get_customer_appointments: getCustomerAppointments,
  cancel_appointment: cancelAppointment,
  reschedule_appointment: rescheduleAppointment,
  request_callback: requestCallback,
  send_booking_link: sendBookingLink,
  update_call: updateCall,
}

/** A tool as an agent calls it: under one of its names, with what that name implies. */
export type CalledTool = { readonly tool: Tool; readonly implied: Readonly<Record<string, unknown>> }

/** Agents of an earlier generation send no `confirm`: the name of the tool says it. */
export const earlierNames: Readonly<Record<string, CalledTool>> = {
  check_availability_v17: { tool: checkAvailability, implied: { confirm: false } },
  book_appointment_v17: { tool: bookAppointment, implied: { confirm: true } },
}

/** The tool an agent calls by this name; undefined when there is none. */
export function findTool(name: string): CalledTool | undefined {
  if (Object.hasOwn(earlierNames, name)) return earlierNames[name]
  const tool = Object.values(tools).find((one) => one.name === name)
  return tool && { tool, implied: {} }
}
