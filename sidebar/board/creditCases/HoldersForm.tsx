import { useState } from 'preact/hooks'
import type { Choices, HolderInput } from '../../../app/features/creditCases/contract.ts'
import { Choice } from '../../shared/Choice.tsx'
import { formatYuan } from '../../shared/format.ts'
import { SearchField } from '../SearchField.tsx'

/** One of those who shall hold the sale. `key`: `g:` and userid, or `s:` and store code. */
export interface Chosen {
  key: string
  name: string
  parts: string
}

export interface HoldersWish {
  /** Empty: all lines. */
  lineNo: string
  chosen: Chosen[]
}

interface HoldersFormProps {
  wish: HoldersWish
  choices: Choices
  words: string
  onWords(words: string): void
  onChange(wish: HoldersWish): void
}

/** Who shall hold it, by parts, and whether all of it or one line. */
export function HoldersForm({ wish, choices, words, onWords, onChange }: HoldersFormProps) {
  const { lineNo, chosen } = wish
  const [isOpen, setOpen] = useState(chosen.length === 0)
  const lines: [string, string][] = [
    ['', '整单'],
    ...choices.lines.map((line): [string, string] => [
      line.lineNo,
      `${line.name || `第 ${line.lineNo} 行`} ${formatYuan(line.paidFen)}`,
    ]),
  ]
  const change = (next: Chosen[]) => onChange({ ...wish, chosen: next })
  const add = (one: Omit<Chosen, 'parts'>) => {
    change([...chosen, { ...one, parts: '1' }])
    setOpen(false)
  }
  const offered = [
    ...choices.guides.map(({ guideUserId, name, storeName }) => ({ key: `g:${guideUserId}`, name, more: storeName })),
    ...choices.stores.map(({ storeCode, name }) => ({ key: `s:${storeCode}`, name: `${name}门店池`, more: null })),
  ].filter(({ key }) => !chosen.some((one) => one.key === key))
  return (
    <>
      {choices.lines.length > 1 && <h3>改哪些</h3>}
      {choices.lines.length > 1 && (
        <Choice label="改哪些" options={lines} chosen={lineNo} onChoose={(key) => onChange({ ...wish, lineNo: key })} />
      )}
      <h3>改计给</h3>
      <ul class="case-holders">
        {chosen.map((one) => (
          <li key={one.key}>
            <span>{one.name}</span>
            {chosen.length > 1 && (
              <label>
                <input
                  type="number"
                  inputMode="numeric"
                  min={1}
                  max={10000}
                  aria-label={`${one.name}占几份`}
                  value={one.parts}
                  onInput={(event) =>
                    change(chosen.map((row) => (row === one ? { ...row, parts: event.currentTarget.value } : row)))
                  }
                />
                份
              </label>
            )}
            <button
              type="button"
              class="quiet"
              aria-label={`不计给${one.name}`}
              onClick={() => change(chosen.filter((row) => row !== one))}
            >
              去掉
            </button>
          </li>
        ))}
      </ul>
      {isOpen || chosen.length === 0 ? (
        <div class="case-offer">
          <SearchField label="找导购或门店" placeholder="姓名、账号、店名" words={words} onChange={onWords} />
          <div class="case-chips">
            {offered.map(({ key, name, more }) => (
              <button type="button" key={key} onClick={() => add({ key, name })}>
                {name}
                {more && <span class="soft">{more}</span>}
              </button>
            ))}
            {offered.length === 0 && <p class="soft">没有找到。</p>}
          </div>
        </div>
      ) : (
        <button type="button" onClick={() => setOpen(true)}>
          再加一方
        </button>
      )}
    </>
  )
}

export function readWish({ lineNo, chosen }: HoldersWish): { lineNo?: string; to: HolderInput[] } {
  const to = chosen.map(({ key, parts }): HolderInput => {
    const id = key.slice(2)
    const own = { parts: chosen.length === 1 ? 1 : Number(parts) }
    return key.startsWith('g:') ? { guideUserId: id, ...own } : { storeCode: id, ...own }
  })
  return lineNo ? { lineNo, to } : { to }
}
