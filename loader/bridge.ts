import type { HostEnd, WidgetEnd } from '#bridge-protocol/bridge.ts';
import { connect, type Messenger, type Methods, type RemoteProxy } from 'penpal';

/** The same methods as a type alias, because Penpal wants an index signature. */
type WidgetMethods = { [Name in keyof WidgetEnd]: WidgetEnd[Name] };
export type Remote = RemoteProxy<WidgetMethods>;

/** The parent end of the Penpal connection, for the whole life of an iframe. */
export function openBridge(messenger: Messenger, methods: Partial<HostEnd>) {
  // Without a prototype, because Penpal would answer to inherited names.
  const table = Object.assign(Object.create(null), methods) as Methods;
  const { promise, destroy } = connect<WidgetMethods>({ messenger, methods: table });
  return { remote: promise, destroy };
}
