import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { done, listOf } from './answers.ts'

const tagGroupSchema = z.looseObject({
  group_id: z.string(),
  group_name: z.string().default(''),
  create_time: z.number().optional(),
  order: z.number().optional(),
  deleted: z.boolean().optional(),
  tag: listOf(
    z.looseObject({
      id: z.string(),
      name: z.string().default(''),
      order: z.number().optional(),
      deleted: z.boolean().optional(),
    }),
  ),
})

export const tagGroupsSchema = z.looseObject({ tag_group: listOf(tagGroupSchema) })
const addedTagsSchema = z.looseObject({ tag_group: tagGroupSchema })

export type TagGroup = z.infer<typeof tagGroupSchema>

/** A group by id or by name; a group or tag of the same name is used again. */
export interface AddCorpTagInput {
  group_id?: string
  /** At most 30 characters. */
  group_name?: string
  order?: number
  tag: { name: string; order?: number }[]
}

export interface MarkTagInput {
  userid: string
  external_userid: string
  add_tag?: string[]
  remove_tag?: string[]
}

/** Corp tags. An app edits only tags it made; any tag may be put on a customer. */
export function tagsApi(call: Caller) {
  return {
    /** All groups, or those asked for; group ids win over tag ids. */
    getCorpTagList: async (body: { tag_id?: string[]; group_id?: string[] } = {}) =>
      (await call({ api: 'externalcontact/get_corp_tag_list', body, answer: tagGroupsSchema })).tag_group,

    /** Gives the group with the new tags only. */
    addCorpTag: async (body: AddCorpTagInput) =>
      (await call({ api: 'externalcontact/add_corp_tag', body, answer: addedTagsSchema })).tag_group,

    /** Tags belong to the pair, not to the customer; causes no callback. */
    markTag: async (body: MarkTagInput): Promise<void> => {
      await call({ api: 'externalcontact/mark_tag', body, answer: done })
    },
  }
}
