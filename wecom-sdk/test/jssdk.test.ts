import { expect } from 'chai'
import { jsSdkSignature } from '../src/jssdk.ts'
import { readVectors } from './support.ts'

describe('JS-SDK signature', () => {
  for (const { id, jsapi_ticket: ticket, noncestr: nonceStr, timestamp, url, pageHref, signature } of readVectors()
    .js_sdk) {
    it(id, () => {
      expect(jsSdkSignature({ ticket, nonceStr, timestamp, url: pageHref ?? url })).to.equal(signature)
      expect(jsSdkSignature({ ticket, nonceStr, timestamp: Number(timestamp), url })).to.equal(signature)
    })
  }
})
