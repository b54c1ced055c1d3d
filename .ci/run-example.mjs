// run-example.mjs NAME: serves examples/NAME with Vite, and next to it the server that its calls need. Both end
// together.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const name = process.argv[2]
const programs = []

function start (folder, program, ...args) {
  const child = spawn(program, args, { cwd: root + folder, stdio: 'inherit' })
  child.once('exit', status => end(status ?? 1))
  programs.push(child)
}

function end (status) {
  process.exitCode ??= status
  for (const child of programs) child.kill()
}

async function isReady () {
  const answer = await fetch('http://127.0.0.1:8080/healthz').catch(() => undefined)
  return answer?.ok
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end(0))
start('', 'bin/trtc-server', '--dev')
while (process.exitCode === undefined && !(await isReady())) await new Promise(resolve => setTimeout(resolve, 100))
if (process.exitCode === undefined) start(`examples/${name}`, 'node_modules/.bin/vite', '--clearScreen', 'false')
