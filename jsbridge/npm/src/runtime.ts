// The one Go program that all instances of a page share.

import { startProgram, type Program } from './program';
import { loadWasm, type LoadOptions } from './wasm';

class Runtime {
  private running: Promise<Program> | undefined;

  /** The program: the one that runs or starts, else a new one. Who comes first says where the wasm is. */
  program(options: LoadOptions): Promise<Program> {
    this.running ??= this.start(options);
    return this.running;
  }

  private async start(options: LoadOptions): Promise<Program> {
    try {
      const program = await startProgram(await loadWasm(options));
      program.onStop(() => {
        this.running = undefined;
      });
      return program;
    } catch (error) {
      this.running = undefined; // the next one tries again
      throw error;
    }
  }
}

export const runtime = new Runtime();
