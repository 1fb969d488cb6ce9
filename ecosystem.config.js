// pm2 in an ESM package reads named exports. pm2 is AGPL-3.0: this file serves it, nothing depends on it.
const common = { script: 'dist/app/main.js', kill_timeout: 15_000, env: { NODE_ENV: 'production' } }

export const apps = [
  // Callbacks, pages, API. `wait_ready`: the old process stays until the new one listens.
  {
    ...common,
    name: 'huitouke-web',
    args: '--role=web',
    exec_mode: 'cluster',
    instances: 2,
    wait_ready: true,
    listen_timeout: 20_000,
  },
  // Streams, outbox, planning. As many as needed: they share the work through SQL and Redis.
  { ...common, name: 'huitouke-worker', args: '--role=worker', exec_mode: 'fork', instances: 1 },
  // Ticks the schedules; a second one would do no harm, each slot fires once.
  { ...common, name: 'huitouke-scheduler', args: '--role=scheduler', exec_mode: 'fork', instances: 1 },
]
