import { ContactWay, Guide } from '../../../db/entities/org.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { keepConfig } from '../store.ts'

/**
 * Makes the way at WeCom and keeps its config id, which no console shows. A crash between call and settlement leaves
 * a second QR with the same token behind: both lead to the same guide.
 */
export async function createAtWeCom(deps: Deps, { state }: { state: string }, job: JobRun): Promise<string> {
  const way = await deps.db.read.findOneBy(ContactWay, { state })
  if (!way || way.configId !== null || way.isRetired) return 'nothing to do'
  await job.markCall()
  const made = way.kind === 'group' ? await makeForGroup(deps, way) : await makeForGuide(deps, way)
  if (!made) return 'nobody to lead to'
  await deps.db.transaction(async (tx) => {
    await keepConfig(tx, state, made)
    await job.settle(tx, 'made')
  })
  return 'made'
}

interface Made {
  configId: string
  qrCode: string | null
}

const QR_SCENE = 2

async function makeForGuide({ db, wecom }: Deps, way: ContactWay): Promise<Made | undefined> {
  const guide = way.guideId === null ? null : await db.read.findOneBy(Guide, { id: way.guideId, state: 'active' })
  if (!guide) return undefined
  const remark = `${way.storeCode} ${way.kind === 'referral' ? '老带新' : way.campaign}`.slice(0, 30)
  const body = { type: 1, scene: QR_SCENE, remark, skip_verify: true, state: way.state, user: [guide.userId] } as const
  const made = await wecom.addContactWay({ ...body, user: [...body.user] })
  return { configId: made.config_id, qrCode: made.qr_code ?? null }
}

async function makeForGroup({ wecom }: Deps, way: ContactWay): Promise<Made | undefined> {
  if (way.chatId === null) return undefined
  const remark = `${way.storeCode} ${way.campaign}`.slice(0, 30)
  // A second group per store would blur whose group it is: WeCom must not open one by itself.
  const configId = await wecom.addJoinWay({
    scene: QR_SCENE,
    remark,
    auto_create_room: 0,
    chat_id_list: [way.chatId],
    state: way.state,
  })
  const { qr_code: qrCode } = await wecom.getJoinWay(configId)
  return { configId, qrCode: qrCode ?? null }
}
