import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { HostEnd } from '#bridge-protocol/bridge.ts';
import { callRules } from '#bridge-protocol/deadlines.ts';
import type { HostEvent } from '#bridge-protocol/events/host-event.ts';
import type { WidgetMethodName } from '#bridge-protocol/method-names.ts';
import type { Remote } from './bridge.ts';
import { asData, copyOf, createCalls, destroyed, notData, notSupported, unknownSurface, type Call } from './calls.ts';
import type { Config } from './config.ts';
import { watchCsp } from './csp.ts';
import type { Emit } from './emitter.ts';
import { openFrame, type Frame } from './frame.ts';
import { createIdentity } from './identity.ts';
import { bridgeLost, IntegryError, integryError } from './integry-error.ts';
import { answerOf, unwrap } from './outcome.ts';
import { createSheet } from './sheet.ts';
import { containerOf } from './container.ts';
import { createInline } from './inline.ts';
import { newCallId } from './call-id.ts';

/** With these, the same start can only fail again. After any other, the next call starts anew. */
const finalCodes: readonly ErrorCode[] = [
  'csp_blocked',
  'protocol_mismatch',
  'unknown_app_key',
  'invalid_config',
  'invalid_hash',
  'origin_not_allowed',
];

export type Client = ReturnType<typeof createClient>;

