/** A plain page that lists the routes of `/api/openapi.json`. No framework, no foreign host, no inline script. */
export const docsPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>huitouke API</title></head>
<body><main><h1>huitouke API</h1><p><a href="/api/openapi.json">openapi.json</a></p><div id="routes">…</div></main>
<script src="/docs/docs.js" defer></script></body></html>`

export const docsScript = `const add = (parent, tag, text) => {
  const node = parent.appendChild(document.createElement(tag))
  if (text !== undefined) node.textContent = text
  return node
}
const show = (parent, title, value) => {
  if (value === undefined) return
  add(add(parent, 'details'), 'summary', title).parentNode.appendChild(document.createElement('pre')).textContent =
    JSON.stringify(value, null, 2)
}
const root = document.getElementById('routes')
fetch('/api/openapi.json')
  .then((answer) => answer.json())
  .then((api) => {
    root.textContent = ''
    for (const [path, methods] of Object.entries(api.paths))
      for (const [method, route] of Object.entries(methods)) {
        add(root, 'h2', method.toUpperCase() + ' ' + path)
        add(root, 'p', route.summary + ' — ' + route.description)
        show(root, 'parameters', route.parameters)
        show(root, 'body', route.requestBody)
        show(root, 'answer', route.responses)
      }
  })
`
