// Cleans up after a program that ended without warning: its camera would stay on, and its connection would keep the
// other side waiting. The program's state is lost, but the values that it held are still listed.

type Close = (value: any) => void;

const stop: Close = (track: MediaStreamTrack) => track.stop();
const end: Close = (connection: RTCPeerConnection | WebSocket) => connection.close();

/** How to close each kind of object, by the name of its constructor. */
const closers: Record<string, Close> = {
  MediaStream: (stream: MediaStream) => stream.getTracks().forEach(stop),
  MediaStreamTrack: stop,
  RTCPeerConnection: end,
  WebSocket: end,
};

/** Closes what has to be closed among the values that a program held. */
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

/** An object that cannot be closed must not keep the others open. */
function attempt(close: Close, value: unknown): void {
  try {
    close(value);
  } catch (error) {
    console.error('TRTCCalling - not released:', error);
  }
}
