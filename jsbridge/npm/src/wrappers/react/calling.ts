// The hook, and the provider that takes an instance to the components within.

import { createContext, createElement, useContext, useState, useSyncExternalStore, type ReactElement, type ReactNode } from 'react';
import type TRTCCalling from '../facade';
import { isInstance, type Source } from '../facade';
import { emptyState, type CallingState } from '../state';
import { storeOf } from '../store';
import { Owned } from './owned';

/** undefined without a provider, null while its instance is not made yet. */
export const Calling = createContext<TRTCCalling | null | undefined>(undefined);

export interface ProviderProps {
  /** Of useTRTCCalling(), as it is there. */
  calling: TRTCCalling | null;
  children?: ReactNode;
}

/** Gives an instance to useTRTCCalling() without parameters and to the views, in all components within. */
export function TRTCCallingProvider({ calling, children }: ProviderProps): ReactElement {
  return createElement(Calling.Provider, { value: calling }, children);
}

/**
 * What there is to show of an instance; the component renders again when it changes. Given options it makes one when
 * the component is mounted, and destroys it when the component has gone for good; until then, and on a server, calling
 * is null. Other options make another instance when SDKAppID or serverUrl differ. Given an instance it only listens;
 * given nothing it takes that of the provider.
 *
 * Throws when nothing is given and there is no provider, and when the component is mounted without an SDKAppID
 * (code 2000).
 */
export function useTRTCCalling(source?: Source | null): CallingState {
  const around = useContext(Calling);
  const given = source === undefined ? around : source;
  if (given === undefined) {
    throw new Error('useTRTCCalling() needs options, an instance, or a <TRTCCallingProvider> around');
  }
  const store = useKept(keyOf(given), () => sourceOf(given));
  return useSyncExternalStore(store.subscribe, store.getSnapshot, serverSnapshot);
}

/** As useMemo, which is run again when a component is edited in the middle of a call (Fast Refresh); a state stays. */
function useKept<T>(key: unknown, make: () => T): T {
  const [kept, keep] = useState(() => ({ key, value: make() }));
  if (kept.key === key) {
    return kept.value;
  }
  const next = { key, value: make() };
  keep(next);
  return next.value;
}

type Shown = Pick<Owned, 'subscribe' | 'getSnapshot'>;

const none: Shown = { subscribe: () => () => undefined, getSnapshot: serverSnapshot };

function sourceOf(given: Source | null): Shown {
  if (!given) {
    return none;
  }
  return isInstance(given) ? storeOf(given) : new Owned(given);
}

/** Options are usually written down in the component, so they are another object each time. */
function keyOf(given: Source | null): unknown {
  return !given || isInstance(given) ? given : `${given.SDKAppID} ${given.serverUrl}`;
}

/** A page is hydrated with what the server has rendered, and shows what there is afterwards. */
function serverSnapshot(): CallingState {
  return emptyState;
}
