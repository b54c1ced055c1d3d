// Runs functions later, in order, each in a task of its own. Before each task the reactions of all settled promises have
// run, so what a page does in .then comes before the events that follow.

export class TaskQueue {
  private readonly waiting: Array<() => void> = [];

  add(run: () => void): void {
    this.waiting.push(run);
    if (this.waiting.length === 1) {
      this.schedule();
    }
  }

  // By a message, because browsers slow timers down in background tabs to one a second or fewer. The channel is closed
  // afterwards: an open one would keep Node from ending.
  private schedule(): void {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      const run = this.waiting.shift();
      if (this.waiting.length > 0) {
        this.schedule();
      }
      run?.();
    };
    port2.postMessage(null);
  }
}
