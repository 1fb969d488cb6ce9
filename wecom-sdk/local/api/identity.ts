import { ApiRefusal } from '../errors.ts'
import { findMember, type World } from '../world.ts'
import { type ApiCall, type Endpoints, getEndpoint, queryOf } from './endpoint.ts'
import type { Tokens } from './tokens.ts'

/** Who visits, for a one-time code. Any member of the corp is named, even outside the visible range. */
function visitorOf(call: ApiCall) {
  const { world, agentId } = call
  const code = world.state.oauthCodes.get(queryOf(call, 'code'))
  const expired = code && code.issuedAtMs + world.settings.oauthCodeSeconds * 1000 <= world.clock.nowMs()
  if (!code || expired || code.agentId !== agentId) throw new ApiRefusal(40029)
  if (code.used) throw new ApiRefusal(42022)
  code.used = true
  const { userid, openid, externalUserId } = code.visitor
  if (userid !== undefined) {
    const mayAskMore = code.privateInfo && findMember(world, userid)?.visible === true
    return { userid, ...(mayAskMore ? { user_ticket: world.ids.next('UT', 60) } : {}) }
  }
  const customer = externalUserId !== undefined && isFollowed(world, externalUserId)
  return { openid: openid ?? '', ...(customer ? { external_userid: externalUserId } : {}) }
}

/** A customer is only named when a guide the app can see follows them. */
function isFollowed(world: World, externalUserId: string): boolean {
  return [...world.state.relations.values()].some(
    (relation) => relation.externalUserId === externalUserId && findMember(world, relation.userid)?.visible === true,
  )
}

export function identityEndpoints(tokens: Tokens): Endpoints {
  return {
    'auth/getuserinfo': getEndpoint('app', visitorOf),
    get_jsapi_ticket: getEndpoint('app', ({ agentId }) => tokens.ticket('corp', agentId)),
    'ticket/get': getEndpoint('app', (call) => {
      if (queryOf(call, 'type') !== 'agent_config') throw new ApiRefusal(40035, 'invalid type')
      return tokens.ticket('agent', call.agentId)
    }),
  }
}
