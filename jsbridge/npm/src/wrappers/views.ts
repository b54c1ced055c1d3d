// Which element of a page shows which user. Components for one user may come and go in any order, while an instance shows
// a user in one element, and forgets all elements at the end of a call.

import type { TRTCCalling } from '../facade/calling';
import type { Core } from '../facade/core';
import { EVENT } from '../api/events';
import { coreOf, soon } from './facade';

export interface View {
  readonly kind: 'Local' | 'Remote' | 'Screen';
  /** '' for this user's camera. */
  readonly userID: string;
  readonly element: HTMLDivElement;
}

/** After these, the instance may have forgotten a view, or may have refused it because nobody was signed in. */
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
  /** For each user, the elements that want to show it. The last one does. */
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

  /** Makes the instance show what is wanted, once for all changes of one go. */
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

  /** Listens while any view is wanted. */
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

  /** Does nothing when the view is already in this element. */
  private start(view: View): void {
    this.calling[`start${view.kind}View`](params(view)).catch(ignore);
  }

  private stop(view: View): void {
    this.calling[`stop${view.kind}View`](params(view)).catch(ignore);
  }
}

function params({ userID, element }: View): { userID: string; videoViewDomID: HTMLDivElement } {
  return { userID: userID || 'local', videoViewDomID: element }; // this user's camera does not depend on the name
}

/** Refused are only views before login(), which are started again after it, and those that end after logout(). */
function ignore(): void {}
