import { useEffect, useState } from 'preact/hooks'
import type { CycleChanged, CycleRow, Cycles, CycleWords } from '../../app/features/lifecycle/contract.ts'
import { type ApiError, postJson } from '../shared/api.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { useSettled } from '../shared/useSettled.ts'
import { CycleSheet } from './CycleSheet.tsx'
import { CategoryTable, ProductTable } from './CycleTables.tsx'
import { LoadState } from './LoadState.tsx'
import type { PageProps } from './pages.ts'
import { SearchField } from './SearchField.tsx'
import './cycles.css'

interface Done {
  text: string
  /** Posted to take it back. */
  undo?: { row: CycleRow; words: CycleWords }
}

const FIRST = '/api/cycles'

/** How long things last and when a customer falls silent: configured, learned, and what the operator says. */
export function Page({ query }: PageProps) {
  const [words, setWords] = useState(query.get('q') ?? '')
  const settled = useSettled(words.trim())
  const [after, setAfter] = useState('')
  const [open, setOpen] = useState<CycleRow>()
  const [done, setDone] = useState<Done>()
  const first = useLoaded<Cycles>(FIRST)
  const isFirst = settled === '' && after === ''
  const path = `${FIRST}?words=${encodeURIComponent(settled)}&after=${encodeURIComponent(after)}`
  const other = useLoaded<Cycles>(isFirst ? undefined : path)
  const found = isFirst ? first : other
  useEffect(() => setAfter(''), [settled])
  const save = async (row: CycleRow, said: CycleWords, isUndo = false) => {
    const { kind, subject, title } = row
    const { before } = await postJson<CycleChanged>('/api/cycles', { kind, subject, ...said })
    setOpen(undefined)
    setDone(isUndo ? { text: `${title}的周期已改回` } : { text: `${title}的周期已保存`, undo: { row, words: before } })
    first.reload()
    other.reload()
  }
  const undo = ({ row, words: before }: NonNullable<Done['undo']>) =>
    save(row, before, true).catch((error: ApiError) => setDone({ text: error.message, undo: { row, words: before } }))
  return (
    <div class="cycles">
      <LoadState loaded={first}>
        {(data) => (
          <>
            <p class="soft">
              运营设定最优先。用完天数先看配置，没有配置才用学到的；沉默和流失只在打开了学习的品类用学到的。至少看到{' '}
              {data.minSample} 次复购才算学到，每天夜里更新。
            </p>
            <CategoryTable rows={data.categories} onOpen={setOpen} />
          </>
        )}
      </LoadState>
      <section class="cycles-products" aria-labelledby="cycles-products">
        <h2 id="cycles-products">商品</h2>
        <SearchField label="找商品" placeholder="名称或编码" words={words} onChange={setWords} />
        <LoadState loaded={found}>
          {(data) => (
            <>
              <ProductTable rows={data.products} onOpen={setOpen} />
              <Pages isFirst={after === ''} next={data.nextAfter} onGo={setAfter} />
            </>
          )}
        </LoadState>
      </section>
      {open && <CycleSheet row={open} onSave={(said) => save(open, said)} onClose={() => setOpen(undefined)} />}
      <div class={done ? 'toast on' : 'toast'} role="status">
        {done && <span>{done.text}</span>}
        {done?.undo && (
          <button type="button" onClick={() => done.undo && undo(done.undo)}>
            撤销
          </button>
        )}
        {done && !done.undo && (
          <button type="button" onClick={() => setDone(undefined)}>
            知道了
          </button>
        )}
      </div>
    </div>
  )
}

function Pages({ isFirst, next, onGo }: { isFirst: boolean; next: string | null; onGo(after: string): void }) {
  if (isFirst && next === null) return null
  return (
    <div class="cycles-pages">
      {!isFirst && (
        <button type="button" onClick={() => onGo('')}>
          回到开头
        </button>
      )}
      {next !== null && (
        <button type="button" onClick={() => onGo(next)}>
          下一页
        </button>
      )}
    </div>
  )
}
