import type { Random } from '../infra/random.ts'

const codeLength = 6

/** 250 is the largest multiple of ten a byte holds: digits beyond it would come up more often than others. */
const fairBytes = 250

/** The code an appointment is proven by: six digits nobody can foresee. */
export function drawCode(random: Random): string {
  let code = ''
  while (code.length < codeLength) {
    for (const byte of random.bytes(codeLength)) if (byte < fairBytes) code += String(byte % 10)
  }
  return code.slice(0, codeLength)
}
