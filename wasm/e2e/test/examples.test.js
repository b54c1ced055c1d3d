// The examples made with frameworks do what the page at "/" does, and look the same. make test-npm runs them.
import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { freshContext, openPage } from '../lib/browsers.js'
import { difference } from '../lib/pictures.js'
import { start } from '../lib/server.js'
import { artifacts, callOn, has } from './example.test.js'

const paths = { script: '/', vue: '/examples/vue/', react: '/examples/react/' }
const frameworks = ['vue', 'react']

export default function ({ browsers }) {
  for (const example of frameworks) callOn(browsers, example, paths[example])
  describe('still pictures of chromium', () => looksAlike(browsers, 'chromium', ['light', 'dark']))
  describe('still pictures of firefox', () => looksAlike(browsers, 'firefox', ['light'])) // puppeteer cannot darken it
}

// What moves, and what only the page at "/" has.
const still = '* { animation: none !important; caret-color: transparent !important } #others { display: none }'

function looksAlike(browsers, name, schemes) {
  let server
  let context
  let ben

  before(async () => {
    await mkdir(artifacts, { recursive: true })
    server = await start()
    context = await freshContext(await browsers.at(name), { name, origin: server.url })
    ben = await open(paths.script, 'light')
    await signIn(ben, 'ben')
  })
  after(async () => {
    await context.close()
    await server.stop()
  })

  async function open(path, scheme) {
    const page = await openPage(context)
    await page.setViewport({ width: 600, height: 700 })
    if (name === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.goto(server.url + path)
    await page.addStyleTag({ content: still })
    return page
  }

  for (const scheme of schemes) {
    test(`every screen of every example is the same, ${scheme}`, { timeout: 120_000 }, async () => {
      const wanted = await screens('script', scheme)
      for (const example of frameworks) {
        const seen = await screens(example, scheme)
        for (const step of Object.keys(wanted)) {
          const most = await difference(ben, wanted[step], seen[step])
          assert.ok(most <= 2, `${example} looks different at ${step}: by ${most} of 255`) // rounding of corners varies
        }
      }
    })
  }

  // screens goes through the screens that stand still, and takes a picture of each.
  async function screens(example, scheme) {
    const ann = await open(paths[example], scheme)
    const pictures = {}
    const picture = async (step, wanted) => {
      await has(ann, wanted)
      pictures[step] = await ann.screenshot({ path: `${artifacts}still-${step}-${name}-${scheme}-${example}.png` })
    }
    await picture('sign-in', { shown: '#sign-in', focus: 'name' })
    await signIn(ann, 'ann')
    await picture('home', { shown: '#dial', focus: 'callee' })
    await dial(ben, 'ann')
    await picture('ringing', { shown: '#incoming', focus: 'answer' })
    await ann.locator('#decline').click()
    await picture('declined', { shown: '#dial', focus: 'callee', status: '' })
    await has(ben, { shown: '#dial' })
    await dial(ann, 'ben')
    await has(ben, { shown: '#incoming' })
    await picture('calling', { shown: '#call', focus: 'hang-up', progress: 'Ringing…' })
    await ann.locator('#hang-up').click()
    await picture('cancelled', { shown: '#dial', status: 'Call ended' })
    await has(ben, { status: 'Missed call' })
    await ann.locator('#sign-out').click()
    await has(ann, { shown: '#sign-in' })
    await ann.close()
    return pictures
  }
}

async function signIn(page, user) {
  await page.locator('#name').fill(user)
  await page.locator('#sign-in button').click()
  await has(page, { shown: '#dial' })
}

async function dial(page, user) {
  await page.locator('#callee').fill(user)
  await page.locator('#dial button[value=audio]').click()
}
