import { expect } from 'chai'
import { classifyErrcode } from '../../src/client/errcodes.ts'

describe('WeCom errcodes', () => {
  it('only what passes by itself may be retried', () => {
    const codes = Array.from({ length: 100_000 }, (_, code) => code - 1)
    const retried = codes.filter((code) => classifyErrcode(code).retry !== 'never')
    expect(retried).to.deep.equal([-1, 6000, 40014, 41001, 41063, 41096, 42001, 45009, 45033])
  })

  for (const [code, meaning] of [
    [84061, 'no_relation'],
    [41050, 'welcome_over'],
    [41051, 'welcome_over'],
    [41096, 'welcome_busy'],
    [41063, 'dispatching'],
    [60111, 'user_unknown'],
    [49008, 'group_gone'],
    [48002, 'no_permission'],
    [81013, 'no_target'],
    [40029, 'oauth_code_invalid'],
    [90500, 'transfer_refused'],
    [123456, 'unknown'],
  ] as const) {
    it(`${code} means ${meaning}`, () => expect(classifyErrcode(code).meaning).to.equal(meaning))
  }
})
