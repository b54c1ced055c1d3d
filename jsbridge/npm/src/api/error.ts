// The errors of the facade itself. Like those of the Go program they have a code.

/** The numbers are stable: append, never reorder. It is an enum because esbuild replaces its members by numbers. */
export enum CODE {
  /** SDKAppID is missing or unusable. */
  NO_APP = 2000,
  /** A message cannot be sent. */
  NOT_SENT = 2100,
  /** The Go program did not reach a server. */
  NOT_REACHED = 2800,
  /** A server did not answer the Go program in time. */
  NO_ANSWER = 2801,
  /** A parameter is missing or has an illegal value. */
  INVALID = 6017,
  /** There is no such video quality. */
  UNKNOWN = 65535,
  /** The wasm cannot be loaded. */
  LOAD = 90101,
  /** The Go program has ended. */
  STOPPED = 90102,
  /** No server is known, or its address is unusable. */
  SERVER = 90103,
  /** The instance was destroyed. */
  DESTROYED = 90104,
}

export class CallingError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'TRTCCallingError';
    this.code = code;
  }
}

export function withCode<E extends Error>(code: number, error: E): E & { code: number } {
  return Object.assign(error, { code });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
