// The test page for Vue 3 and Vue 2.7. It imports nothing, so that Node renders it as browsers do.
const size = { width: '320px', height: '240px' }

const label = (userID, audio) => (audio ? userID : `${userID} is silent`)

// component makes the page; seen receives what the composable returns.
export function component(Vue, wrapper, { source, identity }, seen = {}) {
  const { h, onMounted, shallowRef, version } = Vue
  const { useTRTCCalling, TRTCLocalView, TRTCRemoteView, TRTCScreenView } = wrapper
  // Vue 2 wants properties and attributes apart.
  const data = (id, props = {}) => (version.startsWith('2') ? { key: id, attrs: { id }, style: size, props } : { key: id, id, style: size, ...props })
  const inside = (text) => (version.startsWith('2') ? [text] : { default: () => text })
  // Inside it, the instance of the surrounding page is available.
  const Users = {
    setup() {
      const { users } = useTRTCCalling()
      const shared = () => users.value.filter(({ screen }) => screen)
      return () =>
        h('section', [
          ...users.value.map(({ userID, audio }) => h(TRTCRemoteView, data(`remote-${userID}`, { userID }), inside(label(userID, audio)))),
          ...shared().map(({ userID }) => h(TRTCScreenView, data(`screen-${userID}`, { userId: userID }))),
        ])
    },
  }
  return {
    setup() {
      const { calling, status, userID, network } = Object.assign(seen, useTRTCCalling(source))
      const pinned = shallowRef('')
      seen.pin = (user) => (pinned.value = user)
      onMounted(() => identity && calling.login(identity))
      return () =>
        h('main', [
          h('p', `${status.value} ${userID.value} ${network.value}`),
          h(TRTCLocalView, data('local')), h(Users), h(TRTCRemoteView, data('pinned', { userID: pinned.value })),
        ])
    },
  }
}
