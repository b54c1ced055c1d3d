// An instance that a component owns. Rendering has no effects, as React may throw away what it has rendered: the
// instance is made when the component subscribes. In StrictMode it goes and comes again at once; that is not an end.

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
