// An access line between a browser and a server: TCP connections that all share a downstream rate, and a round
// trip that every message takes, the opening of a connection included. The suite runs where there is no netem,
// so it is a relay; what it leaves out is TCP's slow start, two round trips at this rate.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

const slice = 4096 // bytes; one read by the relay is larger than a packet

// openAccess relays to a port: rate in bits per second, roundTrip in milliseconds.
export async function openAccess(port, { rate, roundTrip }) {
  const access = new Access(port, { rate, roundTrip })
  access.listener.listen(0, '127.0.0.1')
  await once(access.listener, 'listening')
  access.origin = `http://127.0.0.1:${access.listener.address().port}`
  return access
}

class Access {
  constructor(port, { rate, roundTrip }) {
    this.port = port
    this.bytesPerMs = rate / 8000
    this.delay = roundTrip / 2
    this.free = 0 // when the line will have sent what it was given
    this.sockets = new Set()
    this.listener = createServer((browser) => this.relay(browser))
  }

  relay(browser) {
    const opened = performance.now() + 2 * this.delay // the relay's own handshake took no time
    const server = connect(this.port, '127.0.0.1')
    for (const [socket, other] of [[browser, server], [server, browser]]) {
      this.sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => other.destroy())
      socket.on('close', () => this.sockets.delete(socket))
    }
    const up = (action) => at(Math.max(performance.now(), opened) + this.delay, action)
    browser.on('data', (bytes) => up(() => server.write(bytes)))
    browser.on('end', () => up(() => server.end()))
    server.on('data', (bytes) => this.down(browser, bytes))
    server.on('end', () => at(Math.max(performance.now(), this.free) + this.delay, () => browser.end()))
  }

  down(browser, bytes) {
    for (let begin = 0; begin < bytes.length; begin += slice) {
      const part = bytes.subarray(begin, begin + slice)
      this.free = Math.max(this.free, performance.now()) + part.length / this.bytesPerMs
      at(this.free + this.delay, () => browser.write(part))
    }
  }

  async close() {
    this.listener.close()
    for (const socket of this.sockets) socket.destroy()
    await once(this.listener, 'close')
  }
}

// at runs an action at a time of performance.now(); those due at the same time in the order in which they were
// given.
function at(time, action) {
  setTimeout(action, Math.max(0, time - performance.now()))
}
