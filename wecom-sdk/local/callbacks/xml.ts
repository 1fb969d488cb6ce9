/** A string goes out as CDATA, a number bare, undefined not at all (or as an empty element, by setting). */
export type FieldValue = string | number | { xml: string } | undefined
export type Field = readonly [name: string, value: FieldValue]

export interface OutgoingEvent {
  /** The constant `sys`, or the member who did it. */
  from: string
  createdAtMs: number
  fields: readonly Field[]
}

export const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

function writeField([name, value]: Field, emptyElements: boolean): string {
  if (value === undefined) return emptyElements ? `<${name}>${cdata('')}</${name}>` : ''
  if (typeof value === 'object') return `<${name}>${value.xml}</${name}>`
  return `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`
}

/** The plain text of a callback, before it is encrypted. */
export function writeEvent(corpId: string, event: OutgoingEvent, emptyElements: boolean): string {
  const head: Field[] = [
    ['ToUserName', corpId],
    ['FromUserName', event.from],
    ['CreateTime', Math.floor(event.createdAtMs / 1000)],
  ]
  return `<xml>${[...head, ...event.fields].map((field) => writeField(field, emptyElements)).join('')}</xml>`
}

/** The outer, unencrypted envelope; both field orders occur in real traffic. */
export function writeEnvelope(
  corpId: string,
  agentId: string,
  encrypt: string,
  order: 'encrypt_first' | 'agent_first',
): string {
  const cipher = `<Encrypt>${cdata(encrypt)}</Encrypt>`
  const agent = `<AgentID>${cdata(agentId)}</AgentID>`
  const inner = order === 'encrypt_first' ? cipher + agent : agent + cipher
  return `<xml><ToUserName>${cdata(corpId)}</ToUserName>${inner}</xml>`
}
