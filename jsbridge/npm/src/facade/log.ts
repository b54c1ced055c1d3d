// What goes to the console, by level. There is one level for the whole page, as there is one Go program; it was the
// same in the original.

const METHODS = ['log', 'info', 'warn', 'error'] as const;

export class Log {
  private threshold = 0;

  /** As in the original, the level is not checked: -1 and 0 everything, 1 info and above, 2 warnings, 3 errors, 4 nothing. */
  setLevel(level: number): void {
    this.threshold = level;
  }

  /** Levels: 0 log, 1 info, 2 warning, 3 error. */
  print(level: number, text: string): void {
    if (level >= this.threshold) {
      console[METHODS[level] ?? 'log'](text);
    }
  }

  info(text: string): void {
    this.print(1, text);
  }

  warn(text: string): void {
    this.print(2, text);
  }
}

export const log = new Log();
