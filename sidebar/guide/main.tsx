import { render } from 'preact'
import '../shared/tokens.css'
import './guide.css'
import { readBoot } from '../shared/boot.ts'
import { connectWeCom } from '../shared/wecom.ts'
import { App } from './App.tsx'

// Signing in loses what stands behind the #, but keeps the query: a card may name its follow-up in both.
const asked = new URLSearchParams(location.search).get('t')
if (asked && !location.hash) location.hash = `#/t/${asked}`

const boot = readBoot()
const root = document.getElementById('app')
if (root) render(<App boot={boot} wecom={connectWeCom(boot)} />, root)
