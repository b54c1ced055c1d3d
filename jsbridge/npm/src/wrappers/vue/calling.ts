// The composable.

import { computed, getCurrentInstance, inject, markRaw, onScopeDispose, provide, shallowRef, toRaw, type ComputedRef, type InjectionKey } from 'vue';
import TRTCCalling, { isInstance, type Source } from '../facade';
import type { CallingState } from '../state';
import { storeOf, type Store } from '../store';
import { onServer, withoutWasm } from '../server';

/** By which a component's instance is found by the components within it. */
export const INSTANCE: InjectionKey<TRTCCalling> = Symbol.for('trtc-calling-wasm');

/** What useTRTCCalling() returns: CallingState, with a ref for each part. */
export interface UseTRTCCalling {
  /** The instance, with all methods of the API: calling.login(…), calling.call(…), calling.on(…). It is not reactive. */
  readonly calling: TRTCCalling;
  readonly status: ComputedRef<CallingState['status']>;
  readonly callType: ComputedRef<CallingState['callType']>;
  readonly userID: ComputedRef<CallingState['userID']>;
  readonly invitation: ComputedRef<CallingState['invitation']>;
  readonly users: ComputedRef<CallingState['users']>;
  readonly volume: ComputedRef<CallingState['volume']>;
  readonly devices: ComputedRef<CallingState['devices']>;
  readonly network: ComputedRef<CallingState['network']>;
  readonly error: ComputedRef<CallingState['error']>;
  clearError(): void;
}

/**
 * The state of an instance, as refs. With options, it makes the instance, which is destroyed with the component (or
 * effect scope). With an instance, it only listens, as long as the component lives. Without a parameter, it takes the
 * instance of a component around. The components within get the instance, too, so the views do not need it as a property.
 *
 * Call it in setup() or in an effect scope. It throws an Error when SDKAppID is missing (code 2000), and when there is no
 * parameter and no component around has an instance. On a server, it does not load or listen to anything, and methods
 * that need the Go program reject.
 */
export function useTRTCCalling(source?: Source): UseTRTCCalling {
  const component = getCurrentInstance();
  const given = source ?? (component ? inject(INSTANCE, undefined) : undefined);
  if (!given) {
    throw new Error('useTRTCCalling() needs options, an instance, or a component around that has one');
  }
  const calling = markRaw(isInstance(given) ? toRaw(given) : make(given));
  if (component) {
    provide(INSTANCE, calling);
  }
  const store = storeOf(calling);
  return { calling, ...refs(store), clearError: () => store.getSnapshot().clearError() };
}

function make(options: Exclude<Source, TRTCCalling>): TRTCCalling {
  if (onServer()) {
    return new TRTCCalling(withoutWasm(options));
  }
  const calling = new TRTCCalling(options);
  onScopeDispose(() => void calling.destroy());
  return calling;
}

function refs(store: Store): Omit<UseTRTCCalling, 'calling' | 'clearError'> {
  const state = shallowRef(store.getSnapshot());
  if (!onServer()) {
    onScopeDispose(store.subscribe(() => (state.value = store.getSnapshot())));
    state.value = store.getSnapshot(); // subscribing may have updated it
  }
  const of = <K extends keyof CallingState>(key: K) => computed(() => state.value[key]);
  return {
    status: of('status'), callType: of('callType'), userID: of('userID'), invitation: of('invitation'), users: of('users'),
    volume: of('volume'), devices: of('devices'), network: of('network'), error: of('error'),
  };
}
