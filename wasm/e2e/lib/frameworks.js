// Pages made with frameworks: the wrappers as they are built, under the frameworks' own development builds.
// Those of React are not ES modules and are turned into some here; nothing else is changed.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import * as reactPage from '../pages/react.js'
import * as vuePage from '../pages/vue.js'

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))
const dist = path('../../../jsbridge/npm/dist/')
// The tests of the npm package use React 19 and both versions of Vue, this suite uses React 18.
const packages = createRequire(path('../../../jsbridge/npm/package.json'))
const own = createRequire(import.meta.url)

const vue = { wrapper: 'vue', run: 'run-vue', page: vuePage }
const react = { wrapper: 'react', run: 'run-react', page: reactPage }

export const frameworks = {
  'Vue 3': { ...vue, modules: { vue: file(packages, 'vue/dist/vue.runtime.esm-browser.js') }, render: renderVue },
  'Vue 2.7': { ...vue, wrapper: 'vue2', modules: { vue: file(packages, 'vue2/dist/vue.esm.browser.js') }, render: renderVue2 },
  'React 18': { ...react, ...reactOf(own, 'react-dom/client.js') },
  'React 19': { ...react, ...reactOf(packages, 'react-dom/cjs/react-dom-client.development.js') },
}

function file(from, name) {
  return () => readFileSync(inPackage(from, name), 'utf8')
}

// inPackage finds a file that its package does not export.
function inPackage(from, name) {
  const [folder, ...rest] = name.split('/')
  return from.resolve(`${folder}/package.json`).replace('package.json', rest.join('/'))
}

function reactOf(from, client) {
  const modules = {
    react: asModule(from, 'react/cjs/react.development.js', Object.keys(from('react'))),
    scheduler: asModule(createRequire(from.resolve('react-dom')), 'scheduler/cjs/scheduler.development.js'),
    'react-dom': asModule(from, 'react-dom/cjs/react-dom.development.js'),
    'react-dom/client': asModule(from, client),
  }
  return { modules, render: (framework, given) => renderReact(from, framework, given) }
}

// asModule turns a CommonJS module into an ES module, with a default export and the named ones.
function asModule(from, name, names = []) {
  return () => {
    const code = readFileSync(inPackage(from, name), 'utf8')
    const needed = [...new Set([...code.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map((match) => match[1]))]
    return [
      ...needed.map((other, index) => `import needed${index} from '${other}'`),
      `const all = { ${needed.map((other, index) => `'${other}': needed${index}`).join()} }`,
      `const module = { exports: {} }, process = { env: { NODE_ENV: 'development' } };`,
      `((module, exports, require) => {${code}\n})(module, module.exports, (name) => all[name])`,
      `export default module.exports; export const { ${names.join()} } = module.exports`,
    ].join('\n')
  }
}

// wrapperOf is the CommonJS form of a wrapper, with the framework that is passed to it.
function wrapperOf({ wrapper }, framework) {
  const module = { exports: {} }
  const find = (name) => (name.startsWith('./') ? own(dist + name) : framework)
  new Function('module', 'exports', 'require', readFileSync(`${dist}${wrapper}.cjs`, 'utf8'))(module, module.exports, find)
  return module.exports
}

function renderVue(framework, given) {
  const Vue = packages('vue')
  return packages('vue/server-renderer').renderToString(Vue.createSSRApp(framework.page.component(Vue, wrapperOf(framework, Vue), given)))
}

function renderVue2(framework, given) {
  const Vue = packages('vue2')
  const renderer = packages('vue-server-renderer/build.dev.js').createRenderer() // its main file refuses to work beside Vue 3
  return renderer.renderToString(new Vue(framework.page.component(Vue, wrapperOf(framework, Vue), given)))
}

function renderReact(from, framework, given) {
  const React = from('react')
  const { renderToString } = from('react-dom/server')
  return renderToString(React.createElement(framework.page.component(React, wrapperOf(framework, React), given)))
}

// fileOf answers requests of a framework's page for files that the server does not have; body is what a server
// has rendered.
export function fileOf(framework, pathname, body = '') {
  const name = pathname.replace('/e2e/', '')
  if (name === 'framework') return { type: 'text/html', content: html(framework, body) }
  if (name.startsWith('dist/')) return { type: name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript', content: readFileSync(dist + name.slice(5)) }
  if (name.startsWith('pages/')) return { type: 'text/javascript', content: readFileSync(path(`../${name}`)) }
  const module = framework.modules[name.replace('modules/', '')]
  return module && { type: 'text/javascript', content: module() }
}

function html({ wrapper, run, modules }, body) {
  const imports = {
    'trtc-calling-wasm': '/e2e/dist/trtc-calling.mjs',
    wrapper: `/e2e/dist/${wrapper}.mjs`,
    ...Object.fromEntries(Object.keys(modules).map((name) => [name, `/e2e/modules/${name}`])),
  }
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title><script type="importmap">${JSON.stringify({ imports })}</script>` +
    `<body><div id="app">${body}</div><script type="module" src="/e2e/pages/${run}.js"></script></body></html>`
}
