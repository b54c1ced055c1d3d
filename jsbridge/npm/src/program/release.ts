// What a program leaves behind when it ends without warning: a camera that stays on, a connection that
// keeps the other side waiting. Nobody knows the program's state any more, but the values it held are
// still listed.

type Close = (value: any) => void;

const stop: Close = (track: MediaStreamTrack) => track.stop();
const end: Close = (connection: RTCPeerConnection | WebSocket) => connection.close();

/** What each kind of object needs, by the name of its constructor. */
const closers: Record<string, Close> = {
  MediaStream: (stream: MediaStream) => stream.getTracks().forEach(stop),
  MediaStreamTrack: stop,
  RTCPeerConnection: end,
  WebSocket: end,
};

/** Stops and closes what needs it among the values that a program held. */
export function releaseHeld(values: readonly unknown[]): void {
  const page = globalThis as unknown as Record<string, (abstract new () => unknown) | undefined>;
  for (const value of values) {
    for (const [name, close] of Object.entries(closers)) {
      const constructor = page[name];
      if (constructor && value instanceof constructor) {
        attempt(close, value);
      }
    }
  }
}

/** One that cannot be closed must not keep the others open. */
function attempt(close: Close, value: unknown): void {
  try {
    close(value);
  } catch (error) {
    console.error('TRTCCalling - not released:', error);
  }
}
