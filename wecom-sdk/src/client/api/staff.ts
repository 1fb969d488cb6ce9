import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { listOf, optionalText } from './answers.ts'

/** Newer apps get no avatar, gender, mobile or mail here; those fields stay away instead of being empty. */
export const memberSchema = z.looseObject({
  userid: z.string(),
  name: z.string().default(''),
  department: listOf(z.number()),
  position: optionalText,
  /** Aligned with `department`. */
  is_leader_in_dept: listOf(z.number()),
  direct_leader: listOf(z.string()),
  main_department: z.number().optional(),
  /** 1 active, 2 disabled, 4 not activated, 5 left. */
  status: z.number().optional(),
  alias: optionalText,
})

export type Member = z.infer<typeof memberSchema>

const departmentUsersSchema = z.looseObject({
  userlist: listOf(z.looseObject({ userid: z.string(), name: z.string().default(''), department: listOf(z.number()) })),
})

/** The key is department_id although it holds objects. */
export const departmentsSchema = z.looseObject({
  department_id: listOf(
    z.looseObject({ id: z.number(), parentid: z.number().optional(), order: z.number().optional() }),
  ),
})

export const userInfoSchema = z.looseObject({
  userid: optionalText,
  user_ticket: optionalText,
  openid: optionalText,
  external_userid: optionalText,
})

/** Members and departments in the visible range, and who visits a page. */
export function staffApi(call: Caller) {
  return {
    /** user/get. Throws `user_unknown` for a member outside the visible range. */
    getUser: (userid: string) => call({ api: 'user/get', query: { userid }, answer: memberSchema }),

    /** user/simplelist: direct members only, no recursion. */
    listDepartmentUsers: async (departmentId: number) => {
      const query = { department_id: departmentId }
      return (await call({ api: 'user/simplelist', query, answer: departmentUsersSchema })).userlist
    },

    /** department/simplelist, recursive below `id` or all that is visible. */
    listDepartments: async (id?: number) =>
      (await call({ api: 'department/simplelist', query: { id }, answer: departmentsSchema })).department_id,

    /**
     * auth/getuserinfo. A code works once within 5 minutes. `userid` for any member of the corp, even outside the
     * visible range: authorise afterwards. Others have `openid` and, when a customer, `external_userid`.
     */
    getUserInfoByCode: (code: string) => call({ api: 'auth/getuserinfo', query: { code }, answer: userInfoSchema }),
  }
}
