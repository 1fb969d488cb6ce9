import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { done, listOf, optionalText } from './answers.ts'

export interface AddContactWayInput {
  /** 1 one person, 2 several. */
  type: 1 | 2
  /** 1 mini program, 2 QR code. */
  scene: 1 | 2
  style?: number
  /** At most 30 characters. */
  remark?: string
  skip_verify?: boolean
  /** At most 30 characters; comes back in the callback of the customer it brings. */
  state?: string
  user?: string[]
  party?: number[]
  is_exclusive?: boolean
}

/** Overwrites the lists of users and parties. */
export type UpdateContactWayInput = Partial<Omit<AddContactWayInput, 'type' | 'scene'>> & { config_id: string }

const addedContactWaySchema = z.looseObject({ config_id: z.string(), qr_code: optionalText })

const contactWaySchema = z.looseObject({
  contact_way: z.looseObject({
    config_id: z.string(),
    type: z.number().optional(),
    scene: z.number().optional(),
    remark: optionalText,
    skip_verify: z.boolean().optional(),
    state: optionalText,
    qr_code: optionalText,
    user: listOf(z.string()),
    party: listOf(z.number()),
  }),
})

/** 联系我. The console does not show ways made here: keep every config_id. */
export function contactWaysApi(call: Caller) {
  return {
    /** `qr_code` only for scene 2. Not idempotent: a repeat makes a second way. */
    addContactWay: (body: AddContactWayInput) =>
      call({ api: 'externalcontact/add_contact_way', body, answer: addedContactWaySchema }),

    getContactWay: async (configId: string) => {
      const body = { config_id: configId }
      return (await call({ api: 'externalcontact/get_contact_way', body, answer: contactWaySchema })).contact_way
    },

    updateContactWay: async (body: UpdateContactWayInput): Promise<void> => {
      await call({ api: 'externalcontact/update_contact_way', body, answer: done })
    },

    delContactWay: async (configId: string): Promise<void> => {
      await call({ api: 'externalcontact/del_contact_way', body: { config_id: configId }, answer: done })
    },
  }
}
