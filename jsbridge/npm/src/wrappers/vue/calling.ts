// The composable.

import { computed, getCurrentInstance, inject, markRaw, onScopeDispose, provide, shallowRef, toRaw, type ComputedRef, type InjectionKey } from 'vue';
import TRTCCalling, { isInstance, type Source } from '../facade';
import type { CallingState } from '../state';
import { storeOf, type Store } from '../store';
import { onServer, withoutWasm } from '../server';

/** Under which the instance of a component reaches those within it. */
export const INSTANCE: InjectionKey<TRTCCalling> = Symbol.for('trtc-calling-wasm');

/** What useTRTCCalling() gives: CallingState, each part a ref of its own. */
export interface UseTRTCCalling {
  /** The instance, with all methods of the API: calling.login(…), calling.call(…), calling.on(…). Vue leaves it as it is. */
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
 * What there is to show of an instance, as refs. Given options it makes one, which is destroyed with the component (or
 * effect scope); given an instance it only listens, as long as the component lives; given nothing it takes the one of
 * the component around it. Components within get the instance, too: the views need no property.
 *
 * To be called in setup() or in an effect scope. Throws an Error (code 2000) when SDKAppID is missing, and one when
 * nothing is given and no component around has an instance. On a server nothing is loaded, nothing listens, and
 * methods that need the Go program reject.
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
    state.value = store.getSnapshot(); // subscribing may have brought it up to date
  }
  const of = <K extends keyof CallingState>(key: K) => computed(() => state.value[key]);
  return {
    status: of('status'), callType: of('callType'), userID: of('userID'), invitation: of('invitation'), users: of('users'),
    volume: of('volume'), devices: of('devices'), network: of('network'), error: of('error'),
  };
}
