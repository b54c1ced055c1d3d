import { useEffect, useEffectEvent } from 'react'

/** Hears events of an instance as long as the component lives; handlers may be new ones each time. */
export function useEvents (calling, handlers) {
  const events = Object.keys(handlers)
  const hear = useEffectEvent((event, payload) => handlers[event](payload))

  useEffect(() => {
    const heard = events.map(event => [event, payload => hear(event, payload)])
    heard.forEach(([event, handler]) => calling?.on(event, handler))
    return () => heard.forEach(([event, handler]) => calling?.off(event, handler))
  }, [calling, events.join()])
}
