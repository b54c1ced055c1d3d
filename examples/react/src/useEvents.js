import { useEffect, useEffectEvent } from 'react'

/** Listens to events of an instance while the component is mounted; handlers may be new ones at every render. */
export function useEvents (calling, handlers) {
  const events = Object.keys(handlers)
  const hear = useEffectEvent((event, payload) => handlers[event](payload))

  useEffect(() => {
    const heard = events.map(event => [event, payload => hear(event, payload)])
    heard.forEach(([event, handler]) => calling?.on(event, handler))
    return () => heard.forEach(([event, handler]) => calling?.off(event, handler))
  }, [calling, events.join()])
}
