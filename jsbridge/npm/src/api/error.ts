// Errors of the facade itself. They carry a code, as those of the Go program do.

/** Numbers are stable: append, never reorder. An enum, because esbuild writes numbers in its place. */
export enum CODE {
  /** There is no SDKAppID. */
  NO_APP = 2000,
  /** A message cannot be sent. */
  NOT_SENT = 2100,
  /** The Go program did not reach a server. */
  NOT_REACHED = 2800,
  /** A server did not answer the Go program in time. */
  NO_ANSWER = 2801,
  /** A parameter is missing or has no legal value. */
  INVALID = 6017,
  /** No such video quality. */
  UNKNOWN = 65535,
  /** The wasm cannot be loaded. */
  LOAD = 90101,
  /** The Go program has ended. */
  STOPPED = 90102,
  /** There is no usable address of a server. */
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
