// For Vue 3 and, unchanged, for Vue 2.7, which has the same composition functions: import … from 'trtc-calling-wasm/vue'
// or 'trtc-calling-wasm/vue2'.

export { useTRTCCalling, type UseTRTCCalling } from './calling';
export { TRTCLocalView, TRTCRemoteView, TRTCScreenView, type LocalViewProps, type UserViewProps } from './views';
export type { CallUser, Network } from '../state';
