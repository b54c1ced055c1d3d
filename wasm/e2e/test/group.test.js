// Group calls with real browsers: four pages that see each other, and a page among many native users.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Crowd } from '../lib/crowd.js'
import { openFront } from '../lib/front.js'
import { start } from '../lib/server.js'
import { until } from '../lib/until.js'
import { User, instrument } from '../lib/user.js'

export default function ({ browsers }) {
  describe('three Chromium pages and one Firefox page', () => four(browsers))
  describe('a Chromium page and 15 native users with video', () => manyWithVideo(browsers))
  describe('a Chromium page and 49 native users with audio', () => manyWithAudio(browsers))
}

// world starts a server with pages of the named browsers, each in a process of its own.
function world(browsers, names) {
  const all = { users: [] }
  before(async () => {
    all.server = await start({ host: '0.0.0.0' })
    all.front = await openFront(all.server)
    for (const [seat, name] of names.entries()) {
      const page = await browsers.page(name, { seat, origin: all.front.origin })
      await instrument(page)
      const user = new User(page, { userID: `user${seat}`, server: all.server })
      await user.visit(all.front.blank)
      await user.signIn()
      all.users.push(user)
    }
  })
  after(async () => {
    await Promise.allSettled(all.users.map((user) => user.page.browserContext().close()))
    await all.front.close()
    await all.server.stop()
  })
  return all
}

// Four users share the processors of one machine: 12 pictures at 10 frames a second keep some of a two-core
// machine free.
const small = { width: 320, height: 180, frameRate: 10, bitrate: 200 }
const smallest = { width: 160, height: 90, frameRate: 15, bitrate: 100 }

function four(browsers) {
  const all = world(browsers, ['chromium', 'chromium', 'chromium', 'firefox'])

  test('each sees the three others at 320x180 with 5 frames a second or more', { timeout: 120_000 }, async () => {
    const [caller, ...callees] = all.users
    for (const user of all.users) await user.must('setVideoQuality', small)
    await caller.must('groupCall', { userIDList: callees.map((user) => user.userID), type: 2 })
    for (const user of callees) {
      await user.skipTo('onInvited')
      await user.must('accept')
    }
    for (const user of all.users) {
      for (const other of all.users) if (other !== user) await user.view(other.userID)
    }
    await Promise.all(views(all.users).map(([user, other]) => user.moves(`view-${other.userID}`)))
    const seen = await frameRates(all.users, 10_000)
    assert.equal(seen.length, 12)
    for (const { who, fps, width, height } of seen) {
      assert.ok(fps >= 5, `${who}: ${fps.toFixed(1)} frames a second`)
      assert.deepEqual([who, width, height], [who, 320, 180])
    }
  })

  test('a user who leaves disappears for all others, and the last two end together', { timeout: 60_000 }, async () => {
    const [first, second, third, fourth] = all.users
    await fourth.must('hangup')
    for (const user of [first, second, third]) await user.skipTo('onUserLeave')
    await first.must('hangup')
    await second.must('hangup')
    await third.skipTo('onCallEnd')
    for (const user of all.users) assert.deepEqual([user.userID, await user.ask('liveTracks')], [user.userID, []])
  })
}

const views = (users) => users.flatMap((user) => users.filter((other) => other !== user).map((other) => [user, other]))

// frameRates counts the frames of all views of all users at the same time.
async function frameRates(users, duration) {
  return Promise.all(
    views(users).map(async ([user, other]) => ({
      who: `${user.userID} sees ${other.userID}`,
      ...(await user.ask('frameRate', `view-${other.userID}`, duration)),
    })),
  )
}

function manyWithVideo(browsers) {
  const all = world(browsers, ['chromium'])

  test('the page sees all 15, and each of them gets media from the 15 others', { timeout: 180_000 }, async () => {
    const [user] = all.users
    const crowd = await Crowd.gather(all.server, { users: 15 })
    try {
      await user.must('setVideoQuality', smallest)
      await user.must('groupCall', { userIDList: crowd.names, type: 2 })
      await crowd.until((states) => states.every(({ users }) => users.length === 15), 'everybody in the call')
      for (const name of crowd.names) await user.view(name)
      const moving = () => Promise.all(crowd.names.map((name) => user.ask('watch', `view-${name}`, 2_000)))
      await until(moving, (views) => views.every(({ changes }) => changes >= 3), { timeout: 60_000, what: 'fifteen pictures that move' })
      for (const view of await moving()) assert.deepEqual([view.width, view.height], [160, 90])
      await crowd.until((states) => states.every(({ received }) => Object.values(received).every(({ Video, KeyFrames }) => Video > 50 && KeyFrames > 0)), 'video of all at all')
      await user.must('hangup')
    } finally {
      await crowd.leave()
    }
  })
}

function manyWithAudio(browsers) {
  const all = world(browsers, ['chromium'])

  test('the loudest are heard, and nothing is forwarded from quiet users', { timeout: 180_000 }, async () => {
    const [user] = all.users
    const crowd = await Crowd.gather(all.server, { users: 49, quiet: 30 })
    try {
      await user.must('groupCall', { userIDList: crowd.names, type: 1 })
      await crowd.until((states) => states.every(({ users }) => users.length === 49), 'everybody in the call')
      const before = await settled(all.server, crowd)
      await new Promise((resolve) => setTimeout(resolve, 10_000))
      const now = await forwarded(all.server)
      for (const name of crowd.quiet) assert.equal(now[name] - before[name], 0, `${name} is quiet`)
      const loud = crowd.loud.filter((name) => now[name] - before[name] > 0)
      assert.ok(loud.length >= 8, `${loud.length} loud users are forwarded`)
      const sound = await until(() => user.ask('energy'), (sum) => sum > 0, { what: 'sound from the network' })
      assert.ok(sound > 0)
      await user.must('hangup')
    } finally {
      await crowd.leave()
    }
  })
}

// settled waits until nothing from the quiet users is forwarded any more: the first users to come were
// forwarded while there was room.
async function settled(server, crowd) {
  let before = await forwarded(server)
  return until(
    async () => {
      const last = before
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      before = await forwarded(server)
      return { before, rests: crowd.quiet.every((name) => before[name] === last[name]) }
    },
    ({ rests }) => rests,
    { timeout: 30_000, what: 'silence of the quiet ones' },
  ).then((state) => state.before)
}

// forwarded counts the packets of each user that the server has sent to others.
async function forwarded(server) {
  const { Rooms: rooms } = await fetch(`${server.url}/v1/dev/media`).then((response) => response.json())
  const [users] = Object.values(rooms)
  return Object.fromEntries(Object.entries(users).map(([name, count]) => [name, count.Forwarded]))
}
