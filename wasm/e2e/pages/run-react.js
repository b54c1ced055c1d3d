// What the tests do with the page, in React 18 and 19, in StrictMode.
import * as React from 'react'
import dom from 'react-dom'
import client from 'react-dom/client'
import * as wrapper from 'wrapper'
import { component } from './react.js'
import { control } from './control.js'

const place = document.getElementById('app')

function mount(given, seen, hydrate) {
  const page = React.createElement(React.StrictMode, null, React.createElement(component(React, wrapper, given, seen)))
  if (hydrate) {
    const root = client.hydrateRoot(place, page)
    return () => root.unmount()
  }
  const root = client.createRoot(place)
  dom.flushSync(() => root.render(page))
  return () => root.unmount()
}

// What React does after an effect, it does in a task of its own.
const settled = () => new Promise((resolve) => setTimeout(resolve))

control(mount, (seen, key) => seen[key], settled)
