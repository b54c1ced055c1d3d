// What the tests do with the page, in Vue 3 and in Vue 2.7.
import * as Vue from 'vue'
import * as wrapper from 'wrapper'
import { component } from './vue.js'
import { control } from './control.js'

const place = document.getElementById('app')

function mount(given, seen, hydrate) {
  const page = component(Vue, wrapper, given, seen)
  if (Vue.version.startsWith('2')) return mountVue2(page, hydrate)
  const app = hydrate ? Vue.createSSRApp(page) : Vue.createApp(page)
  app.mount(place)
  return () => app.unmount()
}

function mountVue2(page, hydrate) {
  const view = new Vue.default(page)
  view.$mount(hydrate ? place.firstElementChild : place.appendChild(document.createElement('div')), hydrate)
  return () => {
    view.$destroy()
    view.$el.remove()
  }
}

control(mount, (seen, key) => Vue.unref(seen[key]), Vue.nextTick)
