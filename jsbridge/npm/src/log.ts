// What the library says on the console, by level.

const PRINT = [console.log, console.info, console.warn, console.error];

export class Log {
  private threshold = 0;

  /** As the original: not checked; 0 all, 4 nothing. */
  setLevel(level: number): void {
    this.threshold = level;
  }

  /** 0 log, 1 info, 2 warning, 3 error. */
  print(level: number, text: string): void {
    if (level >= this.threshold) {
      const write = PRINT[level] ?? console.log;
      write.call(console, text);
    }
  }

  info(text: string): void {
    this.print(1, text);
  }

  warn(text: string): void {
    this.print(2, text);
  }
}
