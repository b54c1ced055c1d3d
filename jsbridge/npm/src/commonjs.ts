// CommonJS: require('trtc-calling-wasm') is the constructor.

import { TRTCCalling } from './calling';
import type {} from './namespace';

export = TRTCCalling;
