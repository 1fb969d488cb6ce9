import Koa from 'koa'
import ServerRequest from 'node-easywechat/dist/Core/Http/ServerRequest.js'
import Encryptor from 'node-easywechat/dist/Work/Encryptor.js'
import Server from 'node-easywechat/dist/Work/Server.js'
import { DataSource, type DataSourceOptions, EntitySchema } from 'typeorm'

/**
 * What a team would write today: node-easywechat's message server, TypeORM's findOneBy and save, one after another
 * for each callback. Its package does not load as a whole (a dependency moved a file), so the parts come by deep import.
 */
interface SavedEvent {
  id: number
  dedupKey: string
  event: string
  externalUserId: string
  body: string
}

const SAVED_EVENT = new EntitySchema<SavedEvent>({
  name: 'naive_events',
  columns: {
    id: { type: Number, primary: true, generated: true },
    dedupKey: { type: String, length: 190, unique: true, name: 'dedup_key' },
    event: { type: String, length: 64 },
    externalUserId: { type: String, length: 64, name: 'external_user_id' },
    body: { type: 'text' },
  },
})

const { PORT, NAIVE_DATABASE_URL: url = '', WECOM_CORP_ID, WECOM_TOKEN, WECOM_ENCODING_AES_KEY } = process.env
const common = { entities: [SAVED_EVENT], synchronize: true }
const options: DataSourceOptions = url.startsWith('sqlite:')
  ? { ...common, type: 'better-sqlite3', database: url.slice('sqlite:'.length), prepareDatabase: tune }
  : { ...common, type: 'mysql', url }
const source = await new DataSource(options).initialize()
const events = source.getRepository(SAVED_EVENT)
const encryptor = new Encryptor(WECOM_CORP_ID, WECOM_TOKEN, WECOM_ENCODING_AES_KEY)

const app = new Koa()
app.use(async (ctx) => {
  const server = new Server(encryptor, await ServerRequest.createFromIncomingMessage(ctx.req))
  server.with(async (message, next) => {
    const { FromUserName, CreateTime, ChangeType, ExternalUserID } = message
    const dedupKey = `${FromUserName}-${CreateTime}-${ChangeType}-${ExternalUserID}`
    const body = message.toJson?.() ?? ''
    const known = await events.findOneBy({ dedupKey })
    if (!known) await events.save({ dedupKey, event: message.Event, externalUserId: ExternalUserID ?? '', body })
    return next?.(message)
  })
  const response = await server.serve()
  ctx.status = response.getStatusCode()
  ctx.body = 'success'
})
app.listen(Number(PORT), '127.0.0.1', () => process.send?.('ready'))

/** The same durability as ours: a comparison with a commit that may vanish would say nothing. */
function tune(connection: { pragma(statement: string): unknown }): void {
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
}
