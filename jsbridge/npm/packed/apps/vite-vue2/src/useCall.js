// The call: how it begins and ends.
import { onScopeDispose, ref } from 'vue'

export function useCall (calling) {
  const call = ref(null) // { peer }

  async function answer ({ sponsor }) {
    call.value = { peer: sponsor }
    await calling.accept()
  }

  const end = () => { call.value = null }
  calling.on('onCallEnd', end)
  onScopeDispose(() => calling.off('onCallEnd', end))

  return { call, answer }
}
