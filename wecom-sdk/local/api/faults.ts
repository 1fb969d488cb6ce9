/** A fault to play: an errcode as the answer, or something that goes wrong on the wire. */
export interface Fault {
  /** Such as `message/send`; `*` for any. */
  api: string
  times?: number | undefined
  errcode: number | 'timeout' | 'half_body' | 'http_500' | 'redirect'
  /** true: the call has its effect first and only the answer is spoilt. */
  afterEffect?: boolean | undefined
}

export interface FaultPlan {
  add(fault: Fault): void
  take(api: string): Fault | undefined
  clear(): void
}

export function createFaultPlan(): FaultPlan {
  let planned: { fault: Fault; left: number }[] = []
  return {
    add: (fault) => {
      planned.push({ fault, left: fault.times ?? 1 })
    },
    take: (api) => {
      const entry = planned.find(({ fault }) => fault.api === api || fault.api === '*')
      if (!entry) return undefined
      entry.left -= 1
      planned = planned.filter(({ left }) => left > 0)
      return entry.fault
    },
    clear: () => {
      planned = []
    },
  }
}
