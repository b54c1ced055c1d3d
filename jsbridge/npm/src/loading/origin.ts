// Where a script came from. Each kind of bundle finds out in its own way.

export interface Origin {
  /** The script's own address. */
  url: string | undefined;
  /** The attribute data-server of its tag. */
  server: string | undefined;
  /** The wasm beside it. */
  wasm: string | undefined;
}
