// What the READMEs tell people to paste, taken verbatim from the file, and what they tell them to do with it.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { freshContext, openPage } from './browsers.js'
import { until } from './until.js'
import { User, instrument } from './user.js'

// The same in two languages.
export const readmes = ['README.md', 'README.zh-CN.md']

// blocks returns the code blocks of a language in a file at the top of the project, in order.
export async function blocks(file, language) {
  const text = await readFile(new URL(`../../../${file}`, import.meta.url), 'utf8')
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, name]) => name === language).map(([, , code]) => code)
}

// servePage serves one page on a port of this machine, as any web server does, and returns a function that ends
// it.
export async function servePage(html, port) {
  const http = createServer((request, response) => {
    const found = new URL(request.url, 'http://x').pathname === '/'
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/html' }).end(found ? html : '')
  })
  http.listen(port, '127.0.0.1')
  await once(http, 'listening')
  return async () => {
    http.close()
    http.closeAllConnections()
    await once(http, 'close')
  }
}

// openWindows opens the page of a README for ann and for ben, in two windows of one browser.
export async function openWindows(browser, origin) {
  const context = await freshContext(browser, { name: 'chromium', origin })
  const open = async (name) => {
    const page = await openPage(context)
    await page.setViewport({ width: 720, height: 420 })
    await instrument(page)
    await page.goto(`${origin}/?${name}`)
    return new User(page, { userID: name })
  }
  return { context, ann: await open('ann'), ben: await open('ben') }
}

export const read = (user, id) => user.page.$eval(`#${id}`, ({ textContent }) => textContent)

// reads waits until an element says something.
export const reads = (user, id, text) => until(() => read(user, id), (seen) => seen.includes(text), { what: `${text} in ${id} of ${user.userID}` })

// talk has ann call ben, and waits until each sees the other and itself.
export async function talk(ann, ben) {
  for (const user of [ann, ben]) await reads(user, 'status', user.userID)
  await ann.page.click('#call')
  await reads(ben, 'status', 'ann')
  await ben.page.click('#answer')
  for (const user of [ann, ben]) for (const id of ['mine', 'theirs']) await user.moves(id)
}
