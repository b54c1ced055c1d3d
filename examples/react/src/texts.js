export const duration = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

export const initial = name => [...name][0].toUpperCase()

export function errorText ({ code, msg }) {
  switch (code) {
    case 60003: return 'There is no microphone. Connect one and try again.'
    case 60004: return 'There is no camera, or it is in use.'
    case 60005: return msg === '{}' ? 'This page is not allowed to use the microphone. Allow it in the address bar and try again.' : msg
    case 60006: return 'This browser cannot make calls: it has no WebRTC.'
    case 16390: return 'The connection to the server is lost. Sign in again.'
  }
  return `Error ${code}: ${msg}`
}
