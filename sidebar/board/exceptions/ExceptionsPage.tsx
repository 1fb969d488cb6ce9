import { useState } from 'preact/hooks'
import type { Exceptions, ImportRuns } from '../../../app/features/exceptions/contract.ts'
import { Choice } from '../../shared/Choice.tsx'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import type { PageProps } from '../pages.ts'
import { Matter } from './Matter.tsx'
import { RecentImports } from './RecentImports.tsx'
import './exceptions.css'

const STATES = [
  ['open', '待处理'],
  ['settled', '已处理'],
] as const
type State = (typeof STATES)[number][0]
type Wish = { state: State; kind: string; before: string }

/** What came in and needs a person; the address keeps what is looked at. */
export function Page({ query }: PageProps) {
  const wish: Wish = {
    state: query.get('state') === 'settled' ? 'settled' : 'open',
    kind: query.get('kind') ?? '',
    before: query.get('before') ?? '',
  }
  const asked = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ''))
  const loaded = useLoaded<Exceptions>(`/api/intake-exceptions?${asked}`)
  const imports = useLoaded<ImportRuns>('/api/import-runs')
  const [said, setSaid] = useState('')
  const go = (part: Partial<Wish>) => {
    const next = Object.entries({ ...wish, before: '', ...part }).filter(([, value]) => value !== '')
    location.hash = `#/exceptions?${new URLSearchParams(next)}`
  }
  const done = (text: string) => {
    setSaid(text)
    loaded.reload()
  }
  return (
    <div class="matters">
      {imports.data && <RecentImports runs={imports.data.runs} />}
      <section class="filters" aria-label="筛选">
        <Choice label="看哪些" options={STATES} chosen={wish.state} onChoose={(state) => go({ state })} />
        <label class="matter-kind">
          类型
          <select value={wish.kind} onChange={(event) => go({ kind: event.currentTarget.value })}>
            <option value="">全部类型</option>
            {loaded.data?.counts.map(({ kind, kindText, open }) => (
              <option key={kind} value={kind}>{`${kindText}（${open}）`}</option>
            ))}
          </select>
        </label>
      </section>
      <p role="status">{said}</p>
      <LoadState loaded={loaded}>
        {({ rows, nextBefore }) => (
          <>
            {rows.length === 0 && (
              <p class="empty">
                {wish.state === 'open' ? '没有要处理的例外，进来的单子都对上了。' : '还没有处理过例外。'}
              </p>
            )}
            <ul>
              {rows.map((row) => (
                <li key={row.id} class="matter">
                  <Matter row={row} onDone={done} />
                </li>
              ))}
            </ul>
            {nextBefore !== null && (
              <button type="button" onClick={() => go({ before: String(nextBefore) })}>
                更早的
              </button>
            )}
          </>
        )}
      </LoadState>
    </div>
  )
}
