import { WindowMessenger, connect } from 'penpal';
import type { Methods } from 'penpal';
import type { HostEnd, WidgetEnd } from '#bridge-protocol/bridge.ts';

/**
 * The Penpal connection's child end. It listens to the parent window alone, and to one exact origin. A loader that
 * shakes hands again gets a new port on the same connection.
 */
export function connectHost(parent: Window, origin: string, methods: WidgetEnd): Promise<HostEnd> {
  const messenger = new WindowMessenger({ remoteWindow: parent, allowedOrigins: [origin] });
  return connect<HostMethods>({ messenger, methods: methods as WidgetEnd & Methods }).promise;
}

/** The same methods as a type alias, because Penpal wants an index signature. */
type HostMethods = { [Name in keyof HostEnd]: HostEnd[Name] };
