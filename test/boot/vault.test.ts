import { expect } from 'chai'
import { createVault } from '../../app/boot/vault.ts'

const keyFrom = (byte: number) => Buffer.alloc(32, byte).toString('base64')

describe('the vault', () => {
  const vault = createVault(keyFrom(1))

  it('gives one key for one value, another per kind and per DATA_KEY, and never the value', () => {
    const key = vault.keyOf('phone', '13800000001')
    expect(key).to.match(/^[0-9a-f]{64}$/)
    expect(vault.keyOf('phone', '13800000001')).to.equal(key)
    expect(vault.keyOf('union', '13800000001')).not.to.equal(key)
    expect(createVault(keyFrom(2)).keyOf('phone', '13800000001')).not.to.equal(key)
  })

  it('seals differently each time, short enough for its column, and opens what it sealed', () => {
    const [first, second] = [vault.seal('13800000001'), vault.seal('13800000001')]
    expect(first).not.to.equal(second)
    expect(first.length).to.be.below(128)
    expect([first, second].map((sealed) => vault.unseal(sealed))).to.deep.equal(['13800000001', '13800000001'])
  })

  it('opens nothing changed, foreign or plain', () => {
    const sealed = vault.seal('13800000001')
    const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA')
    for (const text of [changed, createVault(keyFrom(2)).seal('x'), '13800000001']) {
      expect(() => vault.unseal(text)).to.throw()
    }
  })

  it('refuses a key of another length', () => {
    expect(() => createVault(Buffer.alloc(16).toString('base64'))).to.throw('32 bytes')
  })
})
