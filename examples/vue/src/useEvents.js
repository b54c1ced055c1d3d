import { onScopeDispose } from 'vue'

/** Listens to events of an instance while the component is mounted. */
export function useEvents (calling, handlers) {
  for (const [event, handler] of Object.entries(handlers)) {
    calling.on(event, handler)
    onScopeDispose(() => calling.off(event, handler))
  }
}
