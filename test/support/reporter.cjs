// Mocha's spec report, and beside it what `npm test` adds up: parts.ts reads it.
const { reporters, Runner } = require('mocha')

const tell = (what) => process.stdout.write(`\u001e${JSON.stringify(what)}\n`)

module.exports = class Telling extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    // At once, not at the end: a process that breaks off has told what it knew.
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) =>
      tell({ event: 'failed', title: test.fullTitle(), error: String(error?.stack ?? error) }),
    )
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      process.on('exit', () => tell({ event: 'ended', passed: this.stats.passes }))
    })
  }
}
