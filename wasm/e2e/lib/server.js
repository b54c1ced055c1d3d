// The built server as a process: free ports, a data folder of its own, its log kept for the report.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createSocket } from 'node:dgram'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const binary = process.env.TRTC_SERVER ?? fileURLToPath(new URL('../../../bin/trtc-server', import.meta.url))
// Another release's program, from which pages take the SDK (.ci/previous).
export const sdkBinary = process.env.SDK_SERVER ?? binary

// start runs a server in development mode and returns when it answers /healthz.
// host is the address it listens on; anything but loopback needs the flag the server asks for.
export async function start({ program = binary, host = '127.0.0.1', httpPort, mediaPort, data, flags = [] } = {}) {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'trtc-e2e-')))
  const port = httpPort ?? (await freePort())
  const media = mediaPort ?? (await freeDatagramPort())
  const remote = host === '127.0.0.1' ? [] : ['--dev-allow-remote']
  const args = ['--dev', ...remote, '--listen', `${host}:${port}`, '--media-port', String(media), '--data', folder, ...flags]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const server = new Server(child, { port, mediaPort: media, data: folder, keepData: data !== undefined })
  await server.ready()
  return server
}

class Server {
  constructor(child, { port, mediaPort, data, keepData }) {
    this.child = child
    this.port = port
    this.mediaPort = mediaPort
    this.data = data
    this.keepData = keepData
    this.url = `http://127.0.0.1:${port}`
    this.log = ''
    child.stdout.on('data', (text) => (this.log += text))
    child.stderr.on('data', (text) => (this.log += text))
    this.ended = once(child, 'exit')
  }

  async ready() {
    const failed = this.ended.then(() => {
      throw new Error(`the server ended at once:\n${this.log}`)
    })
    failed.catch(() => {})
    await Promise.race([failed, this.answers(Date.now() + 15_000)])
  }

  async answers(deadline) {
    for (;;) {
      const answer = await fetch(`${this.url}/healthz`).catch(() => null)
      if (answer?.ok) return
      if (Date.now() > deadline) throw new Error(`the server does not answer /healthz:\n${this.log}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  // userSig returns {sdkAppID, userID, userSig} as the development server signs them.
  async userSig(userID) {
    const answer = await fetch(`${this.url}/v1/dev/usersig?userID=${encodeURIComponent(userID)}`)
    if (!answer.ok) throw new Error(`usersig for ${userID}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }

  // expiredUserSig has the server's own program sign for one second, and waits until that has passed.
  async expiredUserSig(userID) {
    const args = ['usersig', '--user', userID, '--expire', '1s', '--data', this.data]
    const { stdout } = await promisify(execFile)(binary, args)
    await new Promise((resolve) => setTimeout(resolve, 2100))
    return stdout.trim()
  }

  // stop asks the server to leave and returns how many milliseconds that took.
  async stop() {
    const begun = Date.now()
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM')
    await this.ended
    if (!this.keepData) await rm(this.data, { recursive: true, force: true })
    return Date.now() - begun
  }

  // kill ends the server as a crash does.
  async kill() {
    this.child.kill('SIGKILL')
    await this.ended
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

async function freeDatagramPort() {
  const probe = createSocket('udp4').bind(0)
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}
