import type { DryRunSumView, DryRunView, RulesCheck } from './contract.ts'

interface StoredRun extends Omit<DryRunView, 'from' | 'to' | 'percent' | 'atMs' | 'doneAtMs'> {
  fromDay: string
  toDay: string
  atOrderId: number
  throughOrderId: number
  at: number
  doneAt: number | null
}

export function presentRun({ fromDay, toDay, atOrderId, throughOrderId, at, doneAt, ...rest }: StoredRun): DryRunView {
  const done = throughOrderId === 0 ? 1 : atOrderId / throughOrderId
  return {
    ...rest,
    ...{ from: fromDay, to: toDay, atMs: at, doneAtMs: doneAt },
    percent: rest.state === 'done' ? 100 : Math.min(99, Math.floor(done * 100)),
  }
}

export function presentFaults(faults: readonly { line: number; path: string; said: string }[]): RulesCheck['faults'] {
  return faults.map(({ line, path, said }) => ({ line, path, text: said }))
}

interface Names {
  guides: ReadonlyMap<number, { name: string }>
  stores: ReadonlyMap<string, string>
  regions: ReadonlyMap<string, string>
}
type Place = Pick<DryRunSumView, 'regionCode' | 'storeCode' | 'account'>

export function presentSum(
  sum: Omit<DryRunSumView, 'name' | 'differenceFen'>,
  level: 'region' | 'store' | 'holder',
  names: Names,
): DryRunSumView {
  const name = { region: regionName, store: storeName, holder: holderName }[level](sum, names)
  return { ...sum, name, differenceFen: sum.afterFen - sum.beforeFen }
}

export function regionName({ regionCode }: Pick<Place, 'regionCode'>, { regions }: Names): string {
  return regionCode === '' ? '不属任何区域' : (regions.get(regionCode) ?? regionCode)
}

export function storeName({ storeCode }: Pick<Place, 'storeCode'>, { stores }: Names): string {
  return storeCode === '' ? '不属任何门店' : (stores.get(storeCode) ?? storeCode)
}

export function holderName({ account }: Pick<Place, 'account'>, { guides }: Names): string {
  if (account === 'pool') return '门店池'
  if (account === 'unattributed') return '待归属'
  return guides.get(Number(account.slice('guide:'.length)))?.name ?? '导购'
}
