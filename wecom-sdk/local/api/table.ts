import { addressBookEndpoints } from './addressBook.ts'
import { behaviorEndpoints } from './behavior.ts'
import { billEndpoints } from './bills.ts'
import { contactWayEndpoints } from './contactWays.ts'
import { customerEndpoints } from './customers.ts'
import type { Endpoints } from './endpoint.ts'
import { groupEndpoints } from './groups.ts'
import { identityEndpoints } from './identity.ts'
import { joinWayEndpoints } from './joinWays.ts'
import { livingEndpoints } from './livings.ts'
import { massSendEndpoints } from './massSends.ts'
import { mediaEndpoints } from './media.ts'
import { messageEndpoints } from './messages.ts'
import { statisticEndpoints } from './statistics.ts'
import { tagEndpoints } from './tags.ts'
import type { Tokens } from './tokens.ts'
import { transferEndpoints } from './transfers.ts'
import { welcomeEndpoints } from './welcome.ts'

/** Every call this server answers, by its path after /cgi-bin/. */
export function endpointTable(tokens: Tokens): Endpoints {
  return {
    ...addressBookEndpoints,
    ...customerEndpoints,
    ...tagEndpoints,
    ...contactWayEndpoints,
    ...joinWayEndpoints,
    ...groupEndpoints,
    ...statisticEndpoints,
    ...behaviorEndpoints,
    ...welcomeEndpoints,
    ...massSendEndpoints,
    ...transferEndpoints,
    ...messageEndpoints,
    ...mediaEndpoints,
    ...billEndpoints,
    ...livingEndpoints,
    ...identityEndpoints(tokens),
  }
}
