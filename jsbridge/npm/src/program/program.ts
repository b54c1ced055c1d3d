// The running Go program.

import evaluate, { type Go } from 'virtual:wasm-exec';
import { CallingError, CODE, messageOf } from '../api/error';
import { READY_VARIABLE, type Native } from './native';
import { releaseHeld } from './release';

type Stopped = (error: CallingError) => void;

export class Program {
  private readonly stopped = new Set<Stopped>();
  private end: CallingError | undefined;

  constructor(readonly native: Native) {}

  /** Passes a call on. Its promise rejects also if the program ends before it answers. */
  call<T>(invoke: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const forget = this.onStop(reject);
      const answer = async () => invoke(); // what it throws is a rejection, too
      answer().then(resolve, reject).finally(forget);
    });
  }

  /** Calls back once when the program ends, or at once if it has ended already. */
  onStop(callback: Stopped): () => void {
    if (this.end) {
      callback(this.end);
      return () => undefined;
    }
    this.stopped.add(callback);
    return () => this.stopped.delete(callback);
  }

  stop(error: CallingError): void {
    this.end = error;
    const callbacks = [...this.stopped];
    this.stopped.clear();
    callbacks.forEach((callback) => callback(error));
  }
}

/** Starts the program and waits until it is ready. */
export async function startProgram(module: WebAssembly.Module): Promise<Program> {
  const { Go, ...globals } = evaluate();
  const go = new Go();
  const instance = await WebAssembly.instantiate(module, go.importObject);
  return new Promise((resolve, reject) => {
    let program: Program | undefined;
    const stop = (reason: string) => {
      const error = new CallingError(CODE.STOPPED, `TRTCCalling - the program has ended: ${reason}. The next login() starts it again.`);
      reject(error);
      program?.stop(error);
    };
    const ready = awaitReady((native) => {
      program = new Program(native);
      resolve(program);
    });
    go.env = { [READY_VARIABLE]: ready };
    watch(go, stop);
    withGlobals(globals, () => go.run(instance)).catch((error: unknown) => stop(messageOf(error)));
  });
}

/** Puts a function where the program looks for it, under a name that pages cannot guess, until it is called. */
function awaitReady(callback: (native: Native) => void): string {
  const random = crypto.getRandomValues(new Uint32Array(4));
  const name = `jsbridge_${[...random].map((part) => part.toString(36)).join('')}`;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    value: (native: Native) => {
      Reflect.deleteProperty(globalThis, name);
      callback(native);
    },
  });
  return name;
}

/**
 * Notices the end of the program: it exits (a Go panic is exit code 2), or an exception goes through it, after which
 * its state is broken. Callbacks that come later do nothing.
 */
function watch(go: Go, stopped: (reason: string) => void): void {
  const resume = go._resume.bind(go);
  let held: unknown[] = []; // kept here because wasm_exec.js forgets it before it calls exit
  const end = (reason: string) => {
    go._resume = () => undefined;
    releaseHeld(held);
    stopped(reason);
  };
  go.exit = (code) => end(`exit code ${code}${code === 2 ? ', its last words are on the console' : ''}`);
  go._resume = () => {
    held = go._values;
    try {
      resume();
    } catch (error) {
      end(messageOf(error));
      throw error;
    }
  };
}

/**
 * Runs a function while the globals are set. Go's packages read fs, process and path when they are initialised, which is
 * before the function returns. Pages never see these globals; some check whether there is a process to tell Node from a
 * browser.
 */
function withGlobals<T>(globals: Record<string, unknown>, run: () => T): T {
  const before = Object.keys(globals).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  }
  try {
    return run();
  } finally {
    for (const [name, descriptor] of before) {
      Reflect.deleteProperty(globalThis, name);
      if (descriptor) {
        Object.defineProperty(globalThis, name, descriptor);
      }
    }
  }
}
