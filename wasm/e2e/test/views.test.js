// What views put into the page: which elements, with which styles, where, and when they go away.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pairs } from '../lib/pairs.js'
import { Stage } from '../lib/stage.js'
import { until } from '../lib/until.js'
import { answered } from '../lib/user.js'

export default function ({ browsers }) {
  for (const [name, pair] of pairs('cc', 'ff')) {
    describe(`views in ${pair[0]} (${name})`, () => inCall(new Stage(browsers, pair)))
  }
}

// look describes what a node holds, as plain values.
function look(page, id) {
  return page.evaluate((name) => {
    const styles = ({ style }, names) => Object.fromEntries(names.map((key) => [key, style[key]]))
    const media = ({ id: of, autoplay, muted, paused, style }, inline) => ({ id: of, autoplay, playsinline: inline, muted, paused, fit: style.objectFit, transform: style.transform, width: style.width, height: style.height })
    const node = document.getElementById(name)
    return [...(node?.children ?? [])].map((child) => ({
      id: child.id,
      tag: child.tagName,
      style: styles(child, ['width', 'height', 'position', 'backgroundColor', 'overflow']),
      inside: [...child.children].map((element) => ({ tag: element.tagName, ...(element.play ? media(element, element.hasAttribute('playsinline')) : {}) })),
    }))
  }, id)
}

// player is the one player in a node, or undefined.
async function player(page, id) {
  const players = (await look(page, id)).filter((child) => child.id.startsWith('player_'))
  assert.ok(players.length <= 1, `there are ${players.length} players in ${id}`)
  return players[0]
}

const box = { width: '100%', height: '100%', position: 'relative', backgroundColor: 'black', overflow: 'hidden' }
const element = (seen, tag) => seen.inside.find((inner) => inner.tag === tag)

