// Plays a scenario: one small function for each statement of scenarios/README.md.
import { check, value } from './expect.js'
import { Devices } from './devices.js'
import { dark, fallsQuiet, plays, quiet } from './media.js'
import { until } from '../lib/until.js'
import { describe, optional } from '../lib/user.js'
import { methodParams, signature } from './methods.js'

const speaksOf = ({ text, body = [] }, name) => text.includes(name) || body.some((statement) => speaksOf(statement, name))

// play carries out a parsed scenario on a stage; it throws at the first line that does not hold.
export async function play(statements, stage) {
  const scenario = new Scenario(statements, stage)
  try {
    await scenario.block(statements)
    await scenario.nothingLeft()
  } catch (error) {
    await scenario.end({ keepPages: false })
    throw error
  }
  await scenario.end({ keepPages: true })
}

class Scenario {
  constructor(statements, stage) {
    this.stage = stage
    this.devices = new Devices(statements)
    this.pages = new Map()
    this.variables = new Map()
    this.begun = new Map()
    this.seats = 0
    this.taken = optional.filter((name) => statements.some((statement) => speaksOf(statement, name)))
  }

  async block(statements) {
    for (const statement of statements) {
      try {
        await this[statement.do](statement)
      } catch (error) {
        if (error.line === undefined) {
          error.line = statement.line
          error.message = `line ${statement.line}: ${statement.text}\n  ${error.message}\n  ${await this.overview()}`
        }
        throw error
      }
    }
  }

  // overview lists what else the users saw, for the report of a failure.
  async overview() {
    const left = []
    for (const [name, user] of this.pages) {
      const events = await user.unconsumed().catch(() => [])
      const said = await user.page.evaluate(() => window.probe.console.slice(-60)).catch(() => [])
      left.push(`${name} has left: ${events.map(describe).join(', ') || 'nothing'}`, ...said.map((text) => `${name} console: ${text}`))
    }
    return left.join('\n  ')
  }

  user(name) {
    const user = this.pages.get(name)
    if (!user) throw new Error(`there is no page ${name}`)
    return user
  }

  async users({ names }) {
    for (const name of names) await this.page({ name, user: name })
    for (const name of names) await this.user(name).signIn()
  }

  async page({ name, user: userID }) {
    const kind = this.devices.kind(name, this.stage.pair[this.seats % 2])
    const user = await this.stage.user(userID, { seat: this.seats++, kind })
    this.pages.set(name, user)
    user.taken = this.taken
    await user.open()
  }

  async invoke(who, method, given) {
    const user = this.user(who)
    const args = this.replace(given)
    if (method === 'login') return user.login(await signature(args, user))
    if (method === 'startScreenShare') await user.page.mouse.click(2, 2) // browsers require a click by the user
    return user.invoke(method, methodParams(method, args, user))
  }

  async invokes({ who, method, args, expect }) {
    const problem = check(await this.invoke(who, method, args), expect, this.variables)
    if (problem) throw new Error(`${who} ${method}: ${problem}`)
  }

  // begins does not wait for the page: what the next lines ask of it, or of another page, has to come while the
  // method is under way. A page carries out in order what it is asked.
  async begins({ who, method, args: given }) {
    const user = this.user(who)
    const args = this.replace(given)
    const params = method === 'login' ? await signature(args, user) : methodParams(method, args, user)
    const outcome = user.invoke(method, params)
    outcome.catch(() => {}) // the page may go away; "finishes" reports it if anybody asks
    this.begun.set(`${who} ${method}`, outcome)
  }

  async finishes({ who, method, expect }) {
    const outcome = this.begun.get(`${who} ${method}`)
    if (!outcome) throw new Error(`${who} did not begin ${method}`)
    this.begun.delete(`${who} ${method}`)
    const problem = check(await outcome, expect, this.variables)
    if (problem) throw new Error(`${who} ${method}: ${problem}`)
  }

  async sees({ who, event: want, expect }) {
    const event = await this.user(who).next()
    const problem = event?.name === want ? value(event.payload, expect, this.variables) : `want ${want}`
    if (problem) throw new Error(`${who} saw ${describe(event)}: ${problem}`)
  }

