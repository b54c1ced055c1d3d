// The hook, and the provider that gives an instance to the components within.

import { createContext, createElement, useContext, useState, useSyncExternalStore, type ReactElement, type ReactNode } from 'react';
import type TRTCCalling from '../facade';
import { isInstance, type Source } from '../facade';
import { emptyState, type CallingState } from '../state';
import { storeOf } from '../store';
import { Owned } from './owned';

/** undefined without a provider; null until its instance is made. */
export const Calling = createContext<TRTCCalling | null | undefined>(undefined);

export interface ProviderProps {
  /** From useTRTCCalling(), also while it is null. */
  calling: TRTCCalling | null;
  children?: ReactNode;
}

/** Gives an instance to all components within: to the views, and to useTRTCCalling() without a parameter. */
export function TRTCCallingProvider({ calling, children }: ProviderProps): ReactElement {
  return createElement(Calling.Provider, { value: calling }, children);
}

/**
 * The state of an instance; the component renders again when it changes. With options, it makes the instance when the
 * component is mounted, and destroys it when the component is unmounted for good; before, and on a server, calling is
 * null. Options with another SDKAppID or serverUrl make another instance. With an instance, it only listens. Without a
 * parameter, it takes the instance of the provider.
 *
 * Throws when there is no parameter and no provider, and when the component is mounted without an SDKAppID (code 2000).
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

/** Like useMemo, but keeps the value when the component is edited in the middle of a call (Fast Refresh). */
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

/** Options are usually written in the component, so they are a new object each time. */
function keyOf(given: Source | null): unknown {
  return !given || isInstance(given) ? given : `${given.SDKAppID} ${given.serverUrl}`;
}

/** A page is hydrated with what the server has rendered, and shows the real state afterwards. */
function serverSnapshot(): CallingState {
  return emptyState;
}
