/** Asks the demo server. Throws with the Chinese text to show. */
export async function ask(name, input = {}) {
  const answer = await fetch(`/demo/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const body = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Error(typeof body.error === 'string' ? body.error : (body.error?.message ?? '没有成功'))
  return body
}
