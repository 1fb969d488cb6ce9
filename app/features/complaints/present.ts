import type { Complaint } from '../../db/entities/followUps.ts'
import { plainText } from '../../talkTracks/plainText.ts'
import type { ComplaintRow } from './contract.ts'

/** A complaint with the names around it, as it is read. */
export interface ComplaintRead
  extends Pick<
    Complaint,
    'id' | 'kind' | 'body' | 'openedAt' | 'externalUserId' | 'productCode' | 'closedAt' | 'closedBy' | 'outcome'
  > {
  openedByName: string | null
  closedByName: string | null
  customerName: string | null
  remark: string | null
  storeName: string | null
}

const KIND_TEXT: Record<ComplaintRow['kind'], string> = {
  damaged: '破损少件',
  quality: '质量问题',
  service: '服务不满意',
  other: '其他问题',
}
const MAX_NAME_CHARS = 40

export function presentComplaint(row: ComplaintRead): ComplaintRow {
  return {
    id: row.id,
    kind: row.kind,
    kindText: KIND_TEXT[row.kind],
    body: row.body,
    openedAtMs: Number(row.openedAt),
    openedByName: row.openedByName ?? '',
    externalUserId: row.externalUserId,
    customerName: plainText(row.remark || row.customerName || '', MAX_NAME_CHARS) || '客户',
    storeName: row.storeName,
    productCode: row.productCode,
    state: row.closedAt === null ? 'open' : 'closed',
    closedAtMs: row.closedAt === null ? null : Number(row.closedAt),
    closedByName: row.closedBy === null ? null : (row.closedByName ?? row.closedBy),
    outcome: row.outcome,
  }
}
