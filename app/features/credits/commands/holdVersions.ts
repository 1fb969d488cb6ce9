import { AttributionVersionRow } from '../../../db/entities/creditCases.ts'
import { insertOnce } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { versionDecidedSince } from '../queries.ts'
import { forgetVersion, rewriteVersion } from '../store.ts'

/**
 * Keeps each version of the rules as it was when it came into force. Sales were decided by it: a file that says
 * otherwise now would make the past unexplainable. What is still to come may be rewritten and given up.
 * @throws Error naming the version that was changed or taken away, or that reaches back to sales decided by another
 */
export async function holdVersions({ db, rules, clock }: Pick<Deps, 'db' | 'rules' | 'clock'>): Promise<void> {
  const today = businessDayOf(clock.nowMs())
  for (const { contentHash, ...content } of rules.attribution) {
    const { version, effectiveFrom } = content
    const row = { version, effectiveFrom, contentHash, content, firstSeenAt: clock.nowMs() }
    const known = await db.read.findOneBy(AttributionVersionRow, { version })
    if (!known) {
      const other = await versionDecidedSince(db.read, effectiveFrom, version)
      if (other !== undefined) throw new Error(reachesBack(version, effectiveFrom, other))
      // Of several processes that start at once one is first; all have read the same files.
      await db.transaction((tx) => insertOnce(tx, AttributionVersionRow, row))
    } else if (known.contentHash !== contentHash) {
      if (known.effectiveFrom > today && effectiveFrom > today) await db.transaction((tx) => rewriteVersion(tx, row))
      else
        throw new Error(`config/attribution: version ${version} is in force and must not change; write a new version`)
    }
  }
  for (const { version, effectiveFrom } of await db.read.find(AttributionVersionRow)) {
    if (rules.attribution.some((rule) => rule.version === version)) continue
    if (effectiveFrom <= today)
      throw new Error(`config/attribution: version ${version} is missing, and sales were decided by it`)
    // Kept, it would stop every start once its day has come.
    await db.transaction((tx) => forgetVersion(tx, version))
  }
}

function reachesBack(version: number, effectiveFrom: string, other: number): string {
  return `config/attribution: version ${version} takes effect on ${effectiveFrom}, but sales of that day or later are decided by version ${other}; write a later day`
}
