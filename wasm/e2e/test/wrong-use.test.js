// Every method in every state, twice at once, with everything that is wrong: the outcome is the documented one,
// nothing is thrown into the page, no markup is interpreted, and calls work afterwards.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'
import { answered } from '../lib/user.js'

const injected = await readFile(new URL('../probe/wrong.js', import.meta.url), 'utf8')

// moving are the methods that may change the state, so that it has to be set up again.
const moving = ['login', 'logout', 'call', 'groupCall', 'inviteUser', 'joinInGroupCall', 'accept', 'reject', 'hangup', 'switchToAudioCall', 'switchToVideoCall', '_cancel']
// setting changes what the getters show until the next change.
const setting = /^(set(Call|Inviter|Group|IsGroup|Invitee|UnHandled|Switch)\w+|delInviterInviteID|changeCallStatus)$/
const last = ['destroy']

const views = ['startLocalView', 'startRemoteView', 'startScreenView', 'stopLocalView', 'stopRemoteView', 'stopScreenView']
const devices = ['openCamera', 'closeCamera', 'setMicMute', 'startScreenShare', 'stopScreenShare']
const without = ['undefined', 'null']
const unusable = ['number', 'text', 'empty object', 'list', 'huge', 'markup', 'fields of wrong types']

const typeError = { how: 'rejected', name: 'TypeError', message: /parameters are missing/ }
const paramsError = (method) => ({ how: 'rejected', name: 'Error', message: new RegExp(`^TRTCCalling\\.${method} - params error:`), code: 6017 })
const notLogin = { how: 'rejected', message: /not login，/, code: 2024 }
const resolved = (type) => ({ how: 'resolved', type })

// documented is the required outcome of a call, or undefined where several are right.
function documented(method, name, state) {
  const signedOut = state === 'signed out'
  const streaming = state === 'ringing out' || state === 'in a call'
  if (['on', 'once'].includes(method)) return { how: 'threw', name: 'TypeError', message: /is not a function$/ }
  if (state === 'destroyed') return undefined
  if (method === 'off' || method === 'setLogLevel') return { how: 'returned', type: 'undefined' }
  if (['call', 'login', 'switchDevice', ...views].includes(method) && without.includes(name)) return typeError
  if (method === 'groupCall' && without.includes(name)) return paramsError(method)
  if (method === 'groupCall' && name === 'circular') return { how: 'rejected', name: 'TypeError', message: /userIDList is missing/ }
  if (method === 'login' && unusable.includes(name)) return { how: 'rejected', name: 'RtcError', code: 4096 }
  if (['call', 'groupCall', 'switchDevice', ...views].includes(method) && unusable.includes(name)) return ['groupCall', ...views].includes(method) && name === 'fields of wrong types' ? undefined : paramsError(method)
  if (signedOut && ['call', 'groupCall', 'hangup', 'logout', 'getCameras', 'getMicrophones', ...devices].includes(method)) return method === 'logout' ? { how: 'rejected', code: 2024 } : notLogin
  if (signedOut && /^stop.*View$/.test(method)) return notLogin
  if (['accept', 'reject'].includes(method) && state !== 'ringing in') return resolved('undefined')
  if (method === 'switchToAudioCall') return resolved('undefined')
  if (method === 'switchToVideoCall') return { how: 'returned', type: 'undefined' }
  if (method === 'hangup' && state === 'idle') return resolved('object')
  if (devices.includes(method) && !signedOut && !streaming && method !== 'openCamera') return { how: 'rejected', message: /there is no local stream/ }
  if (method === 'setMicMute' && streaming) return resolved('boolean')
  if (method === 'setVideoQuality' && [...without, 'number', 'text', 'list', 'huge', 'markup'].includes(name)) return { how: 'rejected', name: 'TRTCCallingError', code: 65535 }
  return undefined
}

// verdict is what is wrong with an outcome, or ''.
function verdict(outcome, state) {
  const { method, name, how, type, error } = outcome
  const want = documented(method, name, state)
  const say = (why) => `${state}: ${method}(${name}) ${why}: ${JSON.stringify({ how, type, error })}`
  if (how === 'still waits') return say('does not settle')
  if (how === 'threw' && want?.how !== 'threw') return say('throws')
  if (how === 'rejected' && !(error?.isError && (typeof error.code === 'number'))) return say('rejects without a code')
  if (!want) return ''
  const fits = how === want.how && (want.type === undefined || type === want.type) && (want.name === undefined || error?.name === want.name) &&
    (want.code === undefined || error?.code === want.code) && (want.message === undefined || want.message.test(error?.message ?? ''))
  return fits ? '' : say(`should be ${want.how} ${want.name ?? want.type ?? ''} ${want.code ?? ''} ${want.message ?? ''}`)
}

