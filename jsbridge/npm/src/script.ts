// The script tag: window.TRTCCalling is the constructor.

import { TRTCCalling } from './calling';

Object.assign(globalThis, { TRTCCalling });
