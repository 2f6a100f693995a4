/**
 * The inline snippet for a page that loads the SDK by `<script async>`. Until that has come, `IntegryJS` is a stand-in:
 * its instances queue their calls and give promises. It is a constant, so that a CSP can allow it by hash.
 *
 *     <script>…dist/loader/stub.js…</script>
 *     <script async src="https://connect.example/v1/integry.js"></script>
 */
import type { IntegryJSConstructor } from '../index.d.ts';

/** What waits for the real constructor, in order. */
export type Queue = ((real: IntegryJSConstructor) => void)[];

type Method = (...args: unknown[]) => unknown;
type Methods = Record<string, Method>;

/** How long the script may take, in milliseconds. */
const PATIENCE = 30_000;

const scope = globalThis as { IntegryJS?: unknown };

if (typeof scope.IntegryJS !== 'function') {
  const queue: Queue = [];
  const methods = (method: (name: string) => unknown) =>
    new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : method(name as string)) });

  const IntegryJS = function (config: never) {
    let loaded = false;
    const instance = new Promise<Methods & { eventEmitter: Methods }>((resolve) => {
      queue.push((Real) => {
        loaded = true;
        resolve(new Real(config) as never);
      });
    });
    /** The instance; rejects for whom the script takes too long. */
    const arrived = () => {
      const late = new Promise<never>((_, reject) => {
        const error = Object.assign(Error('integry.js did not load'), {
          name: 'IntegryError',
          code: 'server_unreachable',
        });
        setTimeout(() => loaded || reject(error), PATIENCE);
      });
      return Promise.race([instance, late]);
    };
    const eventEmitter = methods((name) => (event: string, handler?: Method) => {
      arrived().then(
        (real) => real.eventEmitter[name]!(event, handler),
        (error) => /^on/.test(name) && event === 'error' && handler!(error),
      );
    });
    return methods((name) =>
      name === 'eventEmitter' ? eventEmitter : async (...args: unknown[]) => (await arrived())[name]!(...args),
    );
  };

  scope.IntegryJS = Object.assign(IntegryJS, {
    queue,
    RenderModes: { MODAL: 'MODAL', INLINE: 'INLINE' },
    Layouts: { WIDE: 'COMFORTABLE', NARROW: 'COMPACT' },
  });
}
