import type { DryRunSums, DryRunSumView } from '../../../app/features/dryRuns/contract.ts'
import { formatYuan } from '../../shared/format.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { DataTable } from '../DataTable.tsx'
import { LoadState } from '../LoadState.tsx'
import { Path } from './Path.tsx'
import { addressOf, sayDifference } from './words.ts'

interface SumsTableProps {
  id: string
  region: string | undefined
  store: string | undefined
  page: number
}

/** Who gains and who loses on one level; a name leads to the next. */
export function SumsTable({ id, region, store, page }: SumsTableProps) {
  const query = new URLSearchParams({ page: String(page) })
  if (region !== undefined) query.set('region', region)
  if (region !== undefined && store !== undefined) query.set('store', store)
  const loaded = useLoaded<DryRunSums>(`/api/dry-runs/${id}/sums?${query}`)
  const level = region === undefined ? '区域' : store === undefined ? '门店' : '归谁'
  const below = ({ regionCode, storeCode, account }: DryRunSumView) => {
    if (level === '区域') return { region: regionCode }
    return level === '门店'
      ? { region: regionCode, store: storeCode }
      : { region: regionCode, store: storeCode, account }
  }
  return (
    <LoadState loaded={loaded}>
      {({ path, rows, hasMore }) => (
        <section class="dry-sums" aria-label="谁多谁少">
          {path.length > 0 && <Path id={id} names={path} place={{ region, store }} />}
          <DataTable
            caption={`按${level}看谁多谁少`}
            isCaptionUnseen
            rows={rows}
            keyOf={({ regionCode, storeCode, account }) => `${regionCode} ${storeCode} ${account}`}
            columns={[
              {
                title: level,
                look: 'text wrap',
                show: (row) => (
                  <a class="dry-name" href={addressOf(id, below(row))}>
                    {row.name}
                  </a>
                ),
              },
              { title: '差额', show: ({ differenceFen }) => <Difference fen={differenceFen} /> },
              { title: '现行规则', show: ({ beforeFen }) => formatYuan(beforeFen) },
              { title: '新规则', show: ({ afterFen }) => formatYuan(afterFen) },
              { title: '会变的订单', show: ({ orders }) => orders.toLocaleString('zh-CN') },
            ]}
          />
          <p class="dry-acts">
            {page > 0 && (
              <a class="button" href={addressOf(id, { region, store, page: page - 1 })}>
                上一页
              </a>
            )}
            {hasMore && (
              <a class="button" href={addressOf(id, { region, store, page: page + 1 })}>
                下一页
              </a>
            )}
          </p>
        </section>
      )}
    </LoadState>
  )
}

export function Difference({ fen }: { fen: number }) {
  return <span class={fen > 0 ? 'up' : fen < 0 ? 'down' : undefined}>{sayDifference(fen)}</span>
}
