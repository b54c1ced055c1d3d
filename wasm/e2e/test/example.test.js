// The page of an example, used through its buttons like a person would: two tabs of one browser call each
// other, and what they look like is kept as pictures. This is the page at "/"; examples.test.js makes the
// others do the same.
import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freshContext, openPage } from '../lib/browsers.js'
import { start } from '../lib/server.js'
import { until } from '../lib/until.js'

export const artifacts = fileURLToPath(new URL('../artifacts/', import.meta.url))

export default function ({ browsers }) {
  callOn(browsers, 'script', '/')
}

// callOn makes two tabs of each browser call each other on the page of an example.
export function callOn(browsers, example, path) {
  for (const name of ['chromium', 'firefox']) {
    describe(`two tabs of ${name} on the page ${example}`, () => twoTabs(browsers, { name, example, path }))
  }
}

function twoTabs(browsers, { name, example, path }) {
  let server
  let context
  let ann
  let ben

  before(async () => {
    await mkdir(artifacts, { recursive: true })
    server = await start()
    context = await freshContext(await browsers.at(name, 'screen'), { name, kind: 'screen', origin: server.url })
    ann = await tab({ width: 1280, height: 800 })
    ben = await tab({ width: 320, height: 640 })
  })
  after(async () => {
    await context.close()
    await server.stop()
  })

  async function tab(viewport) {
    const page = await openPage(context)
    await page.setViewport(viewport)
    await page.goto(server.url + path)
    return page
  }

  const picture = async (step) => {
    await ann.screenshot({ path: `${artifacts}${step}-${name}-ann-${example}.png` })
    await ben.screenshot({ path: `${artifacts}${step}-${name}-ben-${example}.png` })
  }

  test('both sign in by name', { timeout: 30_000 }, async () => {
    await picture('1-sign-in')
    for (const [page, user] of [[ann, 'ann'], [ben, 'ben']]) {
      await has(page, { shown: '#sign-in', focus: 'name' })
      await page.locator('#name').fill(user)
      await page.locator('#sign-in button').click()
      await has(page, { shown: '#dial', focus: 'callee' })
    }
    await picture('2-home')
  })

  test('a tab that is loaded again is signed in as before', { timeout: 30_000 }, async () => {
    await ann.reload()
    await has(ann, { shown: '#dial', focus: 'callee' })
    assert.equal(await text(ann, '#my-name'), 'ann')
  })

  test('ann calls ben, ben rings and answers, both see a picture that moves', { timeout: 60_000 }, async () => {
    await ann.locator('#callee').fill('ben')
    await ann.locator('#dial button[value=video]').click()
    await until(() => text(ben, '#incoming[open] #caller'), (caller) => caller === 'ann', { what: 'the ringing sheet' })
    await has(ben, { focus: 'answer', title: 'ann is calling…' })
    await has(ann, { focus: 'hang-up', progress: 'Ringing…' })
    await picture('3-ringing')
    await ben.locator('#answer').click()
    for (const page of [ann, ben]) {
      await has(page, { shown: '#call', focus: 'hang-up', title: 'Calls' })
      await moves(page, '#remote video')
      await moves(page, '#local video')
    }
    await picture('4-in-call')
  })

  test('ann turns her camera off and on again, and ben sees it', { timeout: 60_000 }, async () => {
    await ann.locator('#camera').click()
    await until(() => text(ann, '#camera'), (label) => label === 'Camera on', { what: 'the button that turns it on' })
    await until(() => shown(ben, '#remote video'), (visible) => !visible, { what: 'a hidden picture' })
    await picture('5-camera-off')
    await ann.locator('#camera').click()
    await moves(ben, '#remote video')
  })

  test('ann shares her screen, and ben sees it beside her', { timeout: 60_000 }, async () => {
    await ann.locator('#share').click()
    await until(() => text(ann, '#share'), (label) => label === 'Stop sharing', { what: 'the button that ends it' })
    for (const picture of ['#screen video', '#remote video']) {
      await until(() => shown(ben, picture), (visible) => visible, { what: `a visible ${picture}` })
      await moves(ben, picture)
    }
    await picture('6-screen')
    await ann.locator('#share').click()
    await until(() => text(ann, '#share'), (label) => label === 'Share screen', { what: 'the button that begins it' })
    await until(() => shown(ben, '#screen video'), (visible) => !visible, { what: 'the end of the screen' })
  })

  test('ann mutes herself, and ben is told', { timeout: 30_000 }, async () => {
    await ann.locator('#mute').click()
    await until(() => shown(ben, '#peer-muted'), (visible) => visible, { what: 'the word muted' })
    await picture('7-muted')
    await ann.locator('#mute').click()
    await until(() => shown(ben, '#peer-muted'), (visible) => !visible, { what: 'its end' })
  })

  test('ben hangs up, and both are ready for the next call', { timeout: 30_000 }, async () => {
    await ben.locator('#hang-up').click()
    for (const page of [ann, ben]) await has(page, { shown: '#dial', status: /^Call ended/ })
    await picture('8-after')
    await ben.locator('#callee').fill('ann')
    await ben.locator('#dial button[value=audio]').click()
    await until(() => text(ann, '#incoming[open] #caller'), (caller) => caller === 'ben', { what: 'the ringing sheet' })
    await ann.locator('#decline').click()
    await has(ann, { shown: '#dial', focus: 'callee', title: 'Calls' })
    await has(ben, { shown: '#dial', status: 'ann declined' })
  })

  test('a caller who gives up is shown as missed', { timeout: 30_000 }, async () => {
    await ben.locator('#dial button[value=video]').click()
    await until(() => text(ann, '#incoming[open] #caller-wants'), (wants) => wants === 'wants to see you', { what: 'the ringing sheet' })
    await ben.locator('#hang-up').click()
    await has(ann, { shown: '#dial', focus: 'callee', status: 'Missed call' })
    await has(ben, { shown: '#dial', status: 'Call ended' })
  })

  test('ben signs in somewhere else, and is told so here; ann signs out', { timeout: 30_000 }, async () => {
    const other = await tab({ width: 640, height: 640 })
    await other.locator('#name').fill('ben')
    await other.locator('#sign-in button').click()
    await has(other, { shown: '#dial' })
    await has(ben, { shown: '#sign-in', status: 'You signed in somewhere else, so this tab is signed out' })
    await ann.locator('#sign-out').click()
    await has(ann, { shown: '#sign-in', status: '' })
    await ann.reload()
    await has(ann, { shown: '#sign-in' })
  })

  test('nothing is wider than the window, not even at 320 pixels', async () => {
    for (const page of [ann, ben]) {
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
      assert.ok(content <= window, `${content} pixels in ${window}`)
    }
  })
}

