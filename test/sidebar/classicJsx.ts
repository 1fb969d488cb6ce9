import { createElement, Fragment } from 'preact'

// tsx compiles JSX outside the root tsconfig the classic way; Preact answers to that name here.
Object.assign(globalThis, { React: { createElement, Fragment } })
