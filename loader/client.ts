import type { Session } from '#bridge-protocol/entities/session.ts';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import { callRules } from '#bridge-protocol/deadlines.ts';
import type { HostEvent } from '#bridge-protocol/events/host-event.ts';
import type { Outcome } from '#bridge-protocol/failure.ts';
import type { WidgetMethodName } from '#bridge-protocol/method-names.ts';
import type { Remote } from './bridge.ts';
import { copyOf, createCalls, destroyed, notData, notSupported, type Call } from './calls.ts';
import type { Config } from './config.ts';
import { openCoreFrame, type CoreFrame } from './core-frame.ts';
import { watchCsp } from './csp.ts';
import type { Emit } from './emitter.ts';
import { createIdentity } from './identity.ts';
import { bridgeLost, IntegryError, integryError } from './integry-error.ts';
import { unwrap } from './outcome.ts';

/** With these, the same start can only fail again. After any other, the next call starts anew. */
const finalCodes: readonly ErrorCode[] = [
  'csp_blocked',
  'protocol_mismatch',
  'unknown_app_key',
  'invalid_hash',
  'origin_not_allowed',
];

export type Client = ReturnType<typeof createClient>;

/** One instance's way to its widget: starts session and iframe together, and carries the calls. */
export function createClient(config: Config, emit: Emit) {
  const identity = createIdentity(config);
  const calls = createCalls();
  let frame: CoreFrame | undefined;
  let widget: { remote: Remote; methods: string[] } | undefined;
  let starting: Promise<void> | undefined;
  /** Ends the start that is under way. */
  let failStart: ((error: IntegryError) => void) | undefined;
  let announced: 'ready' | 'error' | undefined;

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
        const open = (opened: () => void) => failStart === reject && openFrame(opened);
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

  function openFrame(opened: () => void): void {
    frame = openCoreFrame(config, {
      host: { getSession, onEvent },
      onOpen(remote, methods) {
        widget = { remote, methods };
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
    call.sent = false;
    // In the same turn where that can be: the caller may change its objects after it.
    if (widget && !failStart) void send(call);
    else start().then(() => send(call), call.reject);
  }

  async function send(call: Call): Promise<void> {
    const { id, name, args } = call;
    // Its deadline may have passed while it waited.
    if (!calls.pending.has(call)) return;
    if (!widget) return begin(call);
    if (!widget.methods.includes(name)) return call.reject(notSupported(name));
    call.sent = true;
    try {
      call.resolve(unwrap(await widget.remote[name](id, args)));
    } catch (error) {
      refuse(call, error);
    }
  }

  /** `error` is the widget's own, or Penpal's. */
  function refuse(call: Call, error: unknown): void {
    const { name, reject } = call;
    const { code } = error as { code?: string };
    if (error instanceof IntegryError) return reject(error);
    // Whoever ended the connection sees to its calls.
    if (code === 'CONNECTION_DESTROYED') return;
    if (code === 'METHOD_NOT_FOUND') return reject(notSupported(name));
    if (code === 'TRANSMISSION_FAILED') return reject(notData(error));
    reject(integryError('server_error', `The widget failed in ${name}`, error));
  }

  async function getSession(rejectedToken?: string): Promise<Outcome<Session>> {
    try {
      return { ok: true, value: await identity.get(rejectedToken) };
    } catch (error) {
      const { code, message, requestId } = error as IntegryError;
      return { ok: false, error: { code, message, requestId } };
    }
  }

  function onEvent({ type, payload }: HostEvent): void {
    // Nothing else may come from there: `ready` and `error` are said here.
    if (type === 'app-connected' || type === 'app-disconnected') emit(type, payload);
  }

  return {
    async call(name: WidgetMethodName, args: unknown[]): Promise<unknown> {
      frame?.check();
      // A call that may be sent later than now, or twice, has to be what it was.
      const stays = !widget || failStart || callRules[name].repeatable;
      return calls.add(name, stays ? copyOf(args) : args, begin);
    },
    async destroy(): Promise<void> {
      life.abort();
      identity.stop();
      calls.destroy();
      // It may still wait for the page's body, and would open its frame then.
      failStart?.(destroyed());
      await frame?.close();
    },
  };
}

async function bodyOf({ body }: Document): Promise<void> {
  if (!body) await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
}
