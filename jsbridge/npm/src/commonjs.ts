// CommonJS: require('trtc-calling-wasm') is the constructor.

import { TRTCCalling } from './calling';

export = TRTCCalling;
