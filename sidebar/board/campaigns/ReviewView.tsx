import { useState } from 'preact/hooks'
import type { CampaignReview } from '../../../app/features/campaigns/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { formatWholeYuan, formatYuan } from '../../shared/format.ts'
import { type DataColumn, DataTable } from '../DataTable.tsx'
import { sayShare } from './words.ts'

/** Fewer sends than this say little, and the page says so. */
const FEW = 30

interface ReviewViewProps {
  review: CampaignReview
  path: string
  onDone(): void
}

export function ReviewView({ review, path, onDone }: ReviewViewProps) {
  return (
    <div class="campaign-part">
      {!review.isFinal && <p class="warn">活动结束满 14 天后数字才定下来，现在先看着。</p>}
      {review.isShare && <p class="note">只算你负责的门店；目标按门店近一年的销售占比折算。</p>}
      <Sales review={review} />
      <Nurturing review={review} path={path} onDone={onDone} />
      <Tracks tracks={review.tracks} />
    </div>
  )
}

interface SalesRow {
  title: string
  fen: number
  orders: number
  pieces: number
  /** Absent: nobody knows who bought. */
  buyers?: { customers: number; targetFen: number | null }
}

const per = (whole: number, parts: number) => (parts > 0 ? (whole / parts).toFixed(1) : '–')

const SALES_COLUMNS: DataColumn<SalesRow>[] = [
  { title: '客户', look: 'text', show: ({ title }) => title },
  { title: '净销售', show: ({ fen }) => formatYuan(fen) },
  { title: '目标', show: ({ buyers }) => (buyers?.targetFen ? formatWholeYuan(buyers.targetFen) : '–') },
  { title: '完成', show: ({ fen, buyers }) => sayShare(fen, buyers?.targetFen ?? 0) },
  { title: '人数', show: ({ buyers }) => buyers?.customers ?? '–' },
  { title: '人均', show: ({ fen, buyers }) => (buyers?.customers ? formatWholeYuan(fen / buyers.customers) : '–') },
  { title: '人均单数', show: ({ orders, buyers }) => (buyers ? per(orders, buyers.customers) : `${orders} 单`) },
  { title: '人均件数', show: ({ pieces, buyers }) => (buyers ? per(pieces, buyers.customers) : `${pieces} 件`) },
]

function Sales({ review }: { review: CampaignReview }) {
  const rows: SalesRow[] = [
    { title: '新客', ...review.new, buyers: review.new },
    { title: '老客', ...review.old, buyers: review.old },
    { title: '认不出买家', ...review.unknown },
  ]
  return <DataTable caption="新老客销售" columns={SALES_COLUMNS} rows={rows} keyOf={({ title }) => title} />
}

function Nurturing({ review: { nurturing }, path, onDone }: ReviewViewProps) {
  const [said, setSaid] = useState('')
  const start = () =>
    postJson(`${path}/nurture`, {})
      .then(() => setSaid('已安排，几分钟后导购会看到'))
      .then(onDone)
      .catch((error: ApiError) => setSaid(error.message))
  return (
    <section class="campaign-nurture">
      <h3>新客培育</h3>
      <p>
        活动带来 {nurturing.newBuyers} 位新客，{nurturing.nurtured} 位已经有人跟进（首购回访或余温问候）。
      </p>
      {nurturing.canStart && (
        <button type="button" class="fill" onClick={start}>
          给其余 {nurturing.newBuyers - nurturing.nurtured} 位安排跟进
        </button>
      )}
      <p role="status" class="note">
        {said}
      </p>
    </section>
  )
}

const TRACK_COLUMNS: DataColumn<CampaignReview['tracks'][number]>[] = [
  { title: '话术', look: 'text wrap', show: (row) => row.title },
  { title: '发出', show: (row) => row.sends },
  { title: '客户', show: (row) => row.customers },
  { title: '下单', show: (row) => row.buyers },
  { title: '下单率', show: (row) => (row.customers < FEW ? '样本少' : sayShare(row.buyers, row.customers)) },
]

function Tracks({ tracks }: Pick<CampaignReview, 'tracks'>) {
  if (tracks.length === 0) return <p class="empty">活动的话术还没有发出过。</p>
  return (
    <DataTable
      caption="话术效果：发出后 14 天内下单的客户"
      columns={TRACK_COLUMNS}
      rows={tracks}
      keyOf={({ talkTrackId }) => talkTrackId ?? ''}
    />
  )
}
