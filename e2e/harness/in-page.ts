/**
 * Runs in the customer's page, as a plain script: holds its SDK instances and keeps one log of events and settled calls,
 * in their order. The host site strips the types.
 */
import type { IntegryConfig, IntegryError, IntegryJS } from '../../loader/index.d.ts';

type CallOutcome<Value = unknown> =
  { ok: true; value: Value } | { ok: false; name: string; code: string; message: string };

/** One line of the page's log: an event, a settled call, or an error that nobody caught. */
interface LogEntry {
  sdk?: string;
  event?: string;
  payload?: { [key: string]: unknown };
  settled?: string;
  outcome?: CallOutcome;
  uncaught?: string;
}

interface InPageHost {
  log: LogEntry[];
  sdks: Record<string, IntegryJS>;
  start(config: IntegryConfig, name: string): void;
  watch(sdk: IntegryJS, name: string): void;
  call(method: string, args: unknown[], name: string): Promise<CallOutcome>;
  settled(promise: Promise<unknown>): Promise<CallOutcome>;
}

declare global {
  var host: InPageHost;
  var IntegryJS: IntegryJS & (new (config: unknown) => IntegryJS) & ((config: unknown) => IntegryJS);
}

export type { CallOutcome, LogEntry };

globalThis.host = {
  log: [],
  sdks: {},

  start(config, name) {
    host.watch(new globalThis.IntegryJS(config), name);
  },

  watch(sdk, name) {
    host.sdks[name] = sdk;
    const keep = (event: string, payload: object): void =>
      void host.log.push({ sdk: name, event, payload: { ...payload } });
    sdk.eventEmitter.on('ready', (payload) => keep('ready', payload));
    sdk.eventEmitter.on('app-connected', (payload) => keep('app-connected', payload));
    sdk.eventEmitter.on('app-disconnected', (payload) => keep('app-disconnected', payload));
    sdk.eventEmitter.on('account-updated', (payload) => keep('account-updated', payload));
    sdk.eventEmitter.on('error', ({ name: type, code, message }) => keep('error', { name: type, code, message }));
  },

  async call(method, args, name) {
    const sdk = host.sdks[name] as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
    const outcome = await host.settled(sdk[method]!(...args));
    host.log.push({ sdk: name, settled: method, outcome });
    return outcome;
  },

  settled(promise) {
    return promise.then(
      (value): CallOutcome => ({ ok: true, value }),
      ({ name, code, message }: IntegryError): CallOutcome => ({ ok: false, name, code, message }),
    );
  },
};

addEventListener('error', ({ message }) => void host.log.push({ uncaught: message }));
addEventListener('unhandledrejection', ({ reason }) => void host.log.push({ uncaught: String(reason) }));
