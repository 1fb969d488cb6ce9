import { expect } from 'chai'
import type { z } from 'zod'
import { billListSchema } from '../../src/client/api/bills.ts'
import { customerBatchSchema, customerSchema } from '../../src/client/api/customers.ts'
import { groupListSchema, groupSchema } from '../../src/client/api/groups.ts'
import { massMessageSchema, massResultSchema, massTaskSchema } from '../../src/client/api/massMessages.ts'
import { sentMessageSchema } from '../../src/client/api/messages.ts'
import { ticketSchema } from '../../src/client/api/platform.ts'
import { departmentsSchema, memberSchema, userInfoSchema } from '../../src/client/api/staff.ts'
import { behaviorSchema, groupDaysSchema, groupStatisticSchema } from '../../src/client/api/statistics.ts'
import { tagGroupsSchema } from '../../src/client/api/tags.ts'
import { transferSchema } from '../../src/client/api/transfers.ts'
import { tokenAnswer } from '../../src/client/caller.ts'
import { listFixtures, readJsonFixture } from '../support.ts'

const schemas: Record<string, z.ZodType> = {
  add_msg_template: massMessageSchema,
  'auth-getuserinfo-external': userInfoSchema,
  'auth-getuserinfo-member': userInfoSchema,
  'department-simplelist': departmentsSchema,
  'externalcontact-batch_get_by_user': customerBatchSchema,
  'externalcontact-get': customerSchema,
  'externalpay-get_bill_list': billListSchema,
  get_corp_tag_list: tagGroupsSchema,
  get_groupmsg_send_result: massResultSchema,
  get_groupmsg_task: massTaskSchema,
  get_user_behavior_data: behaviorSchema,
  gettoken: tokenAnswer,
  'groupchat-get': groupSchema,
  'groupchat-list': groupListSchema,
  'groupchat-statistic': groupStatisticSchema,
  'groupchat-statistic_group_by_day': groupDaysSchema,
  'jsapi-ticket-agent_config': ticketSchema,
  'message-send': sentMessageSchema,
  transfer_customer: transferSchema,
  'user-get': memberSchema,
}
/** Errors, and the one answer of an API that this client does not call. */
const without = ['error-42001', 'error-60020', 'living-get_living_share_info', 'send_welcome_msg-41051']

describe('WeCom answers: every fixture fits its schema', () => {
  it('none is forgotten', () => {
    const names = listFixtures('api-').map((name) => name.slice(4, -5))
    expect(names.sort()).to.deep.equal([...Object.keys(schemas), ...without].sort())
  })

  for (const [name, schema] of Object.entries(schemas)) {
    it(name, () => {
      const fixture = readJsonFixture(`api-${name}.json`) as Record<string, unknown>
      const parsed = schema.safeParse(fixture)
      expect(parsed.error?.issues ?? []).to.deep.equal([])
    })
  }

  it('the fields of a customer arrive as they were sent', () => {
    const { external_contact, follow_user } = customerSchema.parse(readJsonFixture('api-externalcontact-get.json'))
    expect(external_contact).to.include({ name: '青柠', unionid: 'oSimUnion0000000000000000001', gender: 2 })
    expect(follow_user[0]?.tags[1]).to.deep.equal({ group_name: '个人', tag_name: '周末到店', type: 2 })
    expect(follow_user[1]).to.include({ userid: 'guide.zhou', remark: undefined, add_way: 202 })
  })

  it('refused members come as a list, an empty cursor as none', () => {
    expect(sentMessageSchema.parse(readJsonFixture('api-message-send.json')).invaliduser).to.deep.equal(['guide.gone'])
    expect(sentMessageSchema.parse({ invaliduser: 'a|b' }).invaliduser).to.deep.equal(['a', 'b'])
    expect(sentMessageSchema.parse({}).invaliduser).to.deep.equal([])
    expect(groupListSchema.parse(readJsonFixture('api-groupchat-list.json')).next_cursor).to.equal(undefined)
  })

  it('the contact data of a payer is left out', () => {
    const bill = { transaction_id: '1', bill_type: 0, pay_time: 1, out_trade_no: '1', total_fee: 1 }
    const bill_list = [{ ...bill, contact_info: { name: '王', phone: '13800000000' } }]
    expect(JSON.stringify(billListSchema.parse({ bill_list }))).not.to.include('13800000000')
  })
})
