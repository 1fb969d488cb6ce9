import type { CampaignForecast, ForecastChoice } from '../../../app/features/campaigns/contract.ts'
import { formatWholeYuan } from '../../shared/format.ts'
import { useSettled } from '../../shared/useSettled.ts'
import { ScrollBox } from '../ScrollBox.tsx'
import { usePosted } from '../usePosted.ts'
import { countOf, type Draft, fenOf } from './draft.ts'
import { useTyped } from './useTyped.ts'

interface ForecastFieldsProps {
  draft: Draft
  onChange(choice: ForecastChoice): void
}

/** Last year × growth, and the corrections by hand beside it: what was computed stays visible. */
export function ForecastFields({ draft, onChange }: ForecastFieldsProps) {
  const { fromDay, toDay, forecast: choice } = draft
  const question = useSettled(JSON.stringify({ fromDay, toDay, choice }))
  const { data, error } = usePosted<CampaignForecast>('/api/campaign-forecasts', question)
  const correct = (part: ForecastChoice['corrections']) =>
    onChange({ ...choice, corrections: { ...choice.corrections, ...part } })
  return (
    <section class="campaign-forecast" aria-labelledby="forecast-title">
      <h3 id="forecast-title">目标预测</h3>
      <p class="note">去年同期 × 增长 × 客单变化；你改过的数以你为准，两个都留着。</p>
      {error && <p class="warn">{error.message}</p>}
      <div class="campaign-fields">
        <Percent
          title="新客人数增长"
          learned={data?.learned.newPercent}
          value={choice.growth.newPercent}
          onChange={(newPercent) => onChange({ ...choice, growth: { ...choice.growth, newPercent } })}
        />
        <Percent
          title="老客人数增长"
          learned={data?.learned.oldPercent}
          value={choice.growth.oldPercent}
          onChange={(oldPercent) => onChange({ ...choice, growth: { ...choice.growth, oldPercent } })}
        />
        <Percent
          title="客单变化（换品、调价）"
          learned={100}
          value={choice.pricePercent === 100 ? undefined : choice.pricePercent}
          onChange={(pricePercent) => onChange({ ...choice, pricePercent: pricePercent ?? 100 })}
        />
      </div>
      {data && (
        <ScrollBox label="目标预测">
          <table>
            <caption class="unseen">新老客的去年同期、预测和修正</caption>
            <thead>
              <tr>
                <th scope="col" class="text">
                  客户
                </th>
                <th scope="col">去年人数</th>
                <th scope="col">去年销售</th>
                <th scope="col">目标人数</th>
                <th scope="col">目标销售</th>
                <th scope="col">人均</th>
                <th scope="col">销售占比</th>
                <th scope="col">改人数</th>
                <th scope="col">改销售（元）</th>
              </tr>
            </thead>
            <tbody>
              <Row
                title="新客"
                last={[data.lastYear.newCustomers, data.lastYear.newFen]}
                part={data.new}
                corrected={[choice.corrections.newCustomers, choice.corrections.newFen]}
                onChange={(newCustomers, newFen) => correct({ newCustomers, newFen })}
              />
              <Row
                title="老客"
                last={[data.lastYear.oldCustomers, data.lastYear.oldFen]}
                part={data.old}
                corrected={[choice.corrections.oldCustomers, choice.corrections.oldFen]}
                onChange={(oldCustomers, oldFen) => correct({ oldCustomers, oldFen })}
              />
              <tr>
                <th scope="row" class="text">
                  合计
                </th>
                <td>{data.lastYear.newCustomers + data.lastYear.oldCustomers}</td>
                <td>{formatWholeYuan(data.lastYear.newFen + data.lastYear.oldFen)}</td>
                <td>{data.customers}</td>
                <td class="lead">{formatWholeYuan(data.fen)}</td>
                <td colSpan={4} />
              </tr>
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  )
}

interface PercentProps {
  title: string
  /** From the chain's own figures; null: too few to say. */
  learned: number | null | undefined
  value: number | undefined
  onChange(value: number | undefined): void
}

function Percent({ title, learned, value, onChange }: PercentProps) {
  const typed = useTyped(value ?? '', (text) => {
    const percent = countOf(text)
    onChange(percent === undefined || percent < 1 || percent > 1000 ? undefined : percent)
  })
  return (
    <label>
      <span>{title}（%）</span>
      <input inputMode="numeric" placeholder={String(learned ?? 100)} {...typed} />
      <span class="note">
        {learned === undefined ? '' : learned === null ? '近三个月样本不足，按 100% 算' : `不填按 ${learned}%`}
      </span>
    </label>
  )
}

interface RowProps {
  title: string
  last: readonly [customers: number, fen: number]
  part: CampaignForecast['new']
  corrected: readonly [customers: number | undefined, fen: number | undefined]
  onChange(customers: number | undefined, fen: number | undefined): void
}

function Row({ title, last, part, corrected, onChange }: RowProps) {
  const [customers, fen] = corrected
  const typedCustomers = useTyped(customers ?? '', (text) => onChange(countOf(text), fen))
  const typedYuan = useTyped(fen === undefined ? '' : fen / 100, (text) => onChange(customers, fenOf(text)))
  return (
    <tr>
      <th scope="row" class="text">
        {title}
      </th>
      <td>{last[0]}</td>
      <td>{formatWholeYuan(last[1])}</td>
      <td>{part.customers}</td>
      <td class="lead">
        {formatWholeYuan(part.fen)}
        {part.isCorrected && <span class="soft"> 已修正</span>}
      </td>
      <td>{formatWholeYuan(part.perCustomerFen)}</td>
      <td>{Math.round(part.salesPermille / 10)}%</td>
      <td>
        <input class="forecast-own" inputMode="numeric" aria-label={`${title}人数改成`} {...typedCustomers} />
      </td>
      <td>
        <input class="forecast-own" inputMode="numeric" aria-label={`${title}销售改成，元`} {...typedYuan} />
      </td>
    </tr>
  )
}
