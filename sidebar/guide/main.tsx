import { render } from 'preact'
import '../shared/tokens.css'
import './guide.css'
import { readBoot } from '../shared/boot.ts'
import { connectWeCom } from '../shared/wecom.ts'
import { App } from './App.tsx'

const boot = readBoot()
const root = document.getElementById('app')
if (root) render(<App boot={boot} wecom={connectWeCom(boot)} />, root)
