// Which elements of a page want to show whom. Components of one user may come and go in any order; the calling
// instance shows a user in one element, and forgets all with the end of a call.

import type { TRTCCalling } from '../facade/calling';
import type { Core } from '../facade/core';
import { EVENT } from '../api/events';
import { coreOf, soon } from './facade';

export interface View {
  readonly kind: 'Local' | 'Remote' | 'Screen';
  /** '' for the own camera. */
  readonly userID: string;
  readonly element: HTMLDivElement;
}

/** After those the instance may have forgotten a view, or have refused it because nobody was signed in. */
const AGAIN = [EVENT.SDK_READY, EVENT.CALL_STATUS_CHANGED, EVENT.INVITED, EVENT.CALL_END, EVENT.USER_ENTER, EVENT.SCREEN_SHARE_AVAILABLE];

const all = new WeakMap<Core, Views>();

/** Shows a user in an element from now on, until the returned function is called. */
export function showView(calling: TRTCCalling, view: View): () => void {
  const core = coreOf(calling);
  const views = all.get(core) ?? new Views(calling);
  all.set(core, views);
  return views.show(view);
}

class Views {
  /** Of each user, those that want to show it; the last one does. */
  private readonly wanted = new Map<string, View[]>();
  private readonly shown = new Map<string, View>();
  private listens = false;

  constructor(private readonly calling: TRTCCalling) {}

  show(view: View): () => void {
    const key = `${view.kind} ${view.userID}`;
    this.wanted.set(key, [...this.of(key), view]);
    soon(() => this.settle(key));
    return () => {
      this.wanted.set(key, this.of(key).filter((other) => other !== view));
      soon(() => this.settle(key));
    };
  }

  private of(key: string): View[] {
    return this.wanted.get(key) ?? [];
  }

  /** Brings the instance in line with what is wanted, once for all that happened in one go. */
  private settle(key: string): void {
    const view = this.of(key).slice(-1)[0];
    const shown = this.shown.get(key);
    if (view) {
      this.shown.set(key, view);
    } else {
      this.wanted.delete(key);
      this.shown.delete(key);
    }
    this.listen();
    if (view && view.element !== shown?.element) {
      this.start(view);
    } else if (!view && shown) {
      this.stop(shown);
    }
  }

  /** Listens while something is wanted. */
  private listen(): void {
    const listens = this.wanted.size > 0;
    if (listens !== this.listens) {
      this.listens = listens;
      AGAIN.forEach((event) => (listens ? this.calling.on(event, this.again) : this.calling.off(event, this.again)));
    }
  }

  private readonly again = (payload: { userID?: string }): void => {
    const { userID } = payload;
    this.shown.forEach((view) => {
      if (userID === undefined || userID === view.userID || view.kind === 'Local') {
        this.start(view);
      }
    });
  };

  /** Started again in the same element nothing happens. */
  private start(view: View): void {
    this.calling[`start${view.kind}View`](params(view)).catch(ignore);
  }

  private stop(view: View): void {
    this.calling[`stop${view.kind}View`](params(view)).catch(ignore);
  }
}

function params({ userID, element }: View): { userID: string; videoViewDomID: HTMLDivElement } {
  return { userID: userID || 'local', videoViewDomID: element }; // there is one own camera, whatever name it is given
}

/** Refused are only those that come before login(), and are started again after it, or end after logout(). */
function ignore(): void {}
