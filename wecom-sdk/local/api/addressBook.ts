import { ApiRefusal } from '../errors.ts'
import type { Member } from '../records/people.ts'
import { findMember } from '../world.ts'
import { type ApiCall, type Endpoints, getEndpoint, queryOf } from './endpoint.ts'

/** What a self-built app made after 2022-06-20 may see of a member. */
function present(member: Member) {
  return {
    userid: member.userid,
    name: member.name,
    department: member.department,
    order: member.department.map(() => 0),
    position: '导购',
    is_leader_in_dept: member.department.map(() => 0),
    direct_leader: [],
    telephone: '',
    alias: '',
    extattr: { attrs: [] },
    status: member.status,
    external_position: '',
    main_department: member.department[0] ?? 1,
  }
}

/** A member the app may see; 60111 also hides whether the userid exists at all. */
function visibleMember(call: Pick<ApiCall, 'world'>, userid: string): Member {
  const member = findMember(call.world, userid)
  if (!member?.visible || member.status === 5) throw new ApiRefusal(60111)
  return member
}

/** A visible member with 客户联系. */
export function contactMember(call: Pick<ApiCall, 'world'>, userid: string): Member {
  const member = visibleMember(call, userid)
  if (!member.canContact) throw new ApiRefusal(84074)
  return member
}

export const addressBookEndpoints: Endpoints = {
  gettoken: getEndpoint('open', () => ({})),
  getcallbackip: getEndpoint('open', () => ({ ip_list: ['127.0.0.1'] })),
  get_api_domain_ip: getEndpoint('open', () => ({ ip_list: ['127.0.0.1'] })),
  'user/get': getEndpoint('app', (call) => present(visibleMember(call, queryOf(call, 'userid')))),
  'user/simplelist': getEndpoint('app', (call) => {
    const department = Number(queryOf(call, 'department_id'))
    const userlist = [...call.world.state.members.values()]
      .filter((member) => member.visible && member.status !== 5 && member.department.includes(department))
      .map(({ userid, name, department: of }) => ({ userid, name, department: of, open_userid: '' }))
    return { userlist }
  }),
}
