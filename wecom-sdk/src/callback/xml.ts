/** An element's children by name, in order; several children of one name stay several. A leaf is its text. */
export type XmlElement = Map<string, XmlValue[]>
export type XmlValue = string | XmlElement

/** The decrypted text is not the flat XML that WeCom sends. Official code -40002. The text itself is not quoted. */
export class CallbackXmlError extends Error {
  readonly code = -40002
  constructor(what: string, at: number) {
    super(`callback XML: ${what} at ${at}`)
    this.name = 'CallbackXmlError'
  }
}

interface Cursor {
  xml: string
  at: number
}

interface Tag {
  name: string
  kind: 'open' | 'close' | 'empty'
}

const MAX_DEPTH = 10
const CDATA = '<![CDATA['
// A name, then attributes, which WeCom never sends and which are read over.
const TAG = /<(\/?)([A-Za-z_][\w.-]*)(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/y
const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Reads the one root element of an authenticated callback and returns its children.
 * Only what WeCom writes is known: elements, text, CDATA, the five named and the numeric entities. DOCTYPE, other
 * entities, comments, text beside elements and more than ten levels throw `CallbackXmlError`. Linear in the input.
 */
export function parseFlatXml(xml: string): XmlElement {
  const cursor = { xml, at: 0 }
  skipProlog(cursor)
  const root = readTag(cursor)
  if (root.kind === 'close') throw new CallbackXmlError('no root element', 0)
  const value = root.kind === 'empty' ? '' : readContent(cursor, root.name, 1)
  if (xml.slice(cursor.at).trim() !== '') throw new CallbackXmlError('text after the root', cursor.at)
  return typeof value === 'string' ? new Map() : value
}

function skipProlog(cursor: Cursor): void {
  const declaration = /^\s*(?:<\?xml[^<>]*\?>\s*)?/.exec(cursor.xml)
  cursor.at = declaration?.[0].length ?? 0
}

function readTag(cursor: Cursor): Tag {
  TAG.lastIndex = cursor.at
  const match = TAG.exec(cursor.xml)
  if (match?.[2] === undefined || (match[1] && match[3])) throw new CallbackXmlError('not a tag', cursor.at)
  cursor.at = TAG.lastIndex
  return { name: match[2], kind: match[1] ? 'close' : match[3] ? 'empty' : 'open' }
}

/** The closing tag of a leaf, nearly always written plainly: half of all tags need no pattern. */
function skipClosing(cursor: Cursor, name: string): boolean {
  const { xml, at } = cursor
  const end = at + 2 + name.length
  if (xml.charCodeAt(at + 1) !== 47 || xml.charCodeAt(end) !== 62 || !xml.startsWith(name, at + 2)) return false
  cursor.at = end + 1
  return true
}

function readContent(cursor: Cursor, name: string, depth: number): XmlValue {
  if (depth > MAX_DEPTH) throw new CallbackXmlError('nested too deeply', cursor.at)
  const text = readText(cursor)
  if (skipClosing(cursor, name)) return text
  const tag = readTag(cursor)
  if (tag.kind === 'close') {
    if (tag.name !== name) throw new CallbackXmlError('wrong closing tag', cursor.at)
    return text
  }
  return readChildren(cursor, name, tag, text, depth)
}

function readChildren(cursor: Cursor, name: string, first: Tag, before: string, depth: number): XmlElement {
  const children: XmlElement = new Map()
  let between = before
  for (let tag = first; ; tag = readTag(cursor)) {
    if (between.trim() !== '') throw new CallbackXmlError('text beside elements', cursor.at)
    if (tag.kind === 'close') {
      if (tag.name !== name) throw new CallbackXmlError('wrong closing tag', cursor.at)
      return children
    }
    const value = tag.kind === 'empty' ? '' : readContent(cursor, tag.name, depth + 1)
    const same = children.get(tag.name)
    if (same) same.push(value)
    else children.set(tag.name, [value])
    between = readText(cursor)
  }
}

/** Text up to the next tag. CDATA parts join what stands around them; their content is taken as it is. */
function readText(cursor: Cursor): string {
  const { xml } = cursor
  let text = ''
  for (;;) {
    const next = xml.indexOf('<', cursor.at)
    if (next < 0) throw new CallbackXmlError('unexpected end', cursor.at)
    if (next > cursor.at) text += decodeEntities(xml.slice(cursor.at, next), cursor.at)
    cursor.at = next
    if (xml.charCodeAt(next + 1) !== 33) return text
    if (!xml.startsWith(CDATA, next)) throw new CallbackXmlError('declaration or comment', next)
    const end = xml.indexOf(']]>', next)
    if (end < 0) throw new CallbackXmlError('open CDATA', next)
    text += xml.slice(next + CDATA.length, end)
    cursor.at = end + 3
  }
}

function decodeEntities(text: string, at: number): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^&;]{0,10};?)/g, (_, inner: string) => decodeEntity(inner, at))
}

function decodeEntity(inner: string, at: number): string {
  const numeric = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));$/.exec(inner)
  const codePoint = numeric ? Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] ? 16 : 10) : -1
  const isScalar = codePoint > 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff)
  if (isScalar) return String.fromCodePoint(codePoint)
  const name = inner.slice(0, -1)
  const known = inner.endsWith(';') && Object.hasOwn(namedEntities, name) ? namedEntities[name] : undefined
  if (known === undefined) throw new CallbackXmlError('unknown entity', at)
  return known
}
