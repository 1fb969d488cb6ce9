import type { Tx } from '../../../db/database.ts'
import { TalkTrackOffer } from '../../../db/entities/outreach.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { checkTemplate } from '../../../talkTracks/checkTemplate.ts'
import { FACT_NAMES } from '../../../talkTracks/factNames.ts'
import { describeFault } from '../../../talkTracks/faults.ts'
import { plainText } from '../../../talkTracks/plainText.ts'
import { type TrackFiles, trackSource } from '../../../talkTracks/trackFiles.ts'
import type { AcceptInput } from '../offerContract.ts'
import { decideOffer } from '../offerStore.ts'
import { SAMPLE_FACTS } from '../sampleFacts.ts'

type Deciding = Pick<Deps, 'db' | 'clock' | 'talkTracks'>

/**
 * Writes the offer as a file ready to commit. The library that talks are made of is read at start and checked as a
 * whole, so the new talk track is said from the next start on. The file is written while the offer is held: two
 * operators at once write one, and a crash in between leaves a file that the next try replaces.
 * @returns the file below the folder of talk tracks
 * @throws AppError NOT_FOUND, CONFLICT once decided, RULE with what is wrong, UNAVAILABLE when nothing can be written
 */
export async function acceptOffer(
  deps: Deciding,
  files: TrackFiles,
  actor: Actor,
  id: number,
  input: AcceptInput,
): Promise<string> {
  return deps.db.transaction(async (tx) => {
    const offer = await holdOpen(tx, id)
    const { file, source } = fileOf(deps, offer, input)
    const { faults } = files.readWith(file, source)
    if (faults.length > 0) {
      throw new AppError('RULE', { faults: faults.map(describeFault) }, '放进话术库通不过检查，换个适用范围再试')
    }
    writeOrSay(files, file, source)
    await decideOffer(tx, id, { state: 'accepted', decidedBy: actor.userId, note: file, at: deps.clock.nowMs() })
    return file
  })
}

/** @throws AppError NOT_FOUND, CONFLICT once decided */
export async function declineOffer(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  id: number,
  note: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await holdOpen(tx, id)
    const why = plainText(note, 200)
    await decideOffer(tx, id, { state: 'declined', decidedBy: actor.userId, note: why, at: clock.nowMs() })
  })
}

async function holdOpen(tx: Tx, id: number): Promise<TalkTrackOffer> {
  await lockRow(tx, 'talk_track_offers', 'id', id)
  const offer = await tx.findOneBy(TalkTrackOffer, { id })
  if (!offer) throw new AppError('NOT_FOUND')
  if (offer.state !== 'open') throw new AppError('CONFLICT', undefined, '已经处理过了')
  return offer
}

/** Named by number only: no word of the text reaches a path. */
function fileOf({ talkTracks }: Deciding, offer: TalkTrackOffer, input: AcceptInput): { file: string; source: string } {
  const { title = offer.title, set = offer.trackSet, ...fits } = input
  if (!talkTracks.all().some((track) => track.set === set)) {
    throw new AppError('RULE', undefined, '选一个已有的话术组')
  }
  const id = freeId(talkTracks, offer.id)
  const { variables } = checkTemplate(offer.body, FACT_NAMES)
  const sample = Object.fromEntries(Object.entries(SAMPLE_FACTS).filter(([name]) => variables.includes(name)))
  const head = { id, title: plainText(title, 20), set, ...fits, sample }
  return { file: `${set.split('/')[0]}/${id}.hbs`, source: trackSource(head, offer.body) }
}

/** A database begun anew counts from 1 again, but the files of the old one are still there. */
function freeId(talkTracks: Deps['talkTracks'], offerId: number): string {
  for (let nth = 1; ; nth += 1) {
    const id = nth === 1 ? `offered-${offerId}` : `offered-${offerId}-${nth}`
    if (!talkTracks.find(id)) return id
  }
}

const UNWRITABLE = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT', 'EISDIR'])

function writeOrSay(files: TrackFiles, file: string, source: string): void {
  try {
    files.write(file, source)
  } catch (error) {
    if (!UNWRITABLE.has((error as { code?: string }).code ?? '')) throw error
    throw new AppError('UNAVAILABLE', { file, source }, '话术文件夹写不进去，请工程师放开 templates 的写权限')
  }
}