// judge lists everything that is wrong after a method was called twice at once.
function judge({ outcomes, damage, userID }, state) {
  const [{ method, name }] = outcomes
  // The second of two simultaneous calls may find another state than the first; only the first is judged by
  // what is documented.
  const found = outcomes.map((outcome, at) => verdict(outcome, at === 0 || state === 'destroyed' || !moving.includes(method) ? state : 'any')).filter(Boolean)
  if (!['signed out', 'destroyed'].includes(state) && !['login', 'logout'].includes(method) && userID === '') found.push(`${state}: ${method}(${name}) signed the user out`)
  return [...found, ...damage.map((text) => `${state}: ${method}(${name}): ${text}`)]
}

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff')) {
    describe(`wrong use in ${pair[0]} (${name})`, () => wrongUse(new Stage(browsers, pair)))
  }
}

function wrongUse(stage) {
  let user
  let peer
  let members
  let names

  before(async () => {
    await stage.open()
    user = await stage.user('user', { seat: 0, kind: 'screen' })
    peer = await stage.user('peer', { seat: 1 })
    await user.page.evaluate(injected)
    members = await user.page.evaluate(() => window.probe.wrong.members())
    names = await user.page.evaluate(() => window.probe.wrong.names)
    await peer.signIn()
    await user.open()
  })
  after(() => stage.close())

  const forget = (who) => who.page.evaluate(() => (window.probe.consumed = window.probe.events.length))
  const shown = () => user.page.evaluate(() => `${window.probe.calling.getCallStatus()} of ${window.probe.calling.getUserID()}`)
  const statuses = { 'signed out': 'idle of ', idle: 'idle of user', 'ringing out': 'connected of user', 'ringing in': 'calling of user', 'in a call': 'connected of user' }

  // enter sets up the state, whatever the current one is.
  async function enter(state) {
    for (const who of [user, peer]) await who.invoke('hangup')
    if (state === 'signed out') await user.invoke('logout')
    else if ((await shown()) !== statuses.idle) assert.equal((await user.login()).error, undefined)
    await until(() => peer.status(), (status) => status === 'idle', { what: 'an idle peer' })
    await until(shown, (now) => now === statuses[state === 'signed out' ? state : 'idle'], { what: 'an idle user' })
    await Promise.all([forget(user), forget(peer)])
    if (state === 'ringing out') {
      await user.must('call', { userID: 'peer', type: 1 })
      await peer.skipTo('onInvited')
    }
    if (state === 'ringing in') {
      await peer.must('call', { userID: 'user', type: 1 })
      await user.skipTo('onInvited')
    }
    if (state === 'in a call') await answered(peer, user)
    assert.equal(await shown(), statuses[state], `the state ${state}`)
  }

  // attempts calls one method with each of the values in turn, in one go, and collects what is wrong.
  async function attempts(method, given, state) {
    const found = await user.page.evaluate(async (of, names) => {
      const all = []
      for (const name of names) all.push(await window.probe.wrong.attempt(of, name))
      return all
    }, method, given)
    return found.flatMap((attempt) => judge(attempt, state))
  }

  const quiet = () => members.filter((method) => ![...moving, ...last].includes(method) && !setting.test(method))

  for (const state of Object.keys(statuses)) {
    // proves: 3.0-02 3.0-04 3.0-05 3.10-01 3.10-02 3.10-03 3.11-08 3.12-01 W04 V01 F10
    test(`${state}, methods that change no call`, { timeout: 120_000 }, async () => {
      await enter(state)
      const problems = []
      for (const method of [...quiet(), ...members.filter((name) => setting.test(name))]) {
        problems.push(...(await attempts(method, names, state)))
        if (setting.test(method)) await user.page.evaluate((status) => window.probe.calling.changeCallStatus(status), statuses[state].split(' ')[0])
        if (method === 'setLogLevel') await user.page.evaluate(() => window.probe.calling.setLogLevel(0))
      }
      assert.equal([...new Set(problems)].join('\n'), '')
    })

    // proves: 3.0-01 3.0-02 3.0-03 3.0-05 3.4-02 3.7-01 3.8-01 C04 L05 L06 F2 F10
    test(`${state}, methods that make, answer and end calls`, { timeout: 240_000 }, async () => {
      const problems = []
      for (const method of moving) {
        for (const name of names) {
          if ((await shown()) !== statuses[state]) await enter(state)
          problems.push(...(await attempts(method, [name], state)))
        }
        await enter(state)
      }
      assert.equal([...new Set(problems)].join('\n'), '')
    })

    test(`${state}, and a call works all the same`, { timeout: 30_000 }, async () => {
      await enter('in a call')
      const view = await user.view('peer')
      await user.moves(view)
      await user.must('hangup')
    })
  }

  test('after destroy() every method says so, and nothing else happens', { timeout: 60_000 }, async () => {
    await enter('in a call')
    const [destroyed] = await user.page.evaluate(() => window.probe.wrong.attempt('destroy', 'markup')).then(({ outcomes }) => outcomes)
    assert.equal(destroyed.how, 'resolved')
    await peer.skipTo('onCallEnd')
    const problems = []
    for (const method of members) problems.push(...(await attempts(method, ['undefined', 'fields of markup'], 'destroyed')))
    assert.equal([...new Set(problems)].join('\n'), '')
  })
}
