// The modules that the build makes (jsbridge/build/bundle.go).

declare module 'virtual:origin' {
  /** Where this script came from: loading/origin.script.ts, origin.esm.ts or origin.cjs.ts. */
  export const origin: import('./loading/origin').Origin;
}

declare module 'virtual:wasm-exec' {
  /** The part of the Go release's wasm_exec.js that is used here. */
  export interface Go {
    argv: string[];
    env: Record<string, string>;
    exit: (code: number) => void;
    importObject: WebAssembly.Imports;
    run(instance: WebAssembly.Instance): Promise<void>;
    /** Lets the program go on; throws what is thrown through it. */
    _resume(): void;
    /** The values that the program holds. */
    _values: unknown[];
  }

  /** Evaluates wasm_exec.js; what it would put on globalThis is returned instead. */
  export default function evaluate(): { Go: new () => Go; fs: unknown; process: unknown; path: unknown };
}

declare module 'virtual:build' {
  export const VERSION: string;
  /** The oldest ones that work: "Chrome 80, …", from package.json. */
  export const BROWSERS: string;
  /** Of the wasm: "sha384-…". */
  export const WASM_INTEGRITY: string;
  /** A short form of it, for the address. */
  export const WASM_TAG: string;
  /** In bytes. */
  export const WASM_SIZE: number;
}
