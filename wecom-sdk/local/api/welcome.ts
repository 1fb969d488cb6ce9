import { z } from 'zod'
import { addBubble, chatKey } from '../chats.ts'
import { ApiRefusal } from '../errors.ts'
import { findRelation } from '../world.ts'
import { checkMessage, messageFields, messageOf } from './attachments.ts'
import { type ApiCall, type Endpoints, postEndpoint } from './endpoint.ts'

const body = z.object({ welcome_code: z.string(), ...messageFields })

/** 20 seconds, the first caller wins; after that the code only tells why it is too late. */
function sendWelcome({ world }: ApiCall, input: z.output<typeof body>) {
  const now = world.clock.nowMs()
  const code = world.state.welcomeCodes.get(input.welcome_code)
  if (!code) throw new ApiRefusal(41050)
  if (code.sentAtMs !== undefined) {
    throw new ApiRefusal(now < code.sentAtMs + world.settings.welcomeSendingMs ? 41096 : 41051)
  }
  if (now > code.issuedAtMs + world.settings.welcomeSeconds * 1000) throw new ApiRefusal(41050)
  if (findRelation(world, code.userid, code.externalUserId)?.chatting) throw new ApiRefusal(41051)
  checkMessage(world, input)
  code.sentAtMs = now
  const key = chatKey(code.userid, code.externalUserId)
  addBubble(world, key, { from: 'welcome', by: code.userid, message: messageOf(input) })
  return {}
}

export const welcomeEndpoints: Endpoints = {
  'externalcontact/send_welcome_msg': postEndpoint('contact', body, sendWelcome),
}
