import { createHmac } from 'node:crypto'

/** The signature header Retell sends with a body: `v=<epoch milliseconds>,d=<HMAC-SHA256 over body and number, hex>`. */
export function signatureHeader(body: string | Uint8Array, key: string, nowMs: number): string {
  const digest = createHmac('sha256', key).update(body).update(String(nowMs)).digest('hex')
  return `v=${nowMs},d=${digest}`
}
