import { plain, type Read } from '../cells.ts'

/** A guide on a line, with the share as it is written; undefined where the file gives none. */
export interface GuideShare {
  guide: string
  share: { value: number; isPercent: boolean } | undefined
}

const MAX_NAME = 64
/** A weight of 1 is a hundredth of a percent. */
const WHOLE = 10_000
/** 33.3 three times is meant to be a whole. */
const ROUNDING = 10 * 3

/**
 * The guides in one cell: `lin`; `lin:60;zhou:40`; `lin;zhou` with their shares in a cell of the same form, or with
 * none, which is equal parts.
 */
export function readGuides(names: string, shares: string): Read<GuideShare[]> {
  const entries = listOf(names).map((entry) => entry.split(/[:=]/, 2).map((part) => part.trim()))
  const percents = listOf(shares)
  if (percents.length > 0 && percents.length !== entries.length)
    return { ok: false, reason: `${entries.length} 位导购，${percents.length} 个占比` }
  const read: GuideShare[] = []
  for (const [index, [guide = '', own]] of entries.entries()) {
    const text = own ?? percents[index]
    const share = text === undefined ? undefined : shareOf(text)
    if (guide === '' || guide.length > MAX_NAME) return { ok: false, reason: `认不出：${names.slice(0, 30)}` }
    if (text !== undefined && share === undefined) return { ok: false, reason: `占比不对：${text.slice(0, 20)}` }
    read.push({ guide, share })
  }
  return { ok: true, value: read }
}

/**
 * The weights of all who served one line: of percentages, or of fractions (`0.6`), which is how a spreadsheet keeps a
 * percentage. Which of the two a `1` is, only all shares of the line together tell.
 * @returns undefined when they make no whole
 */
export function partsOf(guides: readonly GuideShare[]): { guide: string; parts: number }[] | undefined {
  if (guides.every(({ share }) => share === undefined)) return guides.map(({ guide }) => ({ guide, parts: 1 }))
  const isWritten = guides.some(({ share }) => share?.isPercent)
  for (const scale of isWritten ? [WHOLE / 100] : [WHOLE / 100, WHOLE]) {
    const parts = guides.map(({ guide, share }) => ({ guide, parts: Math.round((share?.value ?? Number.NaN) * scale) }))
    const sum = parts.reduce((total, one) => total + one.parts, 0)
    if (Math.abs(sum - WHOLE) <= ROUNDING) return parts.filter((one) => one.parts > 0)
  }
  return undefined
}

function listOf(text: string): string[] {
  return plain(text)
    .split(/[;,、|/]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

/** `60`, `60%`, `60.5 %`, `0.6`. */
function shareOf(text: string): GuideShare['share'] {
  const match = /^(\d{1,3}(?:\.\d{1,4})?)\s*(%?)$/.exec(text)
  if (!match || Number(match[1]) > 100) return undefined
  return { value: Number(match[1]), isPercent: match[2] === '%' }
}
