/**
 * The public surface of `integry-js`. Written by hand so that it needs no other package; `index.type-test.ts` holds it
 * against the schemas of the bridge.
 */

import type {
  App,
  ConnectedAccount,
  DisconnectResult,
  ErrorCode,
  FunctionResult,
  FunctionSignature,
  Json,
  JsonObject,
} from './entities.d.ts';

export type {
  App,
  AuthField,
  AuthMethod,
  ConnectedAccount,
  DisconnectResult,
  ErrorCode,
  FunctionOutput,
  FunctionRefusal,
  FunctionResult,
  FunctionSignature,
  Json,
  JsonObject,
} from './entities.d.ts';
import type { Look } from './look.d.ts';

export type { Appearance, AppearanceVariables, Look } from './look.d.ts';

/** A JWT signed by your backend, or a function that fetches a fresh one. */
export type IntegryToken = string | (() => string | Promise<string>);

export interface IntegryConfigBase extends Look {
  /** The workspace's App-Key. */
  appKey: string;
  /** Where the server is. With the script tag it defaults to the origin the script came from. */
  baseUrl?: string;
  /** Accepted for a page with a strict CSP; the loader itself adds nothing that needs one. */
  nonce?: string;
  /** Integry's further fields are accepted and ignored. */
  [field: string]: unknown;
}

/** Who vouches for the user. `hash` is `getAuthHash` of `integry-js/server`; a `token` goes before it. */
export type IntegryProof = { hash: string; token?: IntegryToken } | { hash?: string; token: IntegryToken };

/** The user's id in your app, in either of Integry's places. */
export type IntegryUser =
  | { userId: string; user?: { userId?: string; [field: string]: unknown } }
  | { userId?: string; user: { userId: string; [field: string]: unknown } };

export type IntegryConfig = IntegryConfigBase & IntegryProof & IntegryUser;

/** What every rejected promise and the `error` event carry. */
export declare class IntegryError extends Error {
  override readonly name: 'IntegryError';
  /** Stable: a program may test for it. */
  readonly code: ErrorCode;
  /** Names the server's log entry, where a request was involved. */
  readonly requestId?: string;
  private constructor();
}

/** What `app-connected`, `app-disconnected` and `account-updated` carry: the app, and the account the event is about. */
export interface AppEvent extends App {
  connected_account_id: string;
}

export interface EventMap {
  /** The credentials are valid and the methods work. */
  ready: { isReady: true };
  /** The SDK could not start; methods reject with the same code. */
  error: IntegryError;
  'app-connected': AppEvent;
  'app-disconnected': AppEvent;
  /** An account has another name, or its access has ended: its `status` says so. */
  'account-updated': AppEvent;
}

/** Events of one instance. A listener that comes late still gets `ready` or `error`, asynchronously. */
export interface EventEmitter {
  on<Event extends keyof EventMap>(event: Event, handler: (payload: EventMap[Event]) => void): void;
  once<Event extends keyof EventMap>(event: Event, handler: (payload: EventMap[Event]) => void): void;
  /** Removes the handler from the event. */
  off<Event extends keyof EventMap>(event: Event, handler: (payload: EventMap[Event]) => void): void;
  /** Removes every handler of the event. */
  unsub(event: keyof EventMap): void;
  /** Removes every handler. */
  offAll(): void;
}

export type RenderMode = 'MODAL' | 'INLINE';
export type Layout = 'COMFORTABLE' | 'COMPACT';

export interface RenderOptions {
  /** Defaults to `MODAL`. */
  renderMode?: RenderMode;
  /** Needed for `INLINE`. */
  containerId?: string;
  /** Defaults to `Layouts.WIDE`. */
  layout?: Layout;
}

/** How the marketplace shows its apps. More of them come as the user scrolls, unless it says otherwise here. */
export interface ShowAppsOptions extends RenderOptions {
  /** Shows all apps at once. */
  fetchAll?: boolean;
  /** Shows more apps at the click of a button. */
  useLoadMoreButton?: boolean;
  /** For connecting alone: an app's page has the user's accounts, and not what the app can do. */
  authOnly?: boolean;
}

