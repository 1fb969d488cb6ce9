import { hash } from 'node:crypto'
import type { Logger } from 'pino'
import { type CallbackCipher, type CallbackFault, type CallbackPeek, type CallbackQuery, peekCallback } from 'wecom-sdk'
import { AppError } from '../../http/errors.ts'
import { callbacksReceived } from '../../http/metrics.ts'
import { type RawAnswer, type Route, rawAnswer, route } from '../../http/route.ts'
import { kindOf, streamKeyOf } from './streamKey.ts'

/** Stores a verified callback for good before it resolves. Rejects within 4 s when the database is away. */
export interface CallbackWriter {
  store(event: { dedupKey: string; streamKey: string; kind: string; body: string }): Promise<'new' | 'duplicate'>
}

export interface CallbackRouteParts {
  cipher: CallbackCipher
  writer: CallbackWriter
  site: { corpId: string; agentId: number }
}

const MAX_CALLBACK_BYTES = 65_536
const PATH = '/wecom/callback'

/** WeCom's door. Nothing is parsed, and nothing stored, before signature and cipher were found genuine. */
export function callbackRoutes(parts: CallbackRouteParts): Route[] {
  return [
    route({
      method: 'get',
      path: PATH,
      access: 'wecom',
      summary: 'URL verification: the decrypted echostr, exactly',
      answer: 'raw',
      async handle({ query, log }) {
        const opened = parts.cipher.verifyUrl(query as CallbackQuery)
        if (!opened.ok) return refuse(opened.reason, log, 403)
        return rawAnswer({ status: 200, type: 'text/plain; charset=utf-8', body: opened.plaintext })
      },
    }),
    route({
      method: 'post',
      path: PATH,
      access: 'wecom',
      summary: 'Encrypted XML; 200 and empty once it is stored',
      bodyLimitBytes: MAX_CALLBACK_BYTES,
      answer: 'raw',
      async handle({ query, rawBody, log }) {
        const opened = parts.cipher.openEnvelope({ query: query as CallbackQuery, body: rawBody })
        if (!opened.ok) return refuse(opened.reason, log)
        const peek = peekCallback(opened.plaintext)
        if (!peek) return refuse('inner_xml', log)
        if (!isForUs(peek, parts.site)) return refuse('receiveid', log)
        return store(parts, opened.plaintext, peek, log)
      },
    }),
  ]
}

/** The cipher already proved the corp; a message for another of the corp's apps still is none of ours. */
function isForUs(peek: CallbackPeek, site: CallbackRouteParts['site']): boolean {
  return peek.toUserName === site.corpId && (peek.agentId === undefined || peek.agentId === site.agentId)
}

async function store(parts: CallbackRouteParts, body: string, peek: CallbackPeek, log: Logger): Promise<RawAnswer> {
  const event = {
    dedupKey: dedupKeyOf(parts.site.corpId, body, peek),
    streamKey: streamKeyOf(peek),
    kind: kindOf(peek),
    body,
  }
  try {
    callbacksReceived.inc({ outcome: await parts.writer.store(event) })
  } catch (error) {
    log.error({ err: error, kind: event.kind }, 'callback not stored')
    callbacksReceived.inc({ outcome: 'failed' })
    throw new AppError('UNAVAILABLE')
  }
  return rawAnswer({ status: 200, type: 'text/plain; charset=utf-8', body: '' })
}

/**
 * Repeats come with another timestamp, nonce and random prefix; only the text stays the same, CreateTime included.
 * The time leads, so that events of one moment lie side by side in the index: a bare hash would touch a page of its
 * own for each event, which in a rush costs more than everything else.
 */
function dedupKeyOf(corpId: string, body: string, { createTimeMs = 0 }: CallbackPeek): string {
  const seconds = Math.abs(createTimeMs / 1000)
    .toString(16)
    .padStart(8, '0')
    .slice(-8)
  return seconds + hash('sha256', `${corpId}\n${body}`, 'hex').slice(0, 56)
}

const NOT_GENUINE = new Set<string>(['query', 'signature', 'receiveid'])

function refuse(reason: CallbackFault | 'inner_xml', log: Logger, status?: number): RawAnswer {
  callbacksReceived.inc({ outcome: 'refused' })
  log.warn({ reason }, 'callback refused')
  return rawAnswer({
    status: status ?? (NOT_GENUINE.has(reason) ? 403 : 400),
    type: 'text/plain; charset=utf-8',
    body: '',
  })
}