  async seesTogether({ who, events }) {
    const wanted = [...events]
    while (wanted.length > 0) {
      const event = await this.user(who).next()
      const at = wanted.findIndex((want) => event?.name === want.event && value(event.payload, want.expect, this.variables) === null)
      if (at < 0) throw new Error(`${who} saw ${describe(event)}, want one of ${wanted.map((want) => want.event).join(', ')}`)
      wanted.splice(at, 1)
    }
  }

  // replace puts values where arguments name variables.
  replace(args) {
    return args.map((arg) => {
      if (!arg.startsWith('$')) return arg
      if (!this.variables.has(arg)) throw new Error(`${arg} is not bound`)
      return String(this.variables.get(arg))
    })
  }

  async shows({ who, expect }) {
    const problem = value(await this.user(who).ask('shows'), expect, this.variables)
    if (problem) throw new Error(`${who} shows: ${problem}`)
  }

  async status({ who, want }) {
    const status = await this.user(who).status()
    if (status !== want) throw new Error(`${who} is ${status}, want ${want}`)
  }

  async nothing() {
    await Promise.all(
      [...this.pages].map(async ([name, user]) => {
        const event = await user.next(300)
        if (event) throw new Error(`${name} saw ${describe(event)}, want nothing more`)
      }),
    )
  }

  async clock({ name }) {
    this.variables.set(name, performance.now() / 1000)
  }

  // seconds rounds the bounds the same way as the number was rounded, so the number cannot fall outside of them
  // by chance.
  async seconds({ name, moments }) {
    const [begin, begun, end, ended] = moments.map((moment) => this.variables.get(moment))
    const [least, most] = [Math.round(Math.max(end - begun, 0)), Math.round(ended - begin)]
    const got = this.variables.get(name)
    if (!(got >= least && got <= most)) throw new Error(`${name} is ${got}, want ${least} to ${most}`)
  }

  async hears({ who, what }) {
    await this.user(who).ask(what === 'nothing' ? 'holdMessages' : 'releaseMessages')
  }

  async hearsVolume({ who, of, none }) {
    const user = this.user(who)
    await user.ask('forgetVolumes')
    const wanted = (volume) => (none ? volume === 0 : volume > 0)
    await until(() => user.ask('volumeOf', of), wanted, { what: `${none ? 'silence' : 'the volume'} of ${of}` })
  }

  async unplugs({ who, device }) {
    await this.user(who).ask('unplug', device)
  }

  async endsScreen({ who }) {
    await this.user(who).ask('endScreen')
  }

  async plugs({ who, device }) {
    await this.user(who).ask('plug', device)
  }

  device({ who, device, state }) {
    return this.devices.apply(this.user(who), { who, device, state })
  }

  async closes({ who }) {
    const user = this.gone(who)
    const closed = new Promise((resolve) => user.page.once('close', resolve))
    await user.page.close({ runBeforeUnload: true })
    await closed
    await this.stage.discard(user)
  }

  async crashes({ who }) {
    await this.stage.crash(this.gone(who))
  }

  gone(who) {
    const user = this.user(who)
    this.pages.delete(who)
    return user
  }

  async receives({ who, kind, from }) {
    await plays(this.user(who), { kind, from })
  }

  async receivesNo({ who, kind, from }) {
    if (kind === 'screen') return dark(this.user(who), from)
    await fallsQuiet(this.user(who), 'received', [kind])
  }

  async sendsNothing({ who }) {
    await quiet(this.user(who), 'sent', ['audio', 'video'])
  }

  async released({ who }) {
    const live = await this.user(who).ask('liveTracks')
    if (live.length > 0) throw new Error(`${who} has live tracks: ${live.join(', ')}`)
  }

  async repeat({ count, body }) {
    const before = new Map(this.variables)
    for (let turn = 0; turn < count; turn++) {
      await this.block(body)
      this.variables = new Map(before)
    }
  }

  async nothingLeft() {
    for (const [name, user] of this.pages) {
      const left = await user.unconsumed()
      if (left.length > 0) throw new Error(`at the end ${name} had events that nobody took: ${left.map(describe).join(', ')}`)
    }
  }

  async end({ keepPages }) {
    for (const user of this.pages.values()) {
      if (keepPages) await this.stage.giveBack(user)
      else await this.stage.discard(user)
    }
  }
}