function inCall(stage) {
  let caller
  let callee

  before(async () => ([caller, callee] = await stage.openForTwo()))
  after(() => stage.close())

  const started = (user, id) => until(() => player(user.page, id), (seen) => seen !== undefined && element(seen, 'VIDEO')?.paused === false, { what: `a player in ${id}` })

  // proves: F15 3.10-04
  test('a view that is asked for before the call appears when somebody answers', { timeout: 60_000 }, async () => {
    await caller.view('callee', 'early')
    assert.equal(await player(caller.page, 'early'), undefined)
    await answered(caller, callee)
    await started(caller, 'early')
    await caller.moves('early')
  })

  // proves: 3.10-08 3.10-09 3.10-10 3.10-12 W02
  test("another user's player comes after the node's children, covers the node and plays sound", { timeout: 30_000 }, async () => {
    await callee.page.evaluate(() => (document.getElementById(window.probe.node('remote')).innerHTML = '<p>a name</p><p>a sign</p>'))
    await callee.view('caller', 'remote')
    const seen = await started(callee, 'remote')
    const all = await look(callee.page, 'remote')
    assert.deepEqual(all.map(({ tag }) => tag), ['P', 'P', 'DIV'])
    assert.deepEqual(seen.style, box)
    const stream = seen.id.replace('player_', '')
    assert.match(stream, /^[\w-]+$/)
    const [audio, video] = [element(seen, 'AUDIO'), element(seen, 'VIDEO')]
    assert.equal(seen.inside.length, 2)
    assert.deepEqual([audio.id, video.id], [`audio_${stream}`, `video_${stream}`])
    for (const { autoplay, playsinline } of [audio, video]) assert.deepEqual([autoplay, playsinline], [true, true])
    assert.deepEqual([video.width, video.height, video.fit, video.transform], ['100%', '100%', 'cover', ''])
    assert.deepEqual([audio.muted, video.muted], [false, true])
    const sound = await until(() => callee.ask('listen', 'remote', 1300), ({ peak }) => peak >= 0.01, { what: 'sound' })
    assert.ok(sound.played > 0 && sound.volume > 0, JSON.stringify(sound))
  })

  // proves: 3.10-05 3.10-08 3.10-10 3.10-11
  test('the local player is mirrored and silent, whatever userID it is given', { timeout: 30_000 }, async () => {
    await caller.page.evaluate(() => window.probe.node('local'))
    assert.equal(await caller.must('startLocalView', { userID: 'somebody', videoViewDomID: 'local' }), undefined)
    const seen = await started(caller, 'local')
    assert.deepEqual(seen.style, box)
    const video = element(seen, 'VIDEO')
    assert.deepEqual([video.fit, video.transform, video.muted], ['cover', 'scaleX(-1)', true])
    assert.notEqual(element(seen, 'AUDIO')?.muted, false, 'this user hears their own sound')
    await caller.moves('local')
    assert.equal(await caller.must('stopLocalView', { userID: 'another' }), undefined)
    assert.equal(await player(caller.page, 'local'), undefined)
  })

  // proves: 3.10-07
  test('the node may be the element itself; anything but a <div> shows nothing and throws nothing', { timeout: 30_000 }, async () => {
    const results = await caller.page.evaluate(async () => {
      const { calling } = window.probe
      const node = document.createElement('div')
      node.id = 'as-element'
      node.dataset.probe = 'view'
      const image = document.createElement('canvas')
      image.id = 'no-div'
      image.dataset.probe = 'view'
      document.body.append(node, image)
      const given = [image, 'no-div', {}, [], 5, node]
      return Promise.all(given.map((videoViewDomID) => calling.startLocalView({ userID: 'caller', videoViewDomID }).then(() => 'resolved', (error) => error.message.split(':')[0])))
    })
    assert.deepEqual(results, ['resolved', 'resolved', 'resolved', 'resolved', 'resolved', 'resolved'])
    await started(caller, 'as-element')
    assert.deepEqual(await look(caller.page, 'no-div'), [])
    await caller.must('stopLocalView', { userID: 'caller' })
    assert.deepEqual(await look(caller.page, 'as-element'), [])
  })

  // proves: 3.10-13
  test('started again in another node, the same player moves there; in the same node nothing happens', { timeout: 30_000 }, async () => {
    const before = await player(callee.page, 'remote')
    await callee.view('caller', 'remote')
    assert.equal((await player(callee.page, 'remote')).id, before.id)
    await callee.view('caller', 'other')
    assert.equal((await started(callee, 'other')).id, before.id)
    assert.deepEqual((await look(callee.page, 'remote')).map(({ tag }) => tag), ['P', 'P'])
    await callee.moves('other')
  })

  // proves: 3.10-14 W06
  test('after stop the player is gone and the call goes on; started again, it plays', { timeout: 30_000 }, async () => {
    await callee.must('stopRemoteView', { userID: 'caller' })
    assert.equal(await player(callee.page, 'other'), undefined)
    const received = await callee.ask('received')
    await until(() => callee.ask('received'), ({ audio }) => audio > received.audio, { what: 'sound that still comes' })
    await callee.view('caller', 'other')
    await started(callee, 'other')
    await callee.moves('other')
  })

  // proves: 3.10-15 3.12-13
  test('a picture that goes and comes back keeps the same player and its sound', { timeout: 60_000 }, async () => {
    const before = await player(callee.page, 'other')
    for (const [away, again] of [['closeCamera', 'openCamera'], ['switchToAudioCall', 'switchToVideoCall']]) {
      await caller.must(away)
      // The element may stay, as it did in the original for a closed camera; what counts is what it shows.
      await until(() => callee.ask('watch', 'other', 500), ({ changes, missing }) => missing || changes === 0, { what: `no picture after ${away}` })
      const seen = await player(callee.page, 'other')
      assert.equal(seen.id, before.id)
      assert.deepEqual([element(seen, 'AUDIO').muted, element(seen, 'AUDIO').paused], [false, false])
      await caller.must(again)
      assert.equal((await started(callee, 'other')).id, before.id)
      await callee.moves('other')
    }
  })

  // proves: 3.10-16 C09
  test('an audio call plays from a hidden layer, which is empty afterwards', { timeout: 60_000 }, async () => {
    await caller.must('hangup')
    await callee.skipTo('onCallEnd')
    await until(() => player(callee.page, 'other'), (seen) => seen === undefined, { what: 'no player after the call' })
    for (const [user, peer] of [[caller, 'callee'], [callee, 'caller']]) await user.must('stopRemoteView', { userID: peer })
    await answered(caller, callee, 1)
    await until(() => look(callee.page, '_trtc_calling_layer'), (seen) => seen.length === 1, { what: 'the hidden player' })
    const [of] = await look(callee.page, '_trtc_calling_layer')
    assert.equal(of.id, '_trtc_calling_audio_call-caller')
    const hidden = await callee.page.evaluate(() => {
      const layer = document.getElementById('_trtc_calling_layer')
      return [layer.parentNode === document.body, layer.style.display, layer.querySelectorAll('audio').length, layer.querySelectorAll('video').length]
    })
    assert.deepEqual(hidden, [true, 'none', 1, 0])
    await until(() => callee.ask('listen', 'nothing', 1300), ({ peak, muted }) => peak >= 0.01 && !muted, { what: 'sound without a view' })
    await caller.must('hangup')
    await callee.skipTo('onCallEnd')
    await until(() => look(callee.page, '_trtc_calling_layer'), (seen) => seen.length === 0, { what: 'an empty layer' })
  })
}
