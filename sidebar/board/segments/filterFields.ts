import type { BoardScope } from '../../../app/features/boards/contract.ts'
import type { SegmentChoices, SegmentFilter } from '../../../app/features/segments/contract.ts'
import { isEmptyRange, type Option } from './SegmentFields.tsx'

type KeyOf<Value> = {
  [Key in keyof SegmentFilter]-?: NonNullable<SegmentFilter[Key]> extends Value ? Key : never
}[keyof SegmentFilter]

/** Where the options of the long lists come from. */
export interface Lists {
  choices: SegmentChoices
  scope: BoardScope | undefined
}

interface ManyField {
  kind: 'toggles' | 'picks'
  key: KeyOf<readonly string[]>
  label: string
  options(lists: Lists): Option[]
}
export interface OneField {
  kind: 'one'
  key: keyof SegmentFilter
  label: string
  options: readonly (readonly [value: unknown, title: string])[]
}
interface RangeField {
  kind: 'range'
  min: KeyOf<number>
  max: KeyOf<number>
  label: string
  unit: string
  /** How many of what is stored make one of what is typed: 100 fen a yuan. */
  scale?: number
}
export type FilterField = ManyField | OneField | RangeField

export interface FieldGroup {
  title: string
  fields: readonly FilterField[]
  /** Said where there is nothing to choose from yet. */
  empty?: string
}

type Row = { id: string; title: string }
type Place = { code: string; name: string }
const titled = (rows: readonly Row[]) => rows.map(({ id, title }): Option => [id, title])
const words = (list: readonly string[]) => list.map((word): Option => [word, word])
const places = (rows: readonly Place[] = []) => rows.map(({ code, name }): Option => [code, name])
const tags = ({ choices }: Lists) =>
  choices.tags.map(({ id, title, groupName }): Option => [id, groupName ? `${groupName} › ${title}` : title])

const one = <Key extends keyof SegmentFilter>(
  key: Key,
  label: string,
  ...options: (readonly [value: SegmentFilter[Key], title: string])[]
): OneField => ({ kind: 'one', key, label, options })

const ANY = [undefined, '不限'] as const
const YES_NO = [ANY, [true, '有'], [false, '没有']] as const

/** Every condition, by what it is about. */
export const FIELD_GROUPS: readonly FieldGroup[] = [
  {
    title: '客户',
    fields: [
      { kind: 'toggles', key: 'stages', label: '阶段', options: ({ choices }) => titled(choices.stages) },
      { kind: 'toggles', key: 'tiers', label: '会员等级', options: ({ choices }) => words(choices.tiers) },
      one('hasMemberCard', '会员卡', ...YES_NO),
      one('birthdayWithinDays', '生日', ANY, [0, '今天'], [7, '7 天内'], [30, '30 天内']),
      one('isLost', '好友', [undefined, '还是好友'], [true, '已不是好友']),
    ],
  },
  {
    title: '消费',
    fields: [
      { kind: 'range', label: '购买次数', unit: '次', min: 'purchasesMin', max: 'purchasesMax' },
      { kind: 'range', label: '累计净消费', unit: '元', scale: 100, min: 'netFenMin', max: 'netFenMax' },
      { kind: 'range', label: '距上次购买', unit: '天', min: 'daysSincePurchaseMin', max: 'daysSincePurchaseMax' },
      one('quality', '老客', ANY, ['high', '高质量老客'], ['low', '低质量老客']),
      { kind: 'toggles', key: 'rfm', label: 'RFM 分群', options: ({ choices }) => titled(choices.rfm) },
    ],
  },
  {
    title: '买过什么',
    fields: [
      { kind: 'toggles', key: 'categories', label: '品类', options: ({ choices }) => words(choices.categories) },
      { kind: 'picks', key: 'productCodes', label: '商品', options: ({ choices }) => titled(choices.products) },
    ],
    empty: '商品表里还没有商品。',
  },
  {
    title: '来往',
    fields: [
      { kind: 'range', label: '距上次到店', unit: '天', min: 'daysSinceVisitMin', max: 'daysSinceVisitMax' },
      { kind: 'range', label: '加好友', unit: '天前', min: 'addedDaysMin', max: 'addedDaysMax' },
      one('hasOpenComplaint', '没处理完的投诉', ...YES_NO),
    ],
  },
  {
    title: '标签',
    fields: [
      { kind: 'picks', key: 'tagIds', label: '有其中一个', options: tags },
      { kind: 'picks', key: 'notTagIds', label: '一个都没有', options: tags },
    ],
    empty: '企业微信里还没有标签。',
  },
  {
    title: '门店和导购',
    fields: [
      { kind: 'picks', key: 'regionCodes', label: '区域', options: ({ scope }) => places(scope?.regions) },
      { kind: 'picks', key: 'storeCodes', label: '门店', options: ({ scope }) => places(scope?.stores) },
      { kind: 'picks', key: 'guideUserIds', label: '归属导购', options: ({ choices }) => titled(choices.guides) },
    ],
  },
]

/** How many conditions of a group are set. */
export function countSet({ fields }: FieldGroup, filter: SegmentFilter): number {
  const keys = fields.flatMap((field) => (field.kind === 'range' ? [field.min, field.max] : [field.key]))
  return keys.filter((key) => filter[key] !== undefined).length
}

/** Whether a range is put so that nobody can be in it. */
export function hasEmptyRange(filter: SegmentFilter): boolean {
  return FIELD_GROUPS.some(({ fields }) =>
    fields.some((field) => field.kind === 'range' && isEmptyRange(filter[field.min], filter[field.max])),
  )
}
