// The parameter of setVideoQuality().

import { CODE, withCode } from '../api/error';
import type { ParameterError } from '../api/types';

const NAMES = ['240p', '360p', '480p', '720p', '1080p'];
const NUMBERS = ['width', 'height', 'frameRate', 'bitrate'];

/** Whether it is a name, or an object with numbers that a browser can work with. */
export function isQuality(profile: unknown): boolean {
  if (typeof profile !== 'object' || profile === null || Array.isArray(profile)) {
    return NAMES.includes(profile as string);
  }
  const numbers = NUMBERS.map((name) => (profile as Record<string, unknown>)[name]);
  return numbers.every((value) => value === undefined || (typeof value === 'number' && value > 0 && value < Infinity));
}

/** The original's error, with its code also under the usual name. */
export function qualityError(): ParameterError {
  const message = `params validate failed. <UNKNOWN ${CODE.UNKNOWN}>`;
  const fields = { name: 'TRTCCallingError', code_: CODE.UNKNOWN, message_: message } as const;
  return Object.assign(withCode(CODE.UNKNOWN, new Error(message)), fields) as ParameterError;
}
