// What a program leaves behind when it ends without warning: a camera that stays on, a connection that
// keeps the other side waiting. Nobody knows the program's state any more, but the values it held are
// still listed.

type Close = (value: unknown) => void;

/** Stops and closes what needs it among the values that a program held. */
export function releaseHeld(values: readonly unknown[]): void {
  for (const value of values) {
    for (const [constructor, close] of closers()) {
      if (constructor && value instanceof constructor) {
        attempt(close, value);
      }
    }
  }
}

function closers(): Array<[(abstract new () => unknown) | undefined, Close]> {
  const page = globalThis as unknown as Record<string, (abstract new () => unknown) | undefined>;
  return [
    [page['MediaStream'], (stream) => (stream as MediaStream).getTracks().forEach((track) => track.stop())],
    [page['MediaStreamTrack'], (track) => (track as MediaStreamTrack).stop()],
    [page['RTCPeerConnection'], (connection) => (connection as RTCPeerConnection).close()],
    [page['WebSocket'], (socket) => (socket as WebSocket).close()],
  ];
}

/** One that cannot be closed must not keep the others open. */
function attempt(close: Close, value: unknown): void {
  try {
    close(value);
  } catch (error) {
    console.error('TRTCCalling - not released:', error);
  }
}