export interface ShowFunctionsOptions extends RenderOptions {
  /** Only the functions of this app. */
  appName?: string;
}

/** The options of the method that showed a surface, and a look of its own. */
export interface SurfaceUpdate extends Look {
  layout?: Layout;
  /** Of `showFunctions`: the functions of this app, or of all with null. */
  appName?: string | null;
}

/** A surface that is shown to the user. */
export interface SurfaceHandle {
  /** Changes what is named and leaves the rest. Rejects with `unknown_surface` once the surface is gone. */
  update(options: SurfaceUpdate): Promise<void>;
  /** Takes it out of the page; does nothing if it is gone already. */
  close(): Promise<void>;
}

/** One change in a function's form. */
export interface FunctionFormChange {
  /** The parameter that has changed. */
  fieldMachineName: string;
  /** Its value; null where it has none. */
  value: Json;
  /** True while something is missing or not valid. */
  hasInvalidFields: boolean;
  /** All arguments as they are now. */
  data: JsonObject;
}

export interface ShowFunctionOptions extends RenderOptions {
  /** The values to begin with, by parameter. What no input shows comes back as it is. */
  params?: JsonObject | null;
  /** Values of your own. With `autoMapPayload` they fill parameters of the same name or title; else they are ignored. */
  payload?: JsonObject | null;
  autoMapPayload?: boolean | null;
  /** Whose choices the form offers. Without it, a user with several accounts chooses. */
  connectedAccountId?: string | number | null;
  /** Ignored: a function has one version. */
  version?: string | null;
  /** Ignored: an account belongs to one user. */
  allow_workspace_connected_accounts?: boolean | null;
  submitButtonText?: string | null;
  /** The promise then ends by being cancelled: take the arguments from `onChangeCallback`. */
  hideSubmitButton?: boolean | null;
  /** Takes away the title, the icon and the description. */
  hideFunctionTitle?: boolean | null;
  /** Parameters without an input; they are not checked. */
  hiddenFields?: string[] | null;
  /** Where any are named, only these have an input. */
  visibleFields?: string[] | null;
  /** Shows the values; submitting gives them back unchecked. */
  isReadOnly?: boolean | null;
  /** Called in your page after each change. */
  onChangeCallback?: (change: FunctionFormChange) => void;
}

export interface SetupIntegrationOptions extends RenderOptions {
  integrationId?: string | number;
  params?: JsonObject;
}

/** One user's SDK. Every method returns a promise that settles; a rejection is always an `IntegryError`. */
export interface IntegryJS {
  readonly eventEmitter: EventEmitter;

  /**
   * Lets the user connect an app. Resolves with the connected account's id. With the id of an account, as after
   * `needs_reconnect`, it renews that account, and rejects with `other_account` if the user signs in as somebody else.
   */
  connectApp(appName: string, connectedAccountId?: string | number | null): Promise<string>;
  /** Disconnects an account. The id is needed where the app has several. */
  disconnectApp(appName: string, connectedAccountId?: string | number | null): Promise<DisconnectResult>;
  /** True if the user has at least one connected account of the app. */
  isAppConnected(appName: string): Promise<boolean>;
  /** The user's connected accounts of an app, newest first. */
  getConnectedAccounts(appName: string): Promise<ConnectedAccount[]>;
  /** The signature of a function. */
  getFunction(functionName: string): Promise<FunctionSignature>;
  /** Calls a function with the user's credentials. Invalid parameters and a missing account resolve, as a refusal. */
  invokeFunction(
    functionName: string,
    params?: JsonObject | null,
    connectedAccountId?: string | number | null,
  ): Promise<FunctionResult>;

