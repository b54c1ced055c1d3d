// Signalling servers that answer wrongly, for Front's `signal`. Each takes the raw socket of an upgrade
// request. Frames are written by hand: they are short, text, and from server to client.
import { createHash } from 'node:crypto'

// refuse answers without an upgrade, like a web server that does not know WebSocket.
export function refuse(socket) {
  const body = 'this is a web page'
  socket.end(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`)
}

// silent takes the request and never answers.
export function silent() {}

// mute upgrades and then says nothing.
export function mute(socket, incoming) {
  upgrade(socket, incoming)
}

// foreign upgrades and answers a client's login like a server of another protocol version.
export function foreign(reply) {
  return (socket, incoming) => {
    upgrade(socket, incoming)
    socket.on('data', (frame) => {
      const request = text(frame)
      if (request) socket.write(message(JSON.stringify(reply(JSON.parse(request)))))
    })
  }
}

function upgrade(socket, incoming) {
  const accept = createHash('sha1')
    .update(incoming.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11')
    .digest('base64')
  const protocol = incoming.headers['sec-websocket-protocol']?.split(',')[0]
  const chosen = protocol ? `sec-websocket-protocol: ${protocol}\r\n` : ''
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n${chosen}\r\n`)
}

// text decodes a single masked text frame (RFC 6455 section 5.2), or returns null.
function text(frame) {
  if ((frame[0] & 0x0f) !== 1) return null
  let length = frame[1] & 0x7f
  let at = 2
  if (length === 126) [length, at] = [frame.readUInt16BE(2), 4]
  const mask = frame.subarray(at, at + 4)
  const body = frame.subarray(at + 4, at + 4 + length)
  return Buffer.from(body.map((byte, index) => byte ^ mask[index % 4])).toString()
}

function message(content) {
  const body = Buffer.from(content)
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 255])
  return Buffer.concat([head, body])
}
