// A screen for browsers that have none when they are headless: Firefox then has nothing to share.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

let running

// display starts one X server for all callers, and returns its name. It ends with this process.
export function display() {
  running ??= start()
  return running
}

async function start() {
  const size = ['-screen', '0', '800x600x24', '-nolisten', 'tcp']
  const server = spawn('Xvfb', ['-displayfd', '3', ...size], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  server.unref()
  process.once('exit', () => server.kill())
  const failed = once(server, 'error').then(([error]) => {
    throw new Error(`Xvfb does not start (apt-get install xvfb): ${error.message}`)
  })
  server.stdio[3].unref()
  const [number] = await Promise.race([once(server.stdio[3], 'data'), failed])
  return `:${String(number).trim()}`
}
