/** Why a callback was refused. The numbers are those of the official sample libraries; they never travel on the wire. */
export const callbackFaultCodes = {
  query: -40003,
  signature: -40001,
  envelope: -40002,
  base64: -40010,
  decrypt: -40007,
  buffer: -40008,
  receiveid: -40005,
} as const

export type CallbackFault = keyof typeof callbackFaultCodes

export interface CallbackOpened {
  ok: true
  /** The decrypted text: XML for app callbacks, opaque digits for URL verification, JSON for smart robots. */
  plaintext: string
}

export interface CallbackRefused {
  ok: false
  reason: CallbackFault
  code: number
}

export type CallbackResult = CallbackOpened | CallbackRefused

export function refuse(reason: CallbackFault): CallbackRefused {
  return { ok: false, reason, code: callbackFaultCodes[reason] }
}

/** The EncodingAESKey is not 43 characters of [A-Za-z0-9]: a configuration error, so it throws at start. */
export class CallbackKeyError extends Error {
  readonly reason = 'key'
  readonly code = -40004
  constructor() {
    super('EncodingAESKey must be 43 characters of [A-Za-z0-9]')
    this.name = 'CallbackKeyError'
  }
}
