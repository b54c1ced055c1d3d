// The script tag: window.TRTCCalling is the constructor.

import { TRTCCalling } from './facade/calling';

Object.assign(globalThis, { TRTCCalling });
