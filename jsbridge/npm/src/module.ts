// The ES module: import TRTCCalling from 'trtc-calling-wasm'.

import type {} from './namespace';

export { TRTCCalling as default, TRTCCalling } from './calling';
export { CALL_TYPE, EVENT } from './events';
export type * from './events';
export type * from './types';
