// Everything the suite does happens inside one network namespace of its own: nothing can leave the
// machine, ports are free, and there is a network address besides loopback, which Firefox needs
// (it gathers no loopback candidates while it has another interface, and none of use without one).
// `unshare` makes a namespace without a name; it is gone when its last process ends.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'

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
exec "$@"
`

export function isInside() {
  return process.env[inside] === '1' &&
    (networkInterfaces().e2e0 ?? []).some((entry) => entry.address === networkAddress)
}

// runInside runs this same node script again inside a new namespace and returns its exit status.
export async function runInside(script, args) {
  const unshare = process.getuid() === 0 ? ['--net'] : ['--net', '--map-root-user']
  const command = [...unshare, 'sh', '-c', setUp, 'sh', process.execPath, '--test-reporter=spec', script, ...args]
  const child = spawn('unshare', command, { stdio: 'inherit', env: { ...process.env, [inside]: '1' } })
  const forward = (signal) => child.kill(signal)
  process.on('SIGINT', forward)
  process.on('SIGTERM', forward)
  const [status, signal] = await once(child, 'exit')
  return signal ? 1 : status
}
