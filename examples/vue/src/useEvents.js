import { onScopeDispose } from 'vue'

/** Hears events of an instance as long as the component lives. */
export function useEvents (calling, handlers) {
  for (const [event, handler] of Object.entries(handlers)) {
    calling.on(event, handler)
    onScopeDispose(() => calling.off(event, handler))
  }
}
