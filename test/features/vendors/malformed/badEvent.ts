/** Must leave through no answer, log or row. */
export const PHONE = '13712349876'
export const NAME = '金丝雀收货人'
export const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

/** What is wrong, the request, the status it must get, and a path its answer must name. */
export interface BadEvent {
  what: string
  path: string
  body: string
  headers: Record<string, string>
  status: number
  names: string | undefined
}

export function badEvent(
  what: string,
  { path, body, headers = {} }: { path: string; body: string; headers?: Record<string, string> },
  status: number,
  names?: string,
): BadEvent {
  return { what, path, body, headers, status, names }
}
