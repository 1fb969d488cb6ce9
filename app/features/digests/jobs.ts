import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { answerWord } from './commands/answerWord.ts'
import { callDigests } from './commands/callDigests.ts'
import { sendGuideDigest, sendManagerDigest, sendOfficeDigest } from './commands/sendDigest.ts'
import { tellAnswer } from './commands/tellAnswer.ts'
import type { DigestParts } from './parts.ts'

const id = z.int().positive()
const DIGEST = z.object({ guideId: id, day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/) })
const ASKED = z.object({ guideId: id, word: z.enum(['todo', 'rank', 'help']), askId: id })

const ANSWERED = z.object({ objectionId: id })

/** The morning's cards, answers to objections, and to what is written to the app. */
export function digestsJobs(parts: DigestParts): JobDefinition<Deps>[] {
  return [
    job('call', z.unknown(), (deps, _, run) => callDigests(deps, run)),
    job('guide', DIGEST, (deps, digest, run) => sendGuideDigest(deps, parts, digest, run)),
    job('manager', DIGEST, (deps, digest, run) => sendManagerDigest(deps, parts, digest, run)),
    job('office', DIGEST, (deps, digest, run) => sendOfficeDigest(deps, parts, digest, run)),
    job('objection', ANSWERED, (deps, answered, run) => tellAnswer(deps, parts, answered, run)),
    job('answer', ASKED, (deps, asked, run) => answerWord(deps, parts, asked, run)),
  ]
}

function job<P>(name: string, payload: z.ZodType<P>, run: JobDefinition<Deps, P>['run']): JobDefinition<Deps> {
  return defineJob({ kind: `digests.${name}`, payload, lane: 'normal', maxAttempts: 8, leaseMs: 60_000, run })
}

/** Before the first digest leaves; the jobs themselves wait for their minute. */
export const digestsSchedules: Schedule[] = [
  { name: 'digests.call', cron: '1 9 * * *', job: { kind: 'digests.call', payload: {} } },
]
