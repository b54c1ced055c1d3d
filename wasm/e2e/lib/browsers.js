// Real browsers, each a process of its own with a fresh profile. Processes are reused across tests, because
// starting one takes seconds; what a test needs in devices and permissions is a "kind".
import { access } from 'node:fs/promises'
import puppeteer from 'puppeteer-core'
import { display } from './display.js'

const executables = {
  chromium: [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'],
  firefox: [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'],
}

const chromiumFlags = [
  '--no-sandbox',
  '--allow-loopback-in-peer-connection',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Each window loads the two popups of the address bar as pages: three quarters of what opening one costs.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
]

// The kind 'doomed' is a normal one in a process that a test may kill.

// Chromium does not get --use-fake-ui-for-media-stream here: it would grant everything, and the permission
// would be nobody's decision. Instead every test context is given its permissions.
const chromiumDevices = {
  normal: ['--use-fake-device-for-media-stream'],
  // The second of them has depth images, which no connection sends.
  'several cameras': ['--use-fake-device-for-media-stream=device-count=3'],
  'no camera': ['--use-fake-device-for-media-stream=device-count=0'],
  'no microphone': [], // there is no flag for this: both devices are missing
  'no devices': [],
  doomed: ['--use-fake-device-for-media-stream'],
  // An artificial screen, and somebody who chooses it.
  screen: ['--use-fake-device-for-media-stream=display-media-type=monitor', '--use-fake-ui-for-media-stream'],
}

const chromiumPermissions = {
  normal: ['camera', 'microphone'],
  'several cameras': ['camera', 'microphone'],
  'no camera': ['camera', 'microphone'],
  'no microphone': ['camera', 'microphone'],
  'no devices': ['camera', 'microphone'],
  doomed: ['camera', 'microphone'],
  screen: ['camera', 'microphone'],
  'camera refused': ['microphone'],
  'microphone refused': ['camera'],
}

const firefoxPreferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  // Each user has a window of their own. Only one of them can have focus here, and the others would not be told
  // about devices.
  'media.devices.unfocused.enabled': true,
  // Processes started in advance: they account for a sixth of the ten seconds of processor time that a start
  // costs.
  'dom.ipc.processPrelaunch.enabled': false,
  'browser.tabs.remote.separatePrivilegedContentProcess': false,
  // Its own extensions, and their process: another fifth.
  'extensions.enabledScopes': 0,
  'extensions.webextensions.remote': false,
}

const firefoxDevices = {
  normal: {},
  doomed: {},
  // The loopback device, under a name that does not exist, takes the place of the fake camera.
  'no camera': { 'media.video_loopback_dev': 'none' },
  'no microphone': { 'media.audio_loopback_dev': 'none' },
  'no devices': { 'media.navigator.streams.fake': false },
  'camera refused': {
    'media.navigator.permission.disabled': false,
    'permissions.default.camera': 2,
    'permissions.default.microphone': 1,
  },
  'microphone refused': {
    'media.navigator.permission.disabled': false,
    'permissions.default.camera': 1,
    'permissions.default.microphone': 2,
  },
  'sound refused': { 'media.autoplay.default': 1, 'media.autoplay.blocking_policy': 0 },
  screen: {}, // a real one, see display.js
  // Nobody answers the question whether the page may use the microphone.
  'prompt open': { 'media.navigator.permission.disabled': false },
}

export async function executable(name) {
  for (const path of executables[name]) {
    if (path && (await access(path).then(() => true, () => false))) return path
  }
  throw new Error(`no ${name} found: install it (apt-get install chromium firefox-esr) or set ${name.toUpperCase()}`)
}

// launch starts a process that nobody else uses, with extra arguments (Chromium) or preferences (Firefox) for
// its kind; the caller closes it. It has a new profile, or the one in userDataDir.
export async function launch(name, kind = 'normal', { args = [], preferences = {}, userDataDir } = {}) {
  const executablePath = await executable(name)
  if (name === 'chromium') {
    const devices = chromiumDevices[kind] ?? chromiumDevices.normal
    return puppeteer.launch({ executablePath, userDataDir, headless: true, acceptInsecureCerts: true, args: [...chromiumFlags, ...devices, ...args] })
  }
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    userDataDir,
    ...(kind === 'screen' ? { headless: false, env: { ...process.env, DISPLAY: await display() } } : { headless: true }),
    acceptInsecureCerts: true,
    extraPrefsFirefox: { ...firefoxPreferences, ...firefoxDevices[kind], ...preferences },
  })
}

// Browsers keeps the processes of a suite. A seat is a process of its own, so that caller and callee never
// share one and the pages of both are in the foreground.
export class Browsers {
  constructor() {
    this.running = new Map()
  }

  // at returns the browser of a seat, started when it is first asked for. Two users rarely need the same
  // special devices, so all seats share a process for those: starting one takes seconds of processor time.
  at(name, kind = 'normal', seat = 0) {
    const process = name === 'chromium' && !(kind in chromiumDevices) ? 'normal' : kind
    const key = `${name}/${process}/${['normal', 'doomed'].includes(process) ? seat : 0}`
    if (!this.running.has(key)) this.running.set(key, launch(name, kind))
    return this.running.get(key)
  }

  // page opens a page in a profile that shares nothing with other pages, with the permissions of its kind.
  async page(name, { kind = 'normal', seat = 0, origin }) {
    const browser = await this.at(name, kind, seat)
    const context = await freshContext(browser, { name, kind, origin })
    return openPage(context)
  }

  // kill ends a process as a crash does.
  async kill(name, kind, seat) {
    const key = `${name}/${kind}/${seat}`
    const browser = await this.running.get(key)
    this.running.delete(key)
    const ended = new Promise((resolve) => browser.process().once('exit', resolve))
    browser.process().kill('SIGKILL')
    await ended
  }

  async close() {
    const browsers = await Promise.allSettled(this.running.values())
    await Promise.allSettled(browsers.map((result) => result.value?.close()))
    this.running.clear()
  }
}

export async function freshContext(browser, { name, kind = 'normal', origin }) {
  const context = await browser.createBrowserContext()
  if (name === 'chromium' && origin) await context.overridePermissions(origin, chromiumPermissions[kind])
  return context
}

// chromiumGrants sets what a page of Chromium may use from now on; everything else is refused.
export async function chromiumGrants(page, permissions) {
  await page.browserContext().overridePermissions(new URL(page.url()).origin, permissions)
}

// openPage opens a page in a window of its own: a background tab shows no frames.
export async function openPage(context) {
  const page = await context.newPage({ type: 'window' })
  page.setDefaultTimeout(15_000)
  return page
}
