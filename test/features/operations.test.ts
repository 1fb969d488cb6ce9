import { expect } from 'chai'
import { startTestApp, type TestApp } from '../support/app.ts'
import { forEachDatabase } from '../support/db.ts'

forEachDatabase((kind) => {
  describe(`operations on ${kind}`, () => {
    let app: TestApp
    before(async () => {
      app = await startTestApp(kind)
    })
    after(() => app.stop())

    it('says that it runs, that it takes work, and which version it is', async () => {
      expect(await (await app.anonymous.get('/healthz')).json()).to.deep.equal({ status: 'ok' })
      const ready = await app.anonymous.get('/readyz')
      expect(ready.status).to.equal(200)
      expect(await ready.json()).to.deep.include({ status: 'ok' })
      expect(await (await app.anonymous.get('/version')).json()).to.deep.equal({ name: 'huitouke', version: '0.1.0' })
    })

    it('describes every route it serves, grown from the schemas', async () => {
      const api = (await (await app.anonymous.get('/api/openapi.json')).json()) as { paths: Record<string, object> }
      for (const route of app.product.routes)
        expect(api.paths[route.path.replace(/:(\w+)/g, '{$1}')], route.path).to.have.property(route.method)
    })

    it('answers an unknown address with a closed-list error in Chinese and the request id', async () => {
      const answer = await app.anonymous.get('/nowhere')
      expect(answer.status).to.equal(404)
      const { error } = (await answer.json()) as { error: { requestId: string } }
      expect(error).to.deep.include({ code: 'NOT_FOUND', message: '没有找到' })
      expect(error.requestId).to.equal(answer.headers.get('x-request-id'))
    })

    it('has no time travel unless it was asked for', async () => {
      expect((await app.anonymous.post('/dev/clock', { advance: 'P1D' })).status).to.equal(404)
    })

    it('forbids inline script and foreign frames on every page', async () => {
      const policy = (await app.anonymous.get('/docs')).headers.get('content-security-policy') ?? ''
      expect(policy).to.include("script-src 'self'").and.not.include('unsafe-inline')
      expect(policy).to.include("frame-ancestors 'self'")
    })
  })
})
