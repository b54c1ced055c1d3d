// One client of the Go program: opened when it is made, opened again by login() after a failure.

import { CallingError, CODE } from './error';
import { emptySnapshot, type NativeHandle, type NativeMethod, type Snapshot } from './native';
import type { Log } from './log';
import type { Program } from './program';
import { TaskQueue } from './queue';
import { runtime } from './runtime';
import { wasmOfServer, type Server } from './server';
import { prepareWebSocket } from './socket';
import type { WasmSource } from './wasm';

export interface ClientOptions {
  sdkAppID: number;
  server: Server;
  wasmModule: WebAssembly.Module | undefined;
  wasmUrl: WasmSource | Promise<WasmSource> | undefined;
  log: Log;
  /** Called in a task of its own, later. */
  dispatch(name: string, payload: unknown): void;
}

interface Opened {
  program: Program;
  handle: NativeHandle;
  /** Ends what the program remembers of this instance. */
  forget: () => void;
}

export class Client {
  snapshot: Snapshot = emptySnapshot();
  private readonly queue = new TaskQueue();
  private opened: Promise<Opened>;
  /** False when login() has to open again. */
  private usable = true;
  private destroyed = false;

  constructor(private readonly options: ClientOptions) {
    this.opened = this.open();
  }

  /** Passes a method on, in the order of the calls, as soon as the program runs. */
  async invoke<T>(method: NativeMethod, params?: object): Promise<T> {
    const { program, handle } = await this.opened;
    return program.call(() => handle[method](params) as Promise<T>);
  }

  /** Starts the program again when it could not be loaded or has ended. */
  reopen(): void {
    if (!this.usable && !this.destroyed) {
      this.usable = true;
      this.opened = this.open();
    }
  }

  async destroy(): Promise<void> {
    const opened = this.opened;
    this.destroyed = true;
    this.refuse(new CallingError(CODE.DESTROYED, 'TRTCCalling - this instance was destroyed'));
    await opened.then(
      ({ handle, forget }) => {
        forget();
        handle.release();
      },
      () => undefined,
    );
  }

  /** How many functions the program holds for JavaScript; for tests. */
  async liveFuncs(): Promise<number> {
    return (await this.opened).program.native.liveFuncs();
  }

  private open(): Promise<Opened> {
    const opened = this.connect();
    // The methods reject with the reason; a page that calls none is not told about it.
    opened.catch(() => {
      this.usable = false;
    });
    return opened;
  }

  private async connect(): Promise<Opened> {
    const { wasmModule, wasmUrl, log, server } = this.options;
    const program = await runtime.program({ wasmModule, wasmUrl, log, ofServer: wasmOfServer(server) });
    const handle = this.create(program);
    const forget = program.onStop((error) => this.stopped(error));
    return { program, handle, forget };
  }

  private create(program: Program): NativeHandle {
    const { sdkAppID, server, log, dispatch } = this.options;
    const handle = program.native.create({
      server: server.signal,
      sdkAppID,
      emit: (name, payload) => this.queue.add(() => dispatch(name, payload)),
      state: (snapshot) => {
        this.snapshot = { ...emptySnapshot(), ...snapshot };
      },
      log: (level, text) => log.print(level, text),
      dialing: prepareWebSocket,
    });
    if (handle instanceof Error) {
      throw handle;
    }
    return handle;
  }

  private stopped(error: CallingError): void {
    if (this.destroyed) {
      return;
    }
    this.usable = false;
    this.refuse(error);
    this.queue.add(() => this.options.dispatch('onError', { code: error.code, msg: error.message }));
  }

  /** From now on methods reject with error. */
  private refuse(error: CallingError): void {
    this.opened = Promise.reject(error);
    this.opened.catch(() => undefined);
    this.snapshot = emptySnapshot();
  }
}
