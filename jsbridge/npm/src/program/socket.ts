// Makes the browser's WebSocket fit the Go library (nhooyr.io/websocket) that the program uses.

/**
 * Called right before the program makes a WebSocket. The page never sees the global that it changes.
 *
 * The program's socket fires no error events: the library closes a socket when it hears one and waits
 * for the end within the callback, where nothing can ever come, so the whole program would stop.
 * Nothing is lost, because browsers fire "close" after every "error"; for what the page's policy refuses Chromium fires
 * none, so it is made here. And it takes every close code:
 * browsers refuse those that the library uses when a context ends, which would leave the socket open.
 * With these it is closed at once, too: the library waits for the event, and a server that has stopped
 * to answer would keep it waiting for up to a minute.
 */
export function prepareWebSocket(): void {
  const Original = globalThis.WebSocket;
  globalThis.WebSocket = class extends Original {
    constructor(url: string | URL, protocols?: string | string[]) {
      globalThis.WebSocket = Original;
      super(url, protocols);
      this.addEventListener('error', (event) => {
        event.stopImmediatePropagation();
        setTimeout(() => this.close()); // nobody hears it who has heard the browser's
      });
    }

    override close(code?: number, reason?: string): void {
      if (code === 1000 || (code !== undefined && code >= 3000)) {
        super.close(code, reason);
      } else {
        super.close();
        queueMicrotask(() => this.dispatchEvent(new CloseEvent('close', { code: 1006, reason: reason ?? '' })));
      }
    }
  };
}
