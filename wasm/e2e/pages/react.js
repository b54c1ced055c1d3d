// The test page for React. It imports nothing, so that Node renders it as browsers do.
const size = { width: '320px', height: '240px' }

const label = (userID, audio) => (audio ? userID : `${userID} is silent`)

// component makes the page; seen receives what the hook returns, and every instance that it returned.
export function component(React, wrapper, { source, identity }, seen = {}) {
  const { createElement: h, useEffect, useState } = React
  const { useTRTCCalling, TRTCCallingProvider, TRTCLocalView, TRTCRemoteView, TRTCScreenView } = wrapper
  const data = (id, props = {}) => ({ key: id, id, style: size, ...props })
  const Users = () => {
    const { users } = useTRTCCalling()
    return h(
      'section',
      null,
      users.map(({ userID, audio }) => h(TRTCRemoteView, data(`remote-${userID}`, { userID }), label(userID, audio))),
      users.filter(({ screen }) => screen).map(({ userID }) => h(TRTCScreenView, data(`screen-${userID}`, { userID }))),
    )
  }
  seen.instances = new Set()
  return function Page() {
    const [given, give] = useState(source)
    seen.give = give
    const state = useTRTCCalling(given)
    const { calling, status, userID, network } = Object.assign(seen, state)
    if (calling) seen.instances.add(calling)
    const [pinned, pin] = useState('')
    seen.pin = pin
    useEffect(() => {
      if (identity) calling?.login(identity)
    }, [calling])
    const text = h('p', null, `${status} ${userID} ${network}`)
    const views = [h(TRTCLocalView, data('local')), h(Users, { key: 'users' }), h(TRTCRemoteView, data('pinned', { userID: pinned }))]
    return h(TRTCCallingProvider, { calling }, h('main', null, text, views))
  }
}
