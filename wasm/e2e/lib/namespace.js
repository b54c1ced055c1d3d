// Everything the suite does happens inside namespaces of its own. With the network namespace nothing can leave
// the machine, ports are free, and there is an address besides loopback, which Firefox needs (it does not reach
// a server over loopback alone). With the process namespace the kernel ends every browser and server with the
// suite, however that ends. `unshare` makes both without a name, so nothing stays behind.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const inside = 'TRTC_E2E_NAMESPACE'

// The address of the veth device, the "network" of the namespace. A page on http://address is not a
// secure context, a page on 127.0.0.1 is one.
export const networkAddress = '10.77.0.1'

const setUp = `
set -e
ip link set lo up
ip link add e2e0 type veth peer name e2e1
ip addr add ${networkAddress}/24 dev e2e0
ip link set e2e0 up
ip link set e2e1 up
ip route add default via 10.77.0.2
"$@"
`

export function isInside() {
  return process.env[inside] === '1' &&
    (networkInterfaces().e2e0 ?? []).some((entry) => entry.address === networkAddress)
}

// runInside runs this same node script again inside new namespaces and returns its exit status. The results of
// its tests also go to a file, if one is named.
export async function runInside(script, args, results) {
  const folder = await mkdtemp(join(tmpdir(), 'trtc-e2e-'))
  const namespaces = ['--net', '--pid', '--fork', '--kill-child', '--mount-proc', ...(process.getuid() === 0 ? [] : ['--map-root-user'])]
  const command = [...namespaces, 'sh', '-c', setUp, 'sh', process.execPath, ...reporters(results), script, ...args]
  const child = spawn('unshare', command, { stdio: 'inherit', env: { ...process.env, [inside]: '1', TMPDIR: folder } })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGKILL'))
  const [status, signal] = await once(child, 'exit')
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  return signal ? 1 : status
}

function reporters(results) {
  if (results === undefined) return ['--test-reporter=spec']
  const ours = (name) => fileURLToPath(new URL(`../../../.ci/${name}.mjs`, import.meta.url))
  const to = { spec: 'stdout', [ours('times')]: 'stdout', [ours('results')]: results }
  return Object.entries(to).flatMap(([reporter, destination]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${destination}`])
}
