// The front is an origin of the tests' own: blank pages for the SDK, and the real server behind a proxy that
// can change one thing on the way (a policy header, the wasm, the WebSocket's answer).
import { createServer, request } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect } from 'node:net'
import { once } from 'node:events'

// change: {csp, reportOnly, wasm(response), signal(socket), file(pathname)}; each may be left out. host is the
// address it listens on; with tls, {key, cert}, it speaks https. sdk is where its blank page takes the SDK
// from.
export async function openFront(server, { change = {}, host = '127.0.0.1', tls, sdk = server.url } = {}) {
  const front = new Front(server, { change, tls, sdk })
  await front.listen(host)
  return front
}

class Front {
  constructor(server, { change, tls, sdk }) {
    this.server = server
    this.sdk = sdk
    this.change = change
    this.sockets = new Set()
    this.scheme = tls ? 'https' : 'http'
    const answer = (incoming, outgoing) => this.answer(incoming, outgoing)
    this.http = tls ? createSecureServer(tls, answer) : createServer(answer)
    this.http.on('upgrade', (incoming, socket, head) => this.upgrade(incoming, socket, head))
    this.http.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => this.sockets.delete(socket))
    })
  }

  async listen(host) {
    this.http.listen(0, host)
    await once(this.http, 'listening')
    this.origin = `${this.scheme}://${host}:${this.http.address().port}`
    // The blank page takes the SDK from the server itself; the proxied one takes it from the front.
    this.blank = `${this.origin}/e2e/blank`
    this.proxied = `${this.origin}/e2e/proxied`
  }

  answer(incoming, outgoing) {
    const { pathname } = new URL(incoming.url, this.origin)
    if (this.change.csp) outgoing.setHeader('content-security-policy', this.change.csp)
    if (this.change.reportOnly) outgoing.setHeader('content-security-policy-report-only', this.change.reportOnly)
    if (pathname === '/e2e/blank') return page(outgoing, `${this.sdk}/sdk/trtc-calling.js`)
    if (pathname === '/e2e/proxied') return page(outgoing, '/sdk/trtc-calling.js')
    if (pathname === '/e2e/empty') return page(outgoing, null)
    const file = this.change.file?.(pathname)
    if (file) return outgoing.setHeader('content-type', file.type).end(file.content)
    if (pathname === '/favicon.ico') return outgoing.writeHead(204).end()
    if (pathname.endsWith('.wasm') && this.change.wasm) return this.change.wasm(outgoing)
    this.forward(incoming, outgoing)
  }

  forward(incoming, outgoing) {
    const onward = request(
      { host: '127.0.0.1', port: this.server.port, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode, answer.headers)
        answer.pipe(outgoing)
      },
    )
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  }

  upgrade(incoming, socket, head) {
    if (this.change.signal) return this.change.signal(socket, incoming)
    const onward = connect(this.server.port, '127.0.0.1', () => {
      const headers = incoming.rawHeaders.reduce((text, value, index) => text + value + (index % 2 ? '\r\n' : ': '), '')
      onward.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${headers}\r\n`)
      onward.write(head)
      socket.pipe(onward).pipe(socket)
    })
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  }

  async close() {
    this.http.close()
    for (const socket of this.sockets) socket.destroy()
    await once(this.http, 'close')
  }
}

function page(outgoing, script) {
  const tag = script === null ? '' : `<script src="${script}"></script>`
  outgoing.setHeader('content-type', 'text/html; charset=utf-8')
  outgoing.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title>${tag}<body></body></html>`)
}
