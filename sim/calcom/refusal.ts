/** The two shapes errors come in: those of the framework carry a path and a time, those of the booking core do not. */
export type Refusal =
  | { shape: 'framework'; status: number; code: string; message: string; details?: unknown }
  | { shape: 'core'; status: number; message: string }

/** Thrown by whatever refuses a request; told once, where requests are answered. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

const FRAMEWORK_ERRORS: Record<number, readonly [code: string, title: string]> = {
  400: ['BadRequestException', 'Bad Request'],
  401: ['UnauthorizedException', 'Unauthorized'],
  403: ['ForbiddenException', 'Forbidden'],
  404: ['NotFoundException', 'Not Found'],
  409: ['ConflictException', 'Conflict'],
  422: ['UnprocessableEntityException', 'Unprocessable Entity'],
}

/** An error of the framework: the exception's name as code, the message twice. */
export function refuse(status: number, message: string): RefusedRequest {
  const [code, title] = FRAMEWORK_ERRORS[status] ?? ['InternalServerErrorException', 'Internal Server Error']
  return new RefusedRequest({
    shape: 'framework',
    status,
    code,
    message,
    details: { message, error: title, statusCode: status },
  })
}

/** An error of the booking core, which bypasses the framework's envelope. */
export function refuseFromCore(status: number, message: string): RefusedRequest {
  return new RefusedRequest({ shape: 'core', status, message })
}

/** What the core's schema found wrong with fields: the framework's envelope without details. */
export function refuseFields(issues: readonly (readonly [where: string, what: string])[]): RefusedRequest {
  const message = issues.map(([where, what]) => `${where}${what}, `).join('')
  return new RefusedRequest({ shape: 'framework', status: 400, code: 'BAD_REQUEST', message })
}

/** What a refusal looks like on the wire. */
export function refusalBody(refusal: Refusal, path: string, nowMs: number): unknown {
  if (refusal.shape === 'core') return { statusCode: refusal.status, message: refusal.message }
  const { code, message, details } = refusal
  return {
    status: 'error',
    timestamp: new Date(nowMs).toISOString(),
    path,
    error: { code, message, ...(details !== undefined && { details }) },
  }
}
