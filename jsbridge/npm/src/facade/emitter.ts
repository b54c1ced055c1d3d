// The handlers of each event.

import { log } from './log';

type Handler = (payload: unknown) => unknown;

interface Registration {
  handler: Handler;
  context: unknown;
  once: boolean;
  removed: boolean;
}

export class Emitter {
  private readonly registrations = new Map<unknown, Registration[]>();

  /** Any value may name an event. A handler that is registered twice is called twice. */
  on(event: unknown, handler: unknown, context: unknown, once = false): void {
    if (typeof handler !== 'function') {
      throw new TypeError(`${String(handler)} is not a function`);
    }
    const list = this.registrations.get(event) ?? [];
    if (list.some((registration) => registration.handler === handler)) {
      log.warn(`TRTCCalling.on - this handler of ${String(event)} is registered already and will be called twice`);
    }
    // A new list each time: an emission that is under way keeps the list it began with.
    this.registrations.set(event, [...list, { handler: handler as Handler, context, once, removed: false }]);
  }

  /** Removes all registrations of a handler; without one, all of the event. */
  off(event: unknown, handler?: unknown): void {
    this.remove(event, (registration) => handler === undefined || registration.handler === handler);
  }

  /** Calls the handlers in the order of their registration. What a handler throws goes only to the console. */
  emit(event: string, payload: unknown): void {
    for (const registration of this.registrations.get(event) ?? []) {
      if (registration.removed) {
        continue;
      }
      if (registration.once) {
        this.remove(event, (other) => other === registration);
      }
      try {
        registration.handler.call(registration.context, payload);
      } catch (error) {
        console.error(`TRTCCalling - a handler of ${event} failed:`, error);
      }
    }
  }

  private remove(event: unknown, which: (registration: Registration) => boolean): void {
    const list = this.registrations.get(event) ?? [];
    this.registrations.set(event, list.filter((registration) => !which(registration)));
    for (const registration of list) {
      registration.removed ||= which(registration);
    }
  }
}
