// CommonJS: require('trtc-calling-wasm') is the constructor.

import { TRTCCalling } from './facade/calling';
import type {} from './api/namespace';

export = TRTCCalling;
