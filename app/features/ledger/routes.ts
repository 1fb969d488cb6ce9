import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type Route, route } from '../../http/route.ts'
import { closeMonth } from './commands/closeMonth.ts'
import { CLOSING, LEDGER, PROOF_ASKED } from './contract.ts'
import { PROVE } from './jobs.ts'
import { presentClosing, presentLedger } from './present.ts'
import { readChainState, readClosingFacts, readClosings, readLastProof } from './queries.ts'

/** The accountant's side: how the books stand, proving them, closing a month. */
export function ledgerRoutes(deps: Pick<Deps, 'db' | 'clock' | 'enqueue'>): Route[] {
  const { read } = deps.db
  return [
    route({
      method: 'get',
      path: '/api/ledger',
      access: 'operator',
      summary: 'How the books stand: closed months, what the last proof found, how far the journal is sealed',
      answer: LEDGER,
      handle: async () => {
        const [facts, closings, proof, chain] = await Promise.all([
          readClosingFacts(read, deps.clock.nowMs()),
          readClosings(read),
          readLastProof(read),
          readChainState(read),
        ])
        return presentLedger({ facts, closings, proof, chain })
      },
    }),
    route({
      method: 'post',
      path: '/api/ledger/proofs',
      access: 'operator',
      summary:
        'Asks for a proof of the whole ledger now; it runs as a job. Twice in a minute, before it is there, is once',
      answer: PROOF_ASKED,
      handle: async () => {
        const minute = Math.floor(deps.clock.nowMs() / 60_000)
        const dedupeKey = `ledger.prove:asked:${minute}:${(await readLastProof(read))?.id ?? 0}`
        await deps.db.transaction((tx) => deps.enqueue(tx, { ...PROVE, dedupeKey }))
        return { asked: true as const }
      },
    }),
    route({
      method: 'post',
      path: '/api/ledger/months/:month/close',
      access: 'operator',
      summary: 'Closes the next month in order, for good; what is told of it later is booked on the first open day',
      params: z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'YYYY-MM') }),
      answer: CLOSING,
      handle: async ({ params, actor }) =>
        presentClosing(await closeMonth(deps, { month: params.month, actor: actor.userId })),
    }),
  ]
}
