import { billsApi } from './api/bills.ts'
import { contactWaysApi } from './api/contactWays.ts'
import { customersApi } from './api/customers.ts'
import { groupsApi } from './api/groups.ts'
import { livingsApi } from './api/livings.ts'
import { massMessagesApi } from './api/massMessages.ts'
import { messagesApi } from './api/messages.ts'
import { platformApi } from './api/platform.ts'
import { staffApi } from './api/staff.ts'
import { statisticsApi } from './api/statistics.ts'
import { tagsApi } from './api/tags.ts'
import { transfersApi } from './api/transfers.ts'
import { createCaller, type WeComClientOptions } from './caller.ts'

/**
 * The server API of one self-built app. Inputs and answers carry the platform's own field names; answers are checked
 * by zod and keep unknown extra fields. Failures: `WeComError`, `WeComTransportError`, `WeComAnswerError`. The client
 * refreshes a refused token once and otherwise never repeats a call by itself.
 */
export function createWeComClient(options: WeComClientOptions) {
  const call = createCaller(options)
  return {
    ...staffApi(call),
    ...customersApi(call),
    ...tagsApi(call),
    ...contactWaysApi(call),
    ...groupsApi(call),
    ...statisticsApi(call),
    ...massMessagesApi(call),
    ...messagesApi(call, options.agentId),
    ...transfersApi(call),
    ...billsApi(call),
    ...livingsApi(call),
    ...platformApi(call),
  }
}

export type WeComClient = ReturnType<typeof createWeComClient>