  /** Shows the marketplace: all apps, with search. Resolves once there is something to see, as the next three. */
  showApps(renderMode?: RenderMode, containerId?: string, layout?: Layout): Promise<SurfaceHandle>;
  showApps(options: ShowAppsOptions): Promise<SurfaceHandle>;
  /** Shows an app's page: its description, the user's accounts and its functions. */
  showApp(appName: string, renderMode?: RenderMode, containerId?: string, layout?: Layout): Promise<SurfaceHandle>;
  showApp(appName: string, options: RenderOptions): Promise<SurfaceHandle>;
  /** Shows the user's accounts of an app. */
  showConnectedAccounts(
    appName: string,
    renderMode?: RenderMode,
    containerId?: string,
    layout?: Layout,
  ): Promise<SurfaceHandle>;
  showConnectedAccounts(appName: string, options: RenderOptions): Promise<SurfaceHandle>;
  /** Shows functions, all or those of an app. */
  showFunctions(
    renderMode?: RenderMode,
    containerId?: string,
    layout?: Layout,
    appName?: string,
  ): Promise<SurfaceHandle>;
  showFunctions(options: ShowFunctionsOptions): Promise<SurfaceHandle>;

  /**
   * Shows the form of a function. Resolves with the arguments that the user has filled in, for `invokeFunction`, and calls
   * nothing itself; the form is then gone. Rejects with `function_cancelled` if it is closed instead. Where the user chose
   * among several accounts, the choice goes along as `_connected_account_id`, which `invokeFunction` understands.
   *
   * The second argument is read as options if a render mode follows, if it has `params` with an object, or if nothing else
   * than options is in it; with an account's id after it, as parameters.
   */
  showFunction(
    functionName: string,
    params?: JsonObject | null,
    connectedAccountId?: string | number | null,
  ): Promise<JsonObject>;
  /** Integry's fifth argument, `chatBotUI`, is ignored. */
  showFunction(
    functionName: string,
    options?: ShowFunctionOptions,
    renderMode?: RenderMode | null,
    containerId?: string | null,
    chatBotUI?: boolean | null,
  ): Promise<JsonObject>;
  /** As `showFunction`, in the dialog. */
  showFunctionUI(
    functionName: string,
    params?: JsonObject | null,
    connectedAccountId?: string | number | null,
    isReadOnly?: boolean | null,
  ): Promise<JsonObject>;

  /** Not available yet, as every method below: rejects with `not_available`. */
  callFunction(
    functionName: string,
    params?: JsonObject,
    variables?: JsonObject,
    connectedAccountId?: string | number,
    version?: string,
    allowWorkspaceAccounts?: boolean,
  ): Promise<FunctionResult>;
  getFunctionTools(functionNames: string | string[]): Promise<JsonObject[]>;
  verifyAuthConfig(): Promise<{ config_verified: true }>;
  showFlows(renderMode?: RenderMode, containerId?: string, layout?: Layout, appName?: string): Promise<void>;
  showFlow(flowId: string | number, renderMode?: RenderMode, containerId?: string, layout?: Layout): Promise<void>;
  createIntegration(flowId: string | number, mappings?: JsonObject): Promise<unknown>;
  editIntegration(flowId: string | number): Promise<unknown>;
  triggerIntegration(integrationId: string | number, payload?: JsonObject): Promise<unknown>;
  setupIntegration(flowId: string | number, options?: SetupIntegrationOptions): Promise<unknown>;

  /** Changes how every surface looks, at once; what is not named stays. */
  update(look: Look): Promise<void>;
  /** Takes everything of this instance out of the page; pending calls reject with `destroyed`. */
  destroy(): Promise<void>;
}

export interface IntegryJSConstructor {
  new (config: IntegryConfig): IntegryJS;
  (config: IntegryConfig): IntegryJS;
  readonly prototype: IntegryJS;
  readonly SDK_VERSION: string;
  readonly RenderModes: { readonly MODAL: 'MODAL'; readonly INLINE: 'INLINE' };
  readonly Layouts: { readonly WIDE: 'COMFORTABLE'; readonly NARROW: 'COMPACT' };
  readonly Helpers: {
    /** Rejects in a browser, where the App-Secret must never be: use `getAuthHash` of `integry-js/server`. */
    getAuthHash(userId: string, appSecret: string): Promise<string>;
    /** Not available yet. */
    getFunctionTools(functionNames: string | string[]): Promise<JsonObject[]>;
  };
}

export declare const IntegryJS: IntegryJSConstructor;
export default IntegryJS;
