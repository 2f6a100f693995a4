import { callRules } from '#bridge-protocol/deadlines.ts';
import { plannedMethodNames, type WidgetMethodName } from '#bridge-protocol/method-names.ts';
import { version } from '../package.json';
import { destroyed } from './calls.ts';
import { createClient, type Client } from './client.ts';
import { readConfig } from './config.ts';
import { createEmitter } from './emitter.ts';
import type { IntegryJSConstructor } from './index.d.ts';
import { integryError, type IntegryError } from './integry-error.ts';

const notAvailable = async (name: string): Promise<never> => {
  throw integryError('not_available', `${name} is not available yet`);
};

/** Makes the constructor, which works without `new` as well. `defaultBaseUrl` is the server a script tag came from. */
export function defineIntegryJS(defaultBaseUrl?: string): IntegryJSConstructor {
  function IntegryJS(this: Record<string, unknown>, config: unknown): unknown {
    if (!new.target) return new Constructor(config as never);
    const { eventEmitter, emit, close } = createEmitter();
    let client: Client | undefined;
    let failure: IntegryError | undefined;
    try {
      client = createClient(readConfig(config, defaultBaseUrl), emit);
    } catch (error) {
      failure = error as IntegryError;
      queueMicrotask(() => emit('error', failure));
    }

    const method = (name: string, run: (args: unknown[]) => Promise<unknown>) => {
      this[name] = async (...args: unknown[]) => {
        if (failure) throw failure;
        while (args.length && args.at(-1) === undefined) args.pop();
        return run(args);
      };
    };
    for (const name in callRules) method(name, (args) => client!.call(name as WidgetMethodName, args));
    for (const name of plannedMethodNames) method(name, () => notAvailable(name));
    this.eventEmitter = eventEmitter;
    this.destroy = async () => {
      failure = destroyed();
      close();
      await client?.destroy();
    };
  }

  const Constructor = Object.assign(IntegryJS, {
    SDK_VERSION: version,
    RenderModes: { MODAL: 'MODAL', INLINE: 'INLINE' },
    Layouts: { WIDE: 'COMFORTABLE', NARROW: 'COMPACT' },
    Helpers: {
      getAuthHash: async () => {
        throw integryError(
          'not_supported',
          'The App-Secret must not be in a browser: call getAuthHash of integry-js/server',
        );
      },
      getFunctionTools: () => notAvailable('getFunctionTools'),
    },
  }) as unknown as IntegryJSConstructor;
  return Constructor;
}
