import type { CallbackBase, EventReader, EventTable } from './base.ts'
import { childOf, decimalOf, numberOf, textOf, timeMsOf } from './fields.ts'
import type { XmlElement } from './xml.ts'

interface FromMember extends CallbackBase {
  userId: string
}

/** `subscribed`: the member entered the app's visible range; `unsubscribed`: left it, left the corp or was disabled. */
export interface MemberVisited extends FromMember {
  kind: 'app_entered' | 'subscribed' | 'unsubscribed'
}

/** A menu item was used; `eventKey` is its key, its URL or its mini program page. */
export interface MenuUsed extends FromMember {
  kind: 'menu_clicked' | 'menu_link_opened' | 'menu_mini_program_opened' | 'menu_photo_sent'
  eventKey?: string
}

export interface CodeScanned extends FromMember {
  kind: 'code_scanned'
  eventKey?: string
  /** True for scancode_waitmsg: the client shows that an answer is awaited. */
  waitsForAnswer: boolean
  scanType?: string
  scanResult?: string
}

export interface LocationReported extends FromMember {
  kind: 'location_reported' | 'location_chosen'
  latitude?: number
  longitude?: number
  precision?: number
  label?: string
}

/** What happens to the app itself; alert an operator on each. */
export interface AppLifeChanged extends CallbackBase {
  kind:
    | 'app_inactive_alert'
    | 'app_closed_inactive'
    | 'app_reopened'
    | 'app_low_active_alert'
    | 'app_low_active'
    | 'app_active_restored'
  effectTimeMs?: number
}

export interface BatchJobDone extends CallbackBase {
  kind: 'batch_job_done'
  jobId: string
  jobType?: string
  errCode?: number
  errMsg?: string
}

/** Only for live streams created through the API. status: 0 scheduled, 1 live, 2 ended, 4 cancelled. */
export interface LivingChanged extends FromMember {
  kind: 'living_changed'
  livingId: string
  status?: number
}

/** New archived messages wait, at most one notice per 15 s. */
export interface ArchiveReady extends CallbackBase {
  kind: 'archive_ready'
}

/** A self-built approval moved on; its tree is given as it came. */
export interface ApprovalChanged extends CallbackBase {
  kind: 'approval_changed'
  approval?: XmlElement
}

export type AppCallback =
  | MemberVisited
  | MenuUsed
  | CodeScanned
  | LocationReported
  | AppLifeChanged
  | BatchJobDone
  | LivingChanged
  | ArchiveReady
  | ApprovalChanged

function byMember<Callback>(read: (member: FromMember, fields: XmlElement) => Callback): EventReader<Callback> {
  return (fields, base) =>
    base.fromUserName === undefined ? undefined : read({ ...base, userId: base.fromUserName }, fields)
}

function visited(kind: MemberVisited['kind']): EventReader<MemberVisited> {
  return byMember((member) => ({ ...member, kind }))
}

function menu(kind: MenuUsed['kind']): EventReader<MenuUsed> {
  return byMember((member, fields) => ({ ...member, kind, eventKey: textOf(fields, 'EventKey') }))
}

function life(kind: AppLifeChanged['kind']): EventReader<AppLifeChanged> {
  return (fields, base) => ({ ...base, kind, effectTimeMs: timeMsOf(fields, 'EffectTime') })
}

function scanned(waitsForAnswer: boolean): EventReader<CodeScanned> {
  return byMember((member, fields) => ({
    ...member,
    kind: 'code_scanned',
    waitsForAnswer,
    eventKey: textOf(fields, 'EventKey'),
    scanType: textOf(childOf(fields, 'ScanCodeInfo'), 'ScanType'),
    scanResult: textOf(childOf(fields, 'ScanCodeInfo'), 'ScanResult'),
  }))
}

const readReported = byMember<LocationReported>((member, fields) => ({
  ...member,
  kind: 'location_reported',
  latitude: decimalOf(fields, 'Latitude'),
  longitude: decimalOf(fields, 'Longitude'),
  precision: decimalOf(fields, 'Precision'),
}))

const readChosen = byMember<LocationReported>((member, fields) => {
  const place = childOf(fields, 'SendLocationInfo')
  return {
    ...member,
    kind: 'location_chosen',
    latitude: decimalOf(place, 'Location_X'),
    longitude: decimalOf(place, 'Location_Y'),
    label: textOf(place, 'Label'),
  }
})

const readBatchJob: EventReader<BatchJobDone> = (fields, base) => {
  const job = childOf(fields, 'BatchJob')
  const jobId = textOf(job, 'JobId')
  if (jobId === undefined) return undefined
  const result = { jobType: textOf(job, 'JobType'), errCode: numberOf(job, 'ErrCode'), errMsg: textOf(job, 'ErrMsg') }
  return { ...base, kind: 'batch_job_done', jobId, ...result }
}

const readLiving: EventReader<LivingChanged> = (fields, base) => {
  const livingId = textOf(fields, 'LivingId')
  if (livingId === undefined || base.fromUserName === undefined) return undefined
  return { ...base, kind: 'living_changed', userId: base.fromUserName, livingId, status: numberOf(fields, 'Status') }
}

export const appEvents: EventTable<AppCallback> = new Map<string, EventReader<AppCallback>>([
  ['enter_agent', visited('app_entered')],
  ['subscribe', visited('subscribed')],
  ['unsubscribe', visited('unsubscribed')],
  ['click', menu('menu_clicked')],
  ['view', menu('menu_link_opened')],
  ['view_miniprogram', menu('menu_mini_program_opened')],
  ['pic_sysphoto', menu('menu_photo_sent')],
  ['pic_photo_or_album', menu('menu_photo_sent')],
  ['pic_weixin', menu('menu_photo_sent')],
  ['scancode_push', scanned(false)],
  ['scancode_waitmsg', scanned(true)],
  ['LOCATION', readReported],
  ['location_select', readChosen],
  ['inactive_alert', life('app_inactive_alert')],
  ['close_inactive_agent', life('app_closed_inactive')],
  ['reopen_inactive_agent', life('app_reopened')],
  ['low_active_alert', life('app_low_active_alert')],
  ['low_active', life('app_low_active')],
  ['active_restored', life('app_active_restored')],
  ['batch_job_result', readBatchJob],
  ['living_status_change', readLiving],
  ['msgaudit_notify', (_, base) => ({ ...base, kind: 'archive_ready' })],
  [
    'open_approval_change',
    (fields, base) => ({ ...base, kind: 'approval_changed', approval: childOf(fields, 'ApprovalInfo') }),
  ],
])
