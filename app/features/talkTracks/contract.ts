import { z } from 'zod'

/**
 * Sent after the text, in order, each a message of its own. `mediaId` for image, video and file; `url` for a link;
 * `appid`, `page` and `imageUrl` for a mini program.
 */
export const ATTACHMENT = z.object({
  kind: z.enum(['image', 'video', 'file', 'link', 'miniprogram']),
  title: z.string(),
  mediaId: z.string().optional(),
  url: z.string().optional(),
  description: z.string().optional(),
  appid: z.string().optional(),
  page: z.string().optional(),
  imageUrl: z.string().optional(),
})
export type AttachmentView = z.infer<typeof ATTACHMENT>

/** One talk track as an operator judges it: with its sample filled in. */
export const LIBRARY_TRACK = z.object({
  id: z.string(),
  title: z.string(),
  file: z.string().describe('below templates/talk-tracks'),
  fits: z.array(z.string()).describe('stage, trade, channel, level and variant it is kept to, in words'),
  validText: z.string().nullable(),
  priority: z.int(),
  text: z.string().describe('rendered with the sample; plain text'),
  bareText: z.string().describe('as it reads when nothing is known; gaps are marked'),
  gaps: z.array(z.string()).describe('what it cannot be said without, in words'),
  variables: z.array(z.string()).describe('in words: 称呼, 商品'),
  bytes: z.int().describe('of the rendered text; WeCom takes 4000'),
  attachments: z.array(z.object({ kind: ATTACHMENT.shape.kind, title: z.string(), isReady: z.boolean() })),
  caution: z.string().nullable(),
  hash: z.string().describe('first 12 of the sha256 that every send records'),
})
export type LibraryTrack = z.infer<typeof LIBRARY_TRACK>

/** `GET /api/talk-tracks/library`: everything the brand can say, by set, and what an operator should look at. */
export const LIBRARY = z.object({
  total: z.int(),
  problems: z.array(z.object({ trackId: z.string(), title: z.string(), text: z.string() })),
  sets: z.array(
    z.object({
      set: z.string(),
      usedBy: z.array(z.string()).describe('steps of playbooks: 首购回访：首购确认'),
      tracks: z.array(LIBRARY_TRACK),
    }),
  ),
})
export type Library = z.infer<typeof LIBRARY>

// The front ends know a feature by this file.
export type { Offers, OfferView } from './offerContract.ts'
export type { RankedRow, Ranking, Sends } from './rankingContract.ts'
