// The first snippet of each README, as it is pasted, and what the README says to do with it: the server of `make run`, the
// page at http://localhost:8000, ann in one window and ben in the other. The one with npm is a test of the package.
import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { blocks, openWindows, read, readmes, reads, servePage, talk } from '../lib/readme.js'
import { start } from '../lib/server.js'
import { artifacts } from './example.test.js'

export default function ({ browsers }) {
  for (const file of readmes) describe(file, () => pasted(browsers, file))
}

function pasted(browsers, file) {
  let server
  let close
  let windows

  before(async () => {
    await mkdir(artifacts, { recursive: true })
    const [html] = await blocks(file, 'html')
    close = await servePage(html, 8000)
    server = await start({ httpPort: 8080 })
    windows = await openWindows(await browsers.at('chromium'), 'http://localhost:8000')
  })
  after(async () => {
    await windows?.context.close()
    await server?.stop()
    await close?.()
  })

  test('ann calls, ben answers, both see each other and themselves, inside the window', { timeout: 60_000 }, async () => {
    const { ann, ben } = windows
    await talk(ann, ben)
    for (const { page, userID } of [ann, ben]) {
      await page.screenshot({ path: `${artifacts}readme-${file}-${userID}.png` })
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
      assert.ok(content <= window, `${content} pixels in ${window}`)
    }
  })

  test('one hangs up, both see that it is over, and it works the other way round as well', { timeout: 60_000 }, async () => {
    const { ann, ben } = windows
    const ready = { 'README.md': 'Ready', 'README.zh-CN.md': '空闲' }[file]
    await ben.page.click('#hangup')
    for (const user of [ann, ben]) await reads(user, 'status', ready)
    await ben.page.click('#call')
    await reads(ann, 'status', 'ben')
    await ann.page.click('#answer')
    for (const user of [ann, ben]) for (const id of ['mine', 'theirs']) await user.moves(id)
    assert.deepEqual(await Promise.all([ann, ben].map((user) => read(user, 'error'))), ['', ''])
  })

  test('the server goes away, and the page says so, even when it is loaded without one', { timeout: 30_000 }, async () => {
    const { ann } = windows
    await server.stop()
    await reads(ann, 'error', '16390')
    await ann.page.reload()
    await reads(ann, 'error', 'Failed to fetch')
  })
}
