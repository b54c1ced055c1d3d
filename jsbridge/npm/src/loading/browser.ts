// What a browser needs before the Go program can start. The program itself checks what calls need.

import { BROWSERS } from 'virtual:build';

/** What Go compiles to beyond the first version of WebAssembly: one function, with an instruction of each kind. */
const SAMPLE = [
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // \0asm, version 1
  1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 0, 0x0a, 0x11, 1, 0x0f, 0, // () -> (), a memory, the function's code:
  0x41, 0, 0xc0, 0xb2, 0xfc, 0, // i32.const 0, i32.extend8_s, f32.convert_i32_s, i32.trunc_sat_f32_s
  0x41, 0, 0x41, 0, 0xfc, 0x0b, 0, 0x0b, // i32.const 0, i32.const 0, memory.fill, end
];

/** Why no Go program can run here, and what to do about it; undefined where it can. */
export function whyNotHere(): string | undefined {
  return globalThis.WebAssembly?.validate(new Uint8Array(SAMPLE))
    ? undefined
    : `this browser is too old, or has WebAssembly switched off. Use ${BROWSERS}, or newer. Apple's Lockdown Mode, Edge's ` +
        `enhanced security and company policies switch WebAssembly off; make an exception for this site there.`;
}
