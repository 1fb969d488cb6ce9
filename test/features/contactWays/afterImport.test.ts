import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { importFile } from '../../../app/boot/importFile.ts'
import { ContactWay } from '../../../app/db/entities/org.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'

const FILES = {
  regions: 'code,name\nEAST,华东\n',
  stores: 'store_code,name,region_code\nSH001,徐汇店,EAST\n',
  guides: 'userid,name,store_code,role,from_date\nguide.lin,林晓,SH001,guide,2025-01-01\n',
} as const

describe('contact ways after an import', () => {
  let app: TestApp
  let folder: string

  before(async () => {
    app = await startTestApp('sqlite')
    app.local.addMember({ userid: 'guide.lin', name: '林晓' })
    folder = await mkdtemp(join(tmpdir(), 'huitouke-ways-'))
  })
  after(async () => {
    await app.stop()
    await rm(folder, { recursive: true })
  })

  it('a guide who was just imported has a QR with an opaque token, made at WeCom', async () => {
    for (const kind of ['regions', 'stores', 'guides'] as const) {
      const path = join(folder, `${kind}.csv`)
      await writeFile(path, FILES[kind])
      await importFile(app.deps, kind, path)
    }
    await app.settle()
    const [way, ...others] = await app.deps.db.read.find(ContactWay)
    expect(others).to.have.length(0)
    expect(way).to.include({ kind: 'guide', storeCode: 'SH001' })
    expect(way?.configId).to.be.a('string')
    expect(app.local.calls('externalcontact/add_contact_way')).to.have.length(1)
  })
})
