import type { XmlElement, XmlValue } from './xml.ts'

/** The text of a child. Absent, empty and nested all read as undefined: WeCom sends optional fields either way. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  const value = element?.get(name)?.[0]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A whole number that JavaScript holds exactly; anything else is undefined. 64-bit ids are read as text instead. */
export function numberOf(element: XmlElement | undefined, name: string): number | undefined {
  const text = textOf(element, name)
  const value = text !== undefined && /^-?\d{1,16}$/.test(text) ? Number(text) : undefined
  return Number.isSafeInteger(value) ? value : undefined
}

/** A coordinate or another decimal. */
export function decimalOf(element: XmlElement | undefined, name: string): number | undefined {
  const text = textOf(element, name)
  return text !== undefined && /^-?\d{1,9}(\.\d{1,12})?$/.test(text) ? Number(text) : undefined
}

/** Unix seconds on the wire, milliseconds here. */
export function timeMsOf(element: XmlElement | undefined, name: string): number | undefined {
  const seconds = numberOf(element, name)
  return seconds === undefined ? undefined : seconds * 1000
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return asElement(element?.get(name)?.[0])
}

/** All children of one name that have children themselves; one alone is still a list. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return (element?.get(name) ?? []).map(asElement).filter((child) => child !== undefined)
}

/** The texts of all children of one name, without the empty ones. */
export function textsOf(element: XmlElement | undefined, name: string): string[] {
  return (element?.get(name) ?? []).filter((value) => typeof value === 'string' && value !== '') as string[]
}

/** A comma list in one element, as the address book writes its lists. */
export function commaListOf(element: XmlElement | undefined, name: string): string[] | undefined {
  const list = textOf(element, name)?.split(',')
  return list?.map((part) => part.trim()).filter((part) => part !== '')
}

export function numberListOf(element: XmlElement | undefined, name: string): number[] | undefined {
  return commaListOf(element, name)
    ?.map(Number)
    .filter((value) => Number.isSafeInteger(value))
}

function asElement(value: XmlValue | undefined): XmlElement | undefined {
  return typeof value === 'string' ? undefined : value
}
