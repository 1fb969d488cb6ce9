import { render } from 'preact'
import '../shared/tokens.css'
import '../shared/credit.css'
import '../shared/entries.css'
import './board.css'
import { readBoot } from '../shared/boot.ts'
import { App } from './App.tsx'

const root = document.getElementById('app')
if (root) render(<App boot={readBoot()} />, root)
