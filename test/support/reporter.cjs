// Mocha's spec report, then the plain closing line that machines read.
const { reporters, Runner } = require('mocha')

module.exports = class ClosingLine extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = this.stats
      process.on('exit', () => process.stdout.write(`\n${passes} passed, ${failures} failed\n`))
    })
  }
}
