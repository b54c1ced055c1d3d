// A page of React, as applications have it.

import { useEffect, type ReactElement } from 'react';
import { TRTCCallingProvider, TRTCLocalView, TRTCRemoteView, TRTCScreenView, useTRTCCalling, type CallingState, type CallUser } from 'trtc-calling-wasm/react';

export function Calls(): ReactElement {
  const state: CallingState = useTRTCCalling({ SDKAppID: 1400000001 });
  const { calling, status, userID, invitation, users, volume, devices, network, error, clearError } = state;
  useTRTCCalling(calling);
  useEffect(() => {
    calling?.login({ userID: 'ann', userSig: 's' }).then(({ code }) => console.log(code.toFixed()), console.error);
  }, [calling]);
  const texts: string[] = [userID, network, invitation?.sponsor ?? '', devices.speakers[0]?.label ?? '', volume.toFixed()];
  return (
    <TRTCCallingProvider calling={calling}>
      <TRTCLocalView className="me" style={{ width: 320 }} onClick={() => console.log(texts, status === 'idle')} />
      {users.map((user: CallUser) => <TRTCRemoteView key={user.userID} userID={user.userID} calling={calling}>{user.userID}</TRTCRemoteView>)}
      <TRTCScreenView userID="bob" />
      {error && <button onClick={clearError}>{error.code}</button>}
    </TRTCCallingProvider>
  );
}
