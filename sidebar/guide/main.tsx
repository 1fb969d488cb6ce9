import { render } from 'preact'
import '../shared/tokens.css'
import './guide.css'
import { readBoot } from '../shared/boot.ts'
import { connectWeCom } from '../shared/wecom.ts'
import { App } from './App.tsx'

// A card names its follow-up in the query too: where a client loses what stands behind the #, or puts its own there.
const asked = new URLSearchParams(location.search).get('t')
if (asked && !location.hash.startsWith('#/')) location.hash = `#/t/${asked}`

const boot = readBoot()
const root = document.getElementById('app')
if (root) render(<App boot={boot} wecom={connectWeCom(boot)} />, root)
