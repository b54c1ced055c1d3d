// A client of the Go program. It is opened when it is made, and opened again by login() after a failure. Instances
// that sign in as the same user share one, because the server ends the older of two logins.

import { Calls } from './calls';
import { CHANGED } from './changed';
import { CallingError, CODE } from '../api/error';
import { EVENT } from '../api/events';
import { log } from './log';
import { emptySnapshot, type NativeHandle, type NativeMethod, type Snapshot } from '../program/native';
import type { Program } from '../program/program';
import { TaskQueue } from './queue';
import { runtime } from '../program/runtime';
import { wasmOfServer, type Server } from '../loading/server';
import { prepareWebSocket } from '../program/socket';
import type { LoginParams, LoginResult } from '../api/types';
import type { WasmSource } from '../loading/wasm';

export interface ClientOptions {
  sdkAppID: number;
  /** Invitations that were made before a login do not ring. */
  onlyNew: boolean;
  server: Server;
  wasmModule: WebAssembly.Module | undefined;
  wasmUrl: WasmSource | Promise<WasmSource> | undefined;
}

/** An instance as its client sees it. */
export interface Member {
  /** Whether it has had SDK_READY since it joined. */
  told: boolean;
  /** Called in a task of its own, later. */
  dispatch(name: string, payload: unknown): void;
}

interface Opened {
  program: Program;
  handle: NativeHandle;
  /** Ends what the program remembers of this client. */
  forget: () => void;
}

export class Client {
  /** By which other instances find it (clients.ts); '' before login. */
  key = '';
  /** The login that the program has not answered yet. */
  signingIn: Promise<LoginResult> | undefined;
  /** What the program said last. */
  private snapshot = emptySnapshot();
  /** What the page has put over it since. */
  private pretended: Partial<Snapshot> = {};
  private readonly calls = new Calls();
  private readonly members = new Set<Member>();
  private readonly queue = new TaskQueue();
  private opened: Promise<Opened>;
  private handle: NativeHandle | undefined;
  /** False when login() has to open again. */
  private usable = true;

  constructor(private readonly options: ClientOptions) {
    this.opened = this.open();
  }

  /** What the getters show. */
  get shown(): Readonly<Snapshot> {
    return { ...this.snapshot, ...this.calls.told, ...this.pretended };
  }

  /** Shows something else until the next change. */
  pretend(change: Partial<Snapshot>): void {
    this.pretended = { ...this.pretended, ...change };
  }

  /** Passes a method on as soon as the program runs, in the order of the calls. */
  async invoke<T>(method: NativeMethod, params?: object): Promise<T> {
    const { program, handle } = await this.opened;
    return program.call(() => handle[method](params) as Promise<T>);
  }

  login(params: LoginParams): Promise<LoginResult> {
    const login = this.invoke<LoginResult>('login', params);
    this.signingIn ??= login;
    const done = () => {
      if (this.signingIn === login) {
        this.signingIn = undefined;
      }
    };
    login.then(done, done);
    return login;
  }

  /** Starts the program again if it could not be loaded or has ended. Returns whether it did. */
  reopen(): boolean {
    if (this.usable) {
      return false;
    }
    this.usable = true;
    this.opened = this.open();
    return true;
  }

  join(member: Member): void {
    member.told = false;
    this.members.add(member);
  }

  /** The last one signs out. */
  async leave(member: Member): Promise<void> {
    this.members.delete(member);
    if (this.members.size === 0) {
      const opened = this.opened;
      this.refuse(new CallingError(CODE.DESTROYED, 'TRTCCalling - this instance was destroyed'));
      await opened.then(
        ({ handle, forget }) => {
          forget();
          handle.release();
        },
        () => undefined,
      );
    }
  }

  isShared(): boolean {
    return this.members.size > 1;
  }

  /** Gives SDK_READY to a member that joined after the others had it. */
  greet(member: Member): void {
    this.queue.add(() => {
      if (!member.told && this.members.has(member)) {
        member.told = true;
        member.dispatch(EVENT.SDK_READY, { name: 'ts_im_ready' });
      }
    });
  }

  /** The tracks that are sent right now. */
  localTracks(): ReturnType<NativeHandle['localTracks']> {
    return this.handle?.localTracks() ?? {};
  }

  /** How many functions the program holds for JavaScript; for tests. */
  async liveFuncs(): Promise<number> {
    return (await this.opened).program.native.liveFuncs();
  }

  private open(): Promise<Opened> {
    const opened = this.connect();
    // Methods reject with the reason; a page that calls none does not hear of it.
    opened.catch(() => {
      this.usable = false;
    });
    return opened;
  }

  private async connect(): Promise<Opened> {
    const { wasmModule, wasmUrl, server } = this.options;
    const program = await runtime.program({
      wasmModule,
      wasmUrl,
      log,
      ofServer: wasmOfServer(server),
      progress: (bytes) => this.emit(EVENT.LOAD_PROGRESS, bytes),
    });
    const handle = this.create(program);
    const forget = program.onStop((error) => this.stopped(error));
    this.handle = handle;
    return { program, handle, forget };
  }

  private create(program: Program): NativeHandle {
    const { sdkAppID, server, onlyNew } = this.options;
    const handle = program.native.create({
      server: server.signal,
      sdkAppID,
      onlyNew,
      emit: (name, payload) => this.emit(name, payload),
      state: (snapshot) => this.change({ ...emptySnapshot(), ...snapshot }),
      log: (level, text) => log.print(level, text),
      dialing: prepareWebSocket,
    });
    if (handle instanceof Error) {
      throw handle;
    }
    return handle;
  }

  /** The members of now get the event, unless they have left by the time of its task. */
  private emit(name: string, payload: unknown): void {
    const members = [...this.members];
    const call = this.calls.of(name, this.snapshot);
    members.forEach((member) => {
      member.told ||= name === EVENT.SDK_READY;
    });
    this.queue.add(() => {
      this.calls.tell(call, this.snapshot);
      members.filter((member) => this.members.has(member)).forEach((member) => member.dispatch(name, payload));
      this.calls.tell(undefined, this.snapshot);
    });
  }

  private change(snapshot: Snapshot): void {
    const { callStatus: oldCallStatus } = this.snapshot;
    const { callStatus } = snapshot;
    this.calls.change(this.snapshot, snapshot);
    this.snapshot = snapshot;
    this.pretended = {};
    this.emit(CHANGED, undefined);
    if (callStatus !== oldCallStatus) {
      this.emit(EVENT.CALL_STATUS_CHANGED, { callStatus, oldCallStatus });
    }
  }

  private stopped(error: CallingError): void {
    this.usable = false;
    this.refuse(error);
    this.emit(EVENT.ERROR, { code: error.code, msg: error.message });
  }

  /** From now on methods reject with error. */
  private refuse(error: CallingError): void {
    this.opened = Promise.reject(error);
    this.opened.catch(() => undefined);
    this.handle = undefined;
    this.change(emptySnapshot());
  }
}
