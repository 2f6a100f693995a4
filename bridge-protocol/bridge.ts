import type { Outcome } from './failure.ts';
import type { HostEvent } from './events/host-event.ts';
import type { Json, JsonObject } from './json.ts';
import type { Session } from './entities/session.ts';
import type { WidgetMethodName } from './method-names.ts';

/**
 * The two ends of the Penpal connection, as plain types: the loader bundles no schema. The widget parses everything that
 * reaches it, from the host as well as from the server.
 */

/** What the widget exposes to the loader, besides one method per `WidgetMethodName`. */
export interface WidgetControl {
  /** The handshake: the first call on every connection. */
  hello(greeting: Greeting): Promise<Outcome<Welcome>>;
  /** The user asked the host's dialog to close (Escape, or `destroy`): what is on top is to close, a sheet as cancelled. */
  dismiss(): Promise<Outcome<null>>;
  /** Closes the surface that this call showed, if it is still there. */
  close(callId: string): Promise<Outcome<null>>;
  /** Something happened to the user's accounts: what is shown is to be fetched again. */
  refresh(): Promise<Outcome<null>>;
}

export interface Greeting {
  protocol: number;
  sdkVersion: string;
  /** True in the iframe of an INLINE surface, which reads no event stream and opens no sheet of its own. */
  isSurface?: boolean;
  /** `appearance`, `locale` and `texts` as the host page gave them, by then changed with `update`; see `look.ts`. */
  look?: unknown;
  /** What the host page says of itself: its language where the look names none, and its direction. */
  page?: { lang: string; dir: string };
}

export interface Welcome {
  protocol: number;
  /** The names of the methods this widget answers; the loader rejects others with `not_supported`. */
  methods: string[];
}

/** `args` are the host's own arguments, forwarded as they came. */
export type WidgetMethod = (callId: string, args: unknown[]) => Promise<Outcome<unknown>>;

export type WidgetEnd = WidgetControl & Record<WidgetMethodName, WidgetMethod>;

/** What the loader exposes to the widget. */
export interface HostEnd {
  /** The current session; `rejectedToken` is one the server has refused, so that a fresh one is fetched once for all. */
  getSession(rejectedToken?: string): Promise<Outcome<Session>>;
  /** Shows or hides the instance's dialog. `label` is its accessible name, in the user's language. */
  setModal(state: ModalState): void;
  /** For the iframe of a surface: its height in CSS pixels, and its accessible name. */
  setInline(state: InlineState): void;
  /**
   * Connects an app, or reconnects one account, in the instance's dialog, whichever frame the user clicked in. Ends as
   * the method of this name does.
   */
  connectApp(appName: string, connectedAccountId?: string): Promise<Outcome<unknown>>;
  /** The user has changed something in the form that this call shows; the host page's `onChangeCallback` hears of it. */
  onChange(callId: string, change: FormChange): void;
  /** An event of the stream, for the emitter. */
  onEvent(event: HostEvent): void;
}

/** One change in a function's form, in the two ways in which the published package tells of it. */
export interface FormChange {
  /** The parameter that has changed */
  fieldMachineName: string;
  /** Its value; null where it has none */
  value: Json;
  hasInvalidFields: boolean;
  /** All arguments as they are now */
  data: JsonObject;
}

export type ModalState = { open: true; label: string } | { open: false };

export interface InlineState {
  height: number;
  label: string;
}
