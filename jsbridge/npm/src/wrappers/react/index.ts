// For React 18 and 19: import { useTRTCCalling } from 'trtc-calling-wasm/react'. The directive lets server components
// contain the views.
'use client';

export { TRTCCallingProvider, useTRTCCalling, type ProviderProps } from './calling';
export { TRTCLocalView, TRTCRemoteView, TRTCScreenView, type LocalViewProps, type UserViewProps } from './views';
export type { CallingState, CallUser, Network } from '../state';
