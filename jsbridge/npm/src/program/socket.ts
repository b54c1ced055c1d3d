// Makes the browser's WebSocket fit the Go library that the program uses (nhooyr.io/websocket).

/**
 * To be called right before the program makes a WebSocket. The page never sees the global that it changes.
 *
 * The program's socket does not fire error events: on one, the library would close the socket and wait for its end
 * within the callback, where nothing can ever arrive, so the whole program would stop. Nothing is lost, because browsers
 * fire "close" after every "error", except Chromium for what the page's policy refuses; for that case it is closed here.
 *
 * The socket takes any close code. Browsers refuse those that the library uses when a context ends, which would leave
 * the socket open. With them it fires "close" at once: the library waits for that, and a server that no longer answers
 * would keep it waiting for up to a minute.
 */
export function prepareWebSocket(): void {
  const Original = globalThis.WebSocket;
  globalThis.WebSocket = class extends Original {
    constructor(url: string | URL, protocols?: string | string[]) {
      globalThis.WebSocket = Original;
      super(url, protocols);
      this.addEventListener('error', (event) => {
        event.stopImmediatePropagation();
        setTimeout(() => this.close()); // has no effect where the browser has fired its own
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
