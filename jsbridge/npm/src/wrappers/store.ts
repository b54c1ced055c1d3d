// The state of an instance for frameworks. Each instance has one store, which listens while it has subscribers.

import type { TRTCCalling } from '../facade/calling';
import { CHANGED } from '../facade/changed';
import type { Core } from '../facade/core';
import { EVENT, type EventMap } from '../api/events';
import { coreOf, soon } from './facade';
import { emptyState, reducers, takeOver, type CallingState, type Reducer } from './state';

const stores = new WeakMap<Core, Store>();

/** The store of an instance, always the same one. */
export function storeOf(calling: TRTCCalling): Store {
  const core = coreOf(calling);
  const store = stores.get(core) ?? new Store(calling);
  stores.set(core, store);
  return store;
}

export class Store {
  private state: CallingState;
  private readonly subscribers = new Set<() => void>();
  /** The handlers that are registered at the instance. Empty without subscribers. */
  private handlers: Array<[event: string, handler: (payload: any) => void]> = [];
  /** The number of the latest look for devices. */
  private look = 0;

  constructor(readonly calling: TRTCCalling) {
    this.state = this.begin();
  }

  /** The state. It is the same object until it changes. */
  readonly getSnapshot = (): CallingState => this.state;

  /** Calls subscriber after each change, until the returned function is called. */
  readonly subscribe = (subscriber: () => void): (() => void) => {
    const own = () => subscriber(); // a function that subscribes twice counts twice
    this.subscribers.add(own);
    this.listen();
    return () => {
      this.subscribers.delete(own);
      soon(() => this.rest());
    };
  };

  private readonly clearError = (): void => this.change({ error: null });

  private begin(): CallingState {
    const start = { ...emptyState, calling: this.calling, clearError: this.clearError };
    return { ...start, ...takeOver(start, coreOf(this.calling).state) };
  }

  private listen(): void {
    if (this.handlers.length > 0) {
      return;
    }
    for (const event of Object.keys(reducers) as Array<keyof EventMap>) {
      this.handlers.push([event, (payload) => this.reduce(event, payload)]);
    }
    this.handlers.push([CHANGED, () => this.takeOver()], [EVENT.SDK_READY, () => this.findDevices()]);
    this.handlers.forEach(([event, handler]) => this.calling.on(event, handler));
    this.change(this.begin());
    this.findDevices();
  }

  /** Stops listening if there are no subscribers. */
  private rest(): void {
    if (this.subscribers.size === 0) {
      this.handlers.forEach(([event, handler]) => this.calling.off(event, handler));
      this.handlers = [];
    }
  }

  private reduce<E extends keyof EventMap>(event: E, payload: EventMap[E]): void {
    if (event === EVENT.DEVICE_CHANGED) {
      this.look += 1;
    }
    const reducer = reducers[event] as Reducer<E>;
    this.change(reducer(this.state, payload, coreOf(this.calling).state));
  }

  private takeOver(): void {
    const { status } = this.state;
    this.change(takeOver(this.state, coreOf(this.calling).state));
    if (status !== 'connected' && this.state.status === 'connected') {
      this.findDevices(); // the user has allowed one, so the names are known now
    }
  }

  /** Asks for the devices. A later look, or an event about them, makes the answer obsolete. */
  private findDevices(): void {
    if (this.state.userID === '') {
      return;
    }
    const look = ++this.look;
    const { calling } = this;
    Promise.all([calling.getCameras(), calling.getMicrophones(), calling.getSpeakers()]).then(
      ([cameras, microphones, speakers]) => {
        if (look === this.look) {
          this.change({ devices: { cameras, microphones, speakers } });
        }
      },
      () => undefined, // there are no devices, or nobody is signed in any more
    );
  }

  private change(change: Partial<CallingState>): void {
    const keys = Object.keys(change) as Array<keyof CallingState>;
    if (keys.some((key) => change[key] !== this.state[key])) {
      this.state = { ...this.state, ...change };
      [...this.subscribers].forEach((subscriber) => subscriber());
    }
  }
}
