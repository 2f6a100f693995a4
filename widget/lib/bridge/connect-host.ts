import { connect } from 'penpal';
import type { Methods } from 'penpal';
import type { HostEnd, WidgetEnd } from '#bridge-protocol/bridge.ts';
import { parentMessenger } from './parent-messenger.ts';

/** The Penpal connection's child end: one window, one exact origin. */
export function connectHost(parent: Window, origin: string, methods: WidgetEnd): Promise<HostEnd> {
  const messenger = parentMessenger(parent, origin);
  return connect<HostMethods>({ messenger, methods: methods as WidgetEnd & Methods }).promise;
}

/** The same methods as a type alias, because Penpal wants an index signature. */
type HostMethods = { [Name in keyof HostEnd]: HostEnd[Name] };
