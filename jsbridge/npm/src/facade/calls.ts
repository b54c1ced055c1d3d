// Which call an event is about. The program is idle by the time a page hears that its call has ended, while the
// getters of the original still told of that call in the handlers of these events.

import { EVENT } from '../api/events';
import type { Snapshot } from '../program/native';

const ENDINGS: readonly string[] = [EVENT.USER_LEAVE, EVENT.CALL_END];

/** What the getters tell of a call that has ended. */
type Told = Pick<
  Snapshot,
  'callType' | 'inviterID' | 'groupID' | 'isInviter' | 'isGroupCall' | 'inviteeList' | 'unHandledInviteeList' | 'inviterInviteID'
>;

export class Calls {
  /** What the getters show instead of an idle state right now. */
  told: Partial<Told> = {};
  /** The last call that has ended, as it was. */
  private ended: Snapshot | undefined;

  /** Takes note of a change. A call without an ID has not reached the server, so no event will tell of its end. */
  change(before: Snapshot, now: Snapshot): void {
    if (before.callID !== '' && before.callID !== now.callID) {
      this.ended = before;
    }
    this.told = {};
  }

  /** The call that an event is about, at the time when the program emits it. */
  of(event: string, now: Snapshot): Snapshot | undefined {
    if (!ENDINGS.includes(event)) {
      return undefined;
    }
    return now.callID === '' ? this.ended : now;
  }

  /** Lets the getters tell of a call, unless another one has begun; without a call they show how it is. */
  tell(call: Snapshot | undefined, now: Snapshot): void {
    this.told = call && now.callStatus === 'idle' ? toldOf(call) : {};
  }
}

function toldOf(call: Snapshot): Told {
  const { callType, inviterID, groupID, isInviter, isGroupCall, inviteeList, unHandledInviteeList, inviterInviteID } = call;
  return { callType, inviterID, groupID, isInviter, isGroupCall, inviteeList, unHandledInviteeList, inviterInviteID };
}
