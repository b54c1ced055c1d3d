// Watches a download: login() must not wait for ever.

import { WASM_SIZE } from 'virtual:build';
import { messageOf } from '../api/error';
import type { LoadProgressEvent } from '../api/events';

export interface Watch {
  /** Aborts what it is given to when nothing has come for PATIENCE. */
  signal: AbortSignal;
  /** Gives how much has come by now. */
  came(bytes: number): number;
  /** Why the download failed. Old browsers know no reason that could be given to abort(). */
  why(error: unknown): string;
  end(): void;
}

/** How long a download may stand still, in ms. */
const PATIENCE = 8_000;

/** tell is told how far it is. */
export function watchDownload(tell: (bytes: LoadProgressEvent) => void): Watch {
  const controller = new AbortController();
  const { signal } = controller;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let loaded = 0;
  const end = () => clearTimeout(timer);
  const wait = () => {
    end();
    timer = setTimeout(() => controller.abort(), PATIENCE);
  };
  wait();
  return {
    signal,
    end,
    came: (bytes) => {
      wait();
      loaded += bytes;
      tell({ loaded, total: WASM_SIZE });
      return loaded;
    },
    why: (error) => (signal.aborted ? `nothing came for ${PATIENCE / 1000} s` : messageOf(error)),
  };
}
