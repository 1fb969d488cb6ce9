import Koa from 'koa'

/** The floor: Koa that answers 'success' and does nothing else. */
const app = new Koa()
app.use((ctx) => {
  ctx.body = 'success'
})
app.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'))