const text = (page, selector) => page.evaluate((query) => document.querySelector(query)?.textContent, selector)
const shown = (page, selector) => page.evaluate((query) => document.querySelector(query)?.checkVisibility({ visibilityProperty: true }) ?? false, selector)

// has waits until the page is as wanted: which part is shown, where the focus is, and texts.
export async function has(page, { shown, ...wanted }) {
  const look = () => page.evaluate((query) => ({
    shown: query === undefined || (document.querySelector(query)?.checkVisibility() ?? false),
    focus: document.activeElement.id,
    title: document.title,
    status: document.getElementById('status').textContent,
    progress: document.getElementById('progress')?.textContent,
  }), shown)
  const fits = (seen, good) => (good instanceof RegExp ? good.test(seen) : seen === good)
  await until(look, (seen) => seen.shown && Object.entries(wanted).every(([what, good]) => fits(seen[what], good)), {
    what: [shown, ...Object.values(wanted)].join(' '),
  })
}

// moves waits until an element shows two pictures that differ.
async function moves(page, selector) {
  const changes = (query) => {
    const video = document.querySelector(query)
    if (!video || video.readyState < 2) return false
    const canvas = document.createElement('canvas')
    canvas.width = 160
    canvas.height = 120
    const context = canvas.getContext('2d')
    const picture = () => {
      context.drawImage(video, 0, 0, 160, 120)
      return String(context.getImageData(0, 0, 160, 120).data)
    }
    const first = picture()
    return new Promise((resolve) => setTimeout(() => resolve(picture() !== first), 200))
  }
  await until(() => page.evaluate(changes, selector), (moved) => moved, { what: `a moving picture in ${selector}` })
}
