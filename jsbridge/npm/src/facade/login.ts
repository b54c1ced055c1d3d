// The error of a failed login.

import { CallingError, CODE, withCode } from '../api/error';

/** hint says where the server's address is from and how to give another one. */
export function loginError(error: unknown, userID: unknown, hint: string): unknown {
  if (error instanceof CallingError) {
    return ofFacade(error, userID);
  }
  if (error instanceof Error) {
    const { code } = error as Error & { code?: number };
    if (code === CODE.NOT_REACHED || code === CODE.NO_ANSWER) {
      error.message += hint; // the program does not know where the address is from
    }
    if (error.name === 'RtcError') {
      Object.assign(error, { code_: code, getCode: () => code }); // as errors of the original's media layer have
    }
  }
  return error;
}

/** Keeps the wording of the original, and the code, which the original lost. */
function ofFacade(cause: CallingError, userID: unknown): Error {
  const error = new Error(`TRTCCalling.login - userId: ${String(userID)} login failed, error: ${cause.message} `);
  return Object.assign(withCode(cause.code, error), { cause });
}
