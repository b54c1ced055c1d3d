// The components that show a user.

import { defineComponent, getCurrentInstance, h, inject, onBeforeUnmount, onMounted, toRaw, watch, type DefineComponent } from 'vue';
import type TRTCCalling from '../facade';
import { showView, type View } from '../views';
import { INSTANCE } from './calling';

export interface LocalViewProps {
  /** The instance; by default, that of useTRTCCalling() in a component around. */
  calling?: TRTCCalling;
}

export interface UserViewProps extends LocalViewProps {
  /** The user to show. */
  userID?: string;
  /** The same for templates in HTML, where names are in lower case: user-id="ann". */
  userId?: string;
}

/** A <div> with this user's camera, mirrored, whenever it is on. The page sets its size, and may put children into it. */
export const TRTCLocalView: DefineComponent<LocalViewProps> = component('Local');

/** A <div> with the camera and the sound of another user, whenever there is something to see or hear. */
export const TRTCRemoteView: DefineComponent<UserViewProps> = component('Remote');

/** A <div> with the screen that another user shares. */
export const TRTCScreenView: DefineComponent<UserViewProps> = component('Screen');

function component(kind: View['kind']): DefineComponent<UserViewProps> {
  return defineComponent({
    name: `TRTC${kind}View`,
    props: { calling: Object, userID: String, userId: String },
    setup(props, { slots }) {
      const element = getCurrentInstance()?.proxy;
      const around = inject(INSTANCE, undefined);
      let hide: (() => void) | undefined;
      const update = () => {
        hide?.();
        const calling = (props.calling as TRTCCalling | undefined) ?? around;
        const userID = kind === 'Local' ? '' : props.userID ?? props.userId ?? '';
        const isWanted = calling && (kind === 'Local' || userID !== '');
        hide = isWanted ? showView(toRaw(calling), { kind, userID, element: element?.$el as HTMLDivElement }) : undefined;
      };
      onMounted(update);
      watch(() => [props.calling, props.userID, props.userId], update, { flush: 'post' });
      onBeforeUnmount(() => hide?.());
      return () => h('div', slots['default']?.());
    },
  }) as unknown as DefineComponent<UserViewProps>;
}
