// The texts of messages about calls in the history of a chat.

/** By the number of the action. 1, an invitation, has several meanings. */
const TEXTS = ['', '', '取消通话', '已接听', '拒绝通话', '无应答'];

interface Signal {
  businessID?: unknown;
  actionType?: number;
  data?: string;
}

export function textOfMessage(message?: { type: string; payload?: { data: string } }): string {
  if (message?.type !== 'TIMCustomElem') {
    return '';
  }
  const signal = JSON.parse(message.payload?.data ?? '') as Signal | null;
  if (signal?.businessID !== 1) {
    return '';
  }
  return signal.actionType === 1 ? textOfInvitation(signal) : (TEXTS[signal.actionType ?? 0] ?? '');
}

function textOfInvitation(signal: Signal): string {
  const content = JSON.parse(signal.data ?? '') as { call_end?: number; room_id?: number } | null;
  const seconds = content?.call_end ?? -1;
  if (seconds > 0) {
    return `结束通话，通话时长：${clock(seconds)}`;
  }
  return content?.room_id && seconds !== 0 ? '发起通话' : '结束群聊';
}

/** As HH:MM:SS. */
function clock(seconds: number): string {
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}
