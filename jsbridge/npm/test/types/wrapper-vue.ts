// A page of Vue, 3 or 2.7, as applications have it.

import { h, onMounted, watch } from 'vue';
import { useTRTCCalling, TRTCLocalView, TRTCRemoteView, TRTCScreenView, type CallUser, type UseTRTCCalling } from 'trtc-calling-wasm/vue';

export function setup(): () => unknown {
  const made: UseTRTCCalling = useTRTCCalling({ SDKAppID: 1400000001, serverUrl: 'https://calls.example.com' });
  const { calling, status, callType, userID, invitation, users, volume, devices, network, error, clearError } = made;
  useTRTCCalling(calling).clearError();
  useTRTCCalling();
  onMounted(() => void calling.login({ userID: 'ann', userSig: 's' }));
  calling.on('onInvited', ({ sponsor }) => console.log(sponsor.length));
  watch(status, (now: 'idle' | 'calling' | 'connected', before) => console.log(now === before));
  const names: string[] = users.value.map(({ userID: name, video, audio, screen, volume: level }: CallUser) => `${name} ${video && audio && screen} ${level.toFixed()}`);
  const texts: string[] = [userID.value, network.value, invitation.value?.inviteID ?? '', devices.value.cameras[0]?.label ?? '', String(error.value?.code)];
  console.log(names, texts, callType.value === 2, volume.value > 3);
  clearError();
  return () => [h(TRTCLocalView), h(TRTCRemoteView), h(TRTCScreenView)];
}
