// The error of a failed login.

import { CallingError, CODE, withCode } from '../api/error';
import { localNetwork, type Server } from '../loading/server';

/** server is the one that was asked. */
export async function loginError(error: unknown, userID: unknown, server: Server): Promise<unknown> {
  if (error instanceof CallingError) {
    return ofFacade(error, userID);
  }
  if (error instanceof Error) {
    const { code } = error as Error & { code?: number };
    if (code === CODE.NOT_REACHED || code === CODE.NO_ANSWER) {
      // The program's own words, which do not know where the address is from, and who stands between.
      error.message += (await localNetwork(server)) + server.hint;
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
