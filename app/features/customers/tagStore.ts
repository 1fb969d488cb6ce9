import { In } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { CorpTag, CustomerTag } from '../../db/entities/customers.ts'
import { insertOnce } from '../../db/statements.ts'
import type { FollowTruth } from './truth.ts'

/** The tags of a pair become those of the truth; names are learned on the way. */
export async function keepTags(
  tx: Tx,
  externalUserId: string,
  guideId: number,
  tags: FollowTruth['tags'],
): Promise<void> {
  for (const { tagId, name, groupName } of tags) {
    if (name !== undefined) await keepTagName(tx, tagId, name, groupName ?? '')
    await setTag(tx, externalUserId, guideId, tagId, true)
  }
  const known = await tx.findBy(CustomerTag, { externalUserId, guideId })
  const gone = known.map(({ tagId }) => tagId).filter((tagId) => !tags.some((tag) => tag.tagId === tagId))
  if (gone.length > 0) await tx.delete(CustomerTag, { externalUserId, guideId, tagId: In(gone) })
}

export async function setTag(
  tx: Tx,
  externalUserId: string,
  guideId: number,
  tagId: string,
  isOn: boolean,
): Promise<void> {
  const row = { externalUserId, guideId, tagId }
  if (!isOn) await tx.delete(CustomerTag, row)
  else if (!(await tx.existsBy(CustomerTag, row))) await insertOnce(tx, CustomerTag, row)
}

export async function keepTagName(tx: Tx, tagId: string, name: string, groupName: string, sort = 0): Promise<void> {
  const known = await tx.findOneBy(CorpTag, { tagId })
  if (!known) await insertOnce(tx, CorpTag, { tagId, name, groupName, sort, isDeleted: false })
  else if (known.name !== name || known.groupName !== groupName || known.isDeleted)
    await tx.update(CorpTag, { tagId }, { name, groupName, isDeleted: false })
}

/** Tags WeCom shows no more. Their rows stay: the time line names them. */
export async function retireTags(tx: Tx, there: ReadonlySet<string>): Promise<void> {
  for (const { tagId } of await tx.findBy(CorpTag, { isDeleted: false }))
    if (!there.has(tagId)) await tx.update(CorpTag, { tagId }, { isDeleted: true })
}
