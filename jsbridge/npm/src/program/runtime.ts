// The one Go program that all instances of a page share.

import { startProgram, type Program } from './program';
import { loadWasm, type LoadOptions } from '../loading/wasm';

type Progress = LoadOptions['progress'];

class Runtime {
  private running: Promise<Program> | undefined;
  private readonly waiting = new Set<Progress>();

  /** The program: the one that runs or is starting, otherwise a new one. The first instance decides where the wasm is from. */
  async program(options: LoadOptions): Promise<Program> {
    this.waiting.add(options.progress);
    try {
      this.running ??= this.start({ ...options, progress: (bytes) => this.waiting.forEach((tell) => tell(bytes)) });
      return await this.running;
    } finally {
      this.waiting.delete(options.progress);
    }
  }

  private async start(options: LoadOptions): Promise<Program> {
    try {
      const program = await startProgram(await loadWasm(options));
      program.onStop(() => {
        this.running = undefined;
      });
      return program;
    } catch (error) {
      this.running = undefined; // so that the next call tries again
      throw error;
    }
  }
}

export const runtime = new Runtime();
