// The ES module: import TRTCCalling from 'trtc-calling-wasm'.

import type {} from './api/namespace';

export { TRTCCalling as default, TRTCCalling } from './facade/calling';
export { CALL_TYPE, EVENT } from './api/events';
export type * from './api/events';
export type * from './api/types';
