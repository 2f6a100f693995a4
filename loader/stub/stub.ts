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
  const noScript = () =>
    Object.assign(Error('integry.js did not load'), { name: 'IntegryError', code: 'server_unreachable' });
  const methods = (method: (name: string) => unknown) =>
    new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : method(name as string)) });

  const IntegryJS = function (config: never) {
    let instance: (Methods & { eventEmitter: Methods }) | undefined;
    /** Runs once the instance is there; `late` where that takes too long. */
    const enqueue = (run: (instance: Methods & { eventEmitter: Methods }) => void, late: () => void) => {
      queue.push(() => run(instance!));
      setTimeout(() => instance || late(), PATIENCE);
    };
    queue.push((Real) => (instance = new Real(config) as never));

    const eventEmitter = methods((name) => (event: string, handler?: Method) => {
      enqueue(
        (real) => real.eventEmitter[name]!(event, handler),
        () => /^on/.test(name) && event === 'error' && handler!(noScript()),
      );
    });
    return methods((name) =>
      name === 'eventEmitter'
        ? eventEmitter
        : (...args: unknown[]) =>
            new Promise((resolve, reject) => {
              enqueue(
                (real) => resolve(real[name]!(...args)),
                () => reject(noScript()),
              );
            }),
    );
  };

  scope.IntegryJS = Object.assign(IntegryJS, {
    queue,
    RenderModes: { MODAL: 'MODAL', INLINE: 'INLINE' },
    Layouts: { WIDE: 'COMFORTABLE', NARROW: 'COMPACT' },
  });
}
