import type { CallbackBase, EventReader, EventTable } from './base.ts'
import { textOf } from './fields.ts'

/** Deleting a tag group deletes its tags and sends no event for each of them. */
export interface TagChanged extends CallbackBase {
  kind: 'tag_created' | 'tag_updated' | 'tag_deleted'
  id: string
  /** `tag` or `tag_group`. */
  tagType?: string
  strategyId?: string
}

/** The order of tags changed: in group `id`, or of all groups when `id` is absent. */
export interface TagShuffled extends CallbackBase {
  kind: 'tag_shuffled'
  id?: string
  strategyId?: string
}

export type TagCallback = TagChanged | TagShuffled

function readChanged(kind: TagChanged['kind']): EventReader<TagChanged> {
  return (fields, base) => {
    const id = textOf(fields, 'Id')
    if (id === undefined) return undefined
    return { ...base, kind, id, tagType: textOf(fields, 'TagType'), strategyId: textOf(fields, 'StrategyId') }
  }
}

export const tagEvents: EventTable<TagCallback> = new Map<string, EventReader<TagCallback>>([
  ['change_external_tag/create', readChanged('tag_created')],
  ['change_external_tag/update', readChanged('tag_updated')],
  ['change_external_tag/delete', readChanged('tag_deleted')],
  [
    'change_external_tag/shuffle',
    (fields, base) => ({
      ...base,
      kind: 'tag_shuffled',
      id: textOf(fields, 'Id'),
      strategyId: textOf(fields, 'StrategyId'),
    }),
  ],
])
