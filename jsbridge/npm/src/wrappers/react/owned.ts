// An instance that a component owns. It is made when the component subscribes and not while it renders, because React may
// throw away what it has rendered. In StrictMode a component unsubscribes and subscribes again at once, which does not
// end the instance.

import TRTCCalling, { soon } from '../facade';
import { emptyState, type CallingState } from '../state';
import { storeOf, type Store } from '../store';
import type { Options } from '../../api/types';

export class Owned {
  private store: Store | undefined;
  private subscribers = 0;

  constructor(private readonly options: Options) {}

  readonly getSnapshot = (): CallingState => this.store?.getSnapshot() ?? emptyState;

  readonly subscribe = (subscriber: () => void): (() => void) => {
    this.store ??= storeOf(new TRTCCalling(this.options));
    const unsubscribe = this.store.subscribe(subscriber);
    this.subscribers += 1;
    return () => {
      unsubscribe();
      this.subscribers -= 1;
      soon(() => this.rest());
    };
  };

  private rest(): void {
    if (this.subscribers === 0) {
      void this.store?.calling.destroy();
      this.store = undefined;
    }
  }
}
