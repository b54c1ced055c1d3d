// Many native users at once, run by server/lab/crowd: each accepts every call with real media.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../bin/crowd', import.meta.url))

export class Crowd {
  // gather returns when all are signed in. The last `quiet` of them are quiet.
  static async gather(server, { users, quiet = 0 }) {
    const crowd = new Crowd(server, { users, quiet })
    await crowd.report()
    return crowd
  }

  constructor(server, { users, quiet }) {
    this.names = Array.from({ length: users }, (_, index) => `n${index + 1}`)
    this.loud = this.names.slice(0, users - quiet)
    this.quiet = this.names.slice(users - quiet)
    const args = ['-server', server.url, '-users', String(users), '-quiet', String(quiet)]
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.said = ''
    this.child.stderr.on('data', (text) => (this.said += text))
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
    this.ended = new Promise((resolve) => this.child.once('exit', resolve))
  }

  // report reads what is reported for each user; the first report comes without asking.
  async report() {
    const { value, done } = await this.lines.next()
    if (done) throw new Error(`the crowd has ended: ${this.said}`)
    return JSON.parse(value)
  }

  async ask() {
    this.child.stdin.write('\n')
    return this.report()
  }

  // until keeps asking until the states of all users are as wanted.
  async until(holds, what, timeout = 60_000) {
    const deadline = Date.now() + timeout
    for (;;) {
      const states = await this.ask()
      if (holds(Object.values(states))) return states
      if (Date.now() > deadline) throw new Error(`waited in vain for ${what}: ${JSON.stringify(states).slice(0, 2_000)}`)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }

  async leave() {
    this.child.stdin.end()
    await this.ended
  }
}