/** One instance's way to its widget: starts session and iframe together, and carries the calls. */
export function createClient(config: Config, emit: Emit) {
  const identity = createIdentity(config);
  const calls = createCalls();
  let frame: Frame | undefined;
  const surfaces = new Set<Frame>();
  /** What the page wants to hear of a form, by its call's id */
  const listeners = new Map<string, (change: unknown) => void>();
  let widget: Remote | undefined;
  let starting: Promise<void> | undefined;
  /** Ends the start that is under way. */
  let failStart: ((error: IntegryError) => void) | undefined;
  let announced: 'ready' | 'error' | undefined;

  /** What every frame may ask of the instance. */
  const host: Partial<HostEnd> = {
    getSession: (rejectedToken) => answerOf(identity.get(rejectedToken)),
    connectApp: (...args) => answerOf(call('connectApp', args)),
    // What it throws is the page's own, and reported as that.
    onChange: (callId, change) => queueMicrotask(() => listeners.get(callId)?.(change)),
  };

  const life = new AbortController();
  const { signal } = life;
  watchCsp(config.origin, signal, (error) => failStart?.(error));
  document.addEventListener('visibilitychange', wake, { signal });
  addEventListener('pageshow', wake, { signal });
  addEventListener('online', wake, { signal });
  startQuietly();

  function wake(): void {
    identity.renewIfDue();
    startQuietly();
  }

  /** A failure is announced, and told to whoever calls. */
  function startQuietly(): void {
    start().catch(() => {});
  }

  function start(): Promise<void> {
    return (starting ??= tryStart());
  }

  async function tryStart(): Promise<void> {
    try {
      await new Promise((resolve, reject) => {
        failStart = reject;
        // The page may take its time, and this start be over by then.
        const open = (opened: () => void) => failStart === reject && openCore(opened);
        const opened = bodyOf(document).then(() => new Promise<void>(open));
        Promise.all([identity.get(), opened]).then(resolve, reject);
      }).finally(() => (failStart = undefined));
      announce('ready', { isReady: true });
    } catch (error) {
      dropFrame();
      if (!finalCodes.includes((error as IntegryError).code)) starting = undefined;
      announce('error', error);
      throw error;
    }
  }

  /** Each at most once, and no `error` after `ready`. */
  function announce(event: 'ready' | 'error', payload: unknown): void {
    if (announced === 'ready' || announced === event) return;
    announced = event;
    emit(event, payload);
  }

  function openCore(opened: () => void): void {
    frame = openFrame(config, {
      host: { ...host, onEvent },
      createView: createSheet,
      onOpen(fresh) {
        widget = fresh;
        opened();
        repeatSent();
      },
      onLost(error) {
        if (failStart) return failStart(error);
        dropFrame();
        starting = undefined;
        repeatSent();
        // Events come through the frame, so there has to be one even if nobody calls.
        startQuietly();
      },
    });
  }

  function dropFrame(): void {
    void frame?.close();
    frame = widget = undefined;
  }

  /** The document that had these calls is gone, and whether it carried them out is not known. */
  function repeatSent(): void {
    for (const call of calls.pending.keys()) {
      if (!call.sent) continue;
      if (callRules[call.name].repeatable) begin(call);
      else call.reject(bridgeLost());
    }
  }

  function begin(call: Call): void {
    call.sent = !!widget && !failStart;
    // In the same turn where that can be: the caller may change its objects after it.
    if (call.sent) void send(call, widget!);
    // Its deadline may pass while it waits.
    else start().then(() => calls.pending.has(call) && begin(call), call.reject);
  }

  async function send(call: Call, remote: Remote): Promise<void> {
    const { id, name, args } = call;
    try {
      call.resolve(unwrap(await remote[name](id, args)));
    } catch (error) {
      refuse(call, error);
    }
  }

  /** `error` is the widget's own, or Penpal's. */
  function refuse(call: Call, error: unknown): void {
    const { name, args, reject } = call;
    const { code } = error as { code?: string };
    if (error instanceof IntegryError) return reject(error);
    // Whoever ended the connection sees to its calls, but for the handle of a surface that is gone with it.
    if (code === 'CONNECTION_DESTROYED') return name === 'update' && args[1] ? reject(unknownSurface()) : undefined;
    if (code === 'METHOD_NOT_FOUND') return reject(notSupported(name));
    if (code === 'TRANSMISSION_FAILED') return reject(notData(error));
    reject(integryError('server_error', `The widget failed in ${name}`, error));
  }

  function onEvent({ type, payload }: HostEvent): void {
    // These are said here, and no widget may say them.
    if (['ready', 'error'].includes(type)) return;
    emit(type, payload);
    for (const surface of surfaces) void surface.tell('refresh');
  }

  async function call(name: WidgetMethodName, args: unknown[]): Promise<unknown> {
    for (const each of [frame, ...surfaces]) each?.check();
    const { repeatable, surfaceAt } = callRules[name];
    if (surfaceAt !== undefined) return show(name, args, surfaceAt);
    // A call that may be sent later than now, or twice, has to be what it was.
    const stays = !widget || failStart || repeatable;
    const answer = calls.add(name, stays ? copyOf(args) : args, begin);
    return name === 'update' ? answer.then(keepLook) : answer;
  }

  /** As the widget has judged it: for every frame that there is, and for those to come. */
  function keepLook(look: unknown): void {
    // A surface has none to keep.
    if (!look) return;
    config.look = look;
    for (const surface of surfaces) void surface.tell('update', newCallId(), [look]);
  }

  /**
   * Resolves with the handle of the surface once it shows something, or with the user's answer, after which the surface
   * is gone. An INLINE one has an iframe of its own.
   */
  async function show(name: WidgetMethodName, given: unknown[], at: number): Promise<unknown> {
    const { asks } = callRules[name];
    // A function cannot leave the page.
    const { onChangeCallback, ...options } = asData(() => ({ ...(asks && (given[1] as Record<string, never>)) }));
    if (onChangeCallback) given[1] = options;
    const args = copyOf(given);
    const container = containerOf(args, at);
    let id: string;
    let close = (): unknown => frame?.tell('close', id);
    let beginUpdate = begin;
    /** What was changed since, for a document that shows it again */
    let changes: object | undefined;
    const handle = {
      close: async () => void (await close()),
      async update(options: object): Promise<void> {
        const args = copyOf([options, id]);
        await calls.add('update', args, beginUpdate);
        changes = { ...changes, ...(args[0] as object) };
      },
    };
    let shown: typeof handle | undefined;
    try {
      const answer = await calls.add(name, args, (showing) => {
        ({ id } = showing);
        listeners.set(id, onChangeCallback!);
        if (!container) return begin(showing);
        const surface = openFrame(config, {
          isSurface: true,
          host,
          createView: (src) => createInline(src, container),
          // Again with every document that it loads.
          onOpen: (fresh) =>
            void send(showing, fresh).then(() => changes && surface.tell('update', newCallId(), [changes, id])),
          onLost(error) {
            surfaces.delete(surface);
            showing.reject(
              asks && error.code === 'bridge_lost' ? integryError('function_cancelled', error.message) : error,
            );
          },
        });
        surfaces.add(surface);
        start().catch(showing.reject);
        close = () => (surfaces.delete(surface), surface.close());
        beginUpdate = (update) => void surface.remote.then((remote) => send(update, remote));
      });
      return asks ? answer : (shown = handle);
    } finally {
      listeners.delete(id!);
      if (!shown) await handle.close();
    }
  }

  return {
    call,
    async destroy(): Promise<void> {
      life.abort();
      identity.stop();
      calls.destroy();
      // It may still wait for the page's body, and would open its frame then.
      failStart?.(destroyed());
      for (const surface of surfaces) void surface.close();
      await frame?.close();
    },
  };
}

async function bodyOf({ body }: Document): Promise<void> {
  if (!body) await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
}
