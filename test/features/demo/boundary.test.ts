import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { buildPages } from '../../support/builtPages.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const MARKS = ['demo-bridge', 'demo.looks', '/demo/']

const filesUnder = (folder: string): string[] =>
  readdirSync(resolve(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))

const marked = (files: string[]): string[] =>
  files.filter((file) => MARKS.some((mark) => readFileSync(file, 'utf8').includes(mark)))

interface Ended {
  code: number
  output: string
}

/** Runs a script of ours to its end. */
function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const options = { cwd: ROOT, env: { ...process.env, ...env }, timeout: 60_000 }
  return new Promise((done) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: stdout + stderr }),
    )
  })
}

const startDemo = (env: NodeJS.ProcessEnv) => run(['--import=tsx', '--conditions=source', 'demo/main.ts'], env)

describe('demo: where it ends', function () {
  this.timeout(240_000)

  it('the bridge carries marks that a search would find', () => {
    expect(marked([join(ROOT, 'demo/bridge.js')])).to.have.length(1)
  })

  it('what is built for production holds no bridge and no word of the demo', async () => {
    const built = await buildPages()
    const files = filesUnder(built).filter((file) => /\.(html|js|css)$/.test(file))
    expect(files.length).to.be.greaterThan(3)
    expect(marked(files)).to.deep.equal([])
  })

  it('the sources of the product hold none either, and the build does not take the demo in', () => {
    const sources = ['app', 'config', 'sidebar', 'wecom-sdk/src'].flatMap(filesUnder)
    expect(sources.length).to.be.greaterThan(100)
    expect(marked(sources)).to.deep.equal([])
    const build = JSON.parse(readFileSync(join(ROOT, 'tsconfig.build.json'), 'utf8')) as { include: string[] }
    expect(build.include).to.not.include('demo')
  })

  it('refuses to start in production', async () => {
    const { code, output } = await startDemo({ NODE_ENV: 'production', PORT: '0' })
    expect(code).to.equal(1)
    expect(output).to.include('NODE_ENV=production')
  })

  it('says in one line that its port is taken', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const { port } = other.address() as AddressInfo
    const { code, output } = await startDemo({ NODE_ENV: 'development', PORT: String(port) })
    await new Promise((done) => other.close(done))
    expect(code).to.equal(1)
    expect(output.trim().split('\n')).to.have.length(1)
    expect(output).to.include('端口已被占用')
  })
})
