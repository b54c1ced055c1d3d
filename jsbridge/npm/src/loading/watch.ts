// Watches a download, because login() must not wait forever.

import { WASM_SIZE } from 'virtual:build';
import { messageOf } from '../api/error';
import type { LoadProgressEvent } from '../api/events';

export interface Watch {
  /** Aborts when nothing has come for PATIENCE. */
  signal: AbortSignal;
  /** To be called with what has come. Returns how much it is by now. */
  came(bytes: number): number;
  /** Why the download failed. In old browsers abort() takes no reason. */
  why(error: unknown): string;
  end(): void;
}

/** How long a download may stand still, in ms. */
const PATIENCE = 8_000;

/** Calls tell with the progress. */
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
