export type ReadPhone = { ok: true; phone: string } | { ok: false; why: 'masked' | 'rounded' | 'not_a_mobile' }

/**
 * A mainland mobile number as eleven digits. Full-width digits, spaces, dashes and +86 are taken off; a masked
 * number or one that a spreadsheet has rounded (`1.38E+10`) is a fault, never a key: it would join strangers.
 */
export function readPhone(text: string): ReadPhone {
  const plain = text.normalize('NFKC').replace(/[\s\-‐-―()]/g, '')
  if (/[*＊xX×•]/.test(plain)) return { ok: false, why: 'masked' }
  if (/^\d+(?:\.\d+)?e\+?\d+$/i.test(plain)) return { ok: false, why: 'rounded' }
  const phone = plain.replace(/^(?:\+?86|0086)(?=1)/, '')
  return /^1[3-9]\d{9}$/.test(phone) ? { ok: true, phone } : { ok: false, why: 'not_a_mobile' }
}

/** `138****0001`, the only form in which people see a phone. */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

/** A text with every mobile number in it masked; longer runs of digits are no phones. */
export function maskPhonesIn(text: string): string {
  return text.replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, maskPhone)
}
