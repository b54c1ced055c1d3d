// The components that show a user.

import { createElement, useContext, useEffect, useRef, type FunctionComponent, type HTMLAttributes } from 'react';
import type TRTCCalling from '../facade';
import { showView, type View } from '../views';
import { Calling } from './calling';

/** All attributes of a <div>, and its children. */
export interface LocalViewProps extends HTMLAttributes<HTMLDivElement> {
  /** The instance; by default, that of the provider. Nothing is shown while it is null. */
  calling?: TRTCCalling | null | undefined;
}

export interface UserViewProps extends LocalViewProps {
  /** The user to show. */
  userID: string;
}

/** A <div> with this user's camera, mirrored, whenever it is on. The page sets its size. */
export const TRTCLocalView: FunctionComponent<LocalViewProps> = component('Local');

/** A <div> with the camera and the sound of another user, whenever there is something to see or hear. */
export const TRTCRemoteView: FunctionComponent<UserViewProps> = component('Remote');

/** A <div> with the screen that another user shares. */
export const TRTCScreenView: FunctionComponent<UserViewProps> = component('Screen');

function component(kind: View['kind']): FunctionComponent<LocalViewProps & { userID?: string }> {
  function TRTCView({ calling, userID = '', children, ...attributes }: LocalViewProps & { userID?: string }) {
    const around = useContext(Calling);
    const instance = calling === undefined ? around : calling;
    const user = kind === 'Local' ? '' : userID;
    const ref = useRef<HTMLDivElement>(null);
    useEffect(() => {
      const element = ref.current;
      const isWanted = instance && element && (kind === 'Local' || user !== '');
      return isWanted ? showView(instance, { kind, userID: user, element }) : undefined;
    }, [instance, user]);
    // If the only child were a text, React would replace everything in the element, including the picture.
    return createElement('div', { ...attributes, ref }, children, null);
  }
  TRTCView.displayName = `TRTC${kind}View`;
  return TRTCView;
}
