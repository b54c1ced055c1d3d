// Turns the arguments of a scenario's line into the parameters of the SDK's method.

const callTypes = { audio: 1, video: 2 }

export function methodParams(method, args, user) {
  if (args[0]?.startsWith('{')) return JSON.parse(args[0])
  return methods[method]?.(args, user)
}

const methods = {
  call: ([userID, type, ...options]) => ({ userID, type: callTypes[type], ...Object.fromEntries(options.map(option)) }),
  groupCall: ([users, type, ...options]) => ({ userIDList: users.split(','), type: callTypes[type], ...Object.fromEntries(options.map(option)) }),
  inviteUser: ([users, ...options]) => ({ userIDList: users.split(','), ...Object.fromEntries(options.map(option)) }),
  joinInGroupCall: ([callID]) => ({ callID }),
  getUserInfo: ([userID]) => userID,
  switchDevice: ([deviceType, deviceId]) => ({ deviceType, deviceId }),
  setVideoQuality: ([profile]) => profile,
  setMicMute: ([mute]) => mute === 'true',
  startLocalView: (_, user) => ({ userID: user.userID, videoViewDomID: `view-${user.userID}` }),
  stopLocalView: (_, user) => ({ userID: user.userID }),
  startRemoteView: ([userID]) => ({ userID, videoViewDomID: `view-${userID}` }),
  startScreenView: ([userID]) => ({ userID, videoViewDomID: `screen-${userID}` }),
  stopScreenView: ([userID]) => ({ userID }),
  stopRemoteView: ([userID]) => ({ userID }),
}

function option(word) {
  const at = word.indexOf('=')
  const text = word.slice(at + 1)
  try {
    return [word.slice(0, at), JSON.parse(text)]
  } catch {
    return [word.slice(0, at), text]
  }
}

// signature returns what login is called with: a valid one, or one of the bad ones.
export async function signature(args, user) {
  const { user: other, sig, ...profile } = Object.fromEntries(args.map(option))
  const userID = other ?? user.userID
  const own = await user.server.userSig(userID)
  return { userID, userSig: sig === undefined ? own.userSig : await bad(sig, { own, user }), ...profile }
}

async function bad(kind, { own, user }) {
  if (kind === 'forged') return own.userSig.slice(0, 20) + (own.userSig[20] === 'A' ? 'B' : 'A') + own.userSig.slice(21)
  if (kind === 'garbage') return 'garbage'
  if (kind === 'expired') return user.server.expiredUserSig(own.userID)
  return (await user.server.userSig(kind)).userSig
}
