import type { ComplaintView } from '../../app/features/complaints/contract.ts'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { Sheet } from '../shared/Sheet.tsx'
import type { OrderRef } from './CreditWords.tsx'
import { DetailsSheet } from './DetailsSheet.tsx'
import { LazyPart } from './LazyPart.tsx'

export type SheetKey =
  | { kind: 'details' | 'bind' | 'plan' | 'refer' | 'complain' | 'settle' }
  | { kind: 'credit'; order: OrderRef | undefined }

const loadBind = () => import('./BindForm.tsx').then(({ BindForm }) => BindForm)
const loadCredit = () => import('./CreditWords.tsx').then(({ CreditWords }) => CreditWords)
const loadCalendar = () => import('./CalendarList.tsx').then(({ CalendarList }) => CalendarList)
const loadReferral = () => import('./ReferralView.tsx').then(({ ReferralView }) => ReferralView)
const loadComplaint = () => import('./ComplaintForm.tsx').then(({ ComplaintForm }) => ComplaintForm)
const loadOutcome = () => import('./OutcomeForm.tsx').then(({ OutcomeForm }) => OutcomeForm)

interface CustomerSheetsProps {
  sheet: SheetKey | undefined
  panel: CustomerPanel
  complaint: ComplaintView | null
  onClose(): void
  onBound(): void
  /** Null: settled. */
  onComplaint(complaint: ComplaintView | null): void
}

/** What opens over the customer's page. */
export function CustomerSheets({ sheet, panel, complaint, onClose, onBound, onComplaint }: CustomerSheetsProps) {
  const { externalUserId } = panel.customer
  switch (sheet?.kind) {
    case undefined:
      return null
    case 'details':
      return <DetailsSheet panel={panel} onClose={onClose} />
    case 'credit':
      return (
        <Sheet title="业绩算谁的" onClose={onClose}>
          <LazyPart load={loadCredit} with={{ panel, order: sheet.order }} />
        </Sheet>
      )
    case 'bind': {
      const candidates = panel.memberCandidates
      return (
        <Sheet title={candidates.length > 0 ? '是哪一位会员' : '绑定会员'} onClose={onClose}>
          <LazyPart load={loadBind} with={{ externalUserId, candidates, onBound }} />
        </Sheet>
      )
    }
    case 'plan':
      return (
        <Sheet title="接下来的安排" onClose={onClose}>
          <LazyPart load={loadCalendar} with={{ externalUserId }} />
        </Sheet>
      )
    case 'refer':
      return (
        <Sheet title="老带新" onClose={onClose}>
          <LazyPart load={loadReferral} with={{ externalUserId }} />
        </Sheet>
      )
    case 'complain':
      return (
        <Sheet title={complaint ? '客户怎么说的' : '登记投诉'} onClose={onClose}>
          <LazyPart load={loadComplaint} with={{ externalUserId, open: complaint, onOpened: onComplaint }} />
        </Sheet>
      )
    case 'settle':
      return (
        <Sheet title="怎么处理的" onClose={onClose}>
          <LazyPart load={loadOutcome} with={{ complaintId: complaint?.id ?? 0, onClosed: () => onComplaint(null) }} />
        </Sheet>
      )
  }
}
