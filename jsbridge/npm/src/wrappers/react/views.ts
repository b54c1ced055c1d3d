// The components that show somebody.

import { createElement, useContext, useEffect, useRef, type FunctionComponent, type HTMLAttributes } from 'react';
import type TRTCCalling from '../facade';
import { showView, type View } from '../views';
import { Calling } from './calling';

/** All attributes of a <div>, and children. */
export interface LocalViewProps extends HTMLAttributes<HTMLDivElement> {
  /** Otherwise that of the provider. Nothing is shown while it is null. */
  calling?: TRTCCalling | null | undefined;
}

export interface UserViewProps extends LocalViewProps {
  /** Whom to show. */
  userID: string;
}

/** A <div> with the own camera, mirrored, whenever it is on. It has the size that the page gives it. */
export const TRTCLocalView: FunctionComponent<LocalViewProps> = component('Local');

/** A <div> with the camera and the sound of a user, whenever there is something to see or hear. */
export const TRTCRemoteView: FunctionComponent<UserViewProps> = component('Remote');

/** A <div> with the screen that a user shares. */
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
    // With children that are one text alone React would replace all that the element holds, the picture as well.
    return createElement('div', { ...attributes, ref }, children, null);
  }
  TRTCView.displayName = `TRTC${kind}View`;
  return TRTCView;
}
