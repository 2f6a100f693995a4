/** The script tag: sets the global `IntegryJS` and runs what the stub has queued. */
import type { IntegryJSConstructor } from './index.d.ts';
import { defineIntegryJS } from './integry-js.ts';
import type { Queue } from './stub/stub.ts';

const scope = globalThis as { IntegryJS?: Partial<IntegryJSConstructor> & { queue?: Queue } };
const before = scope.IntegryJS;

// A second script tag leaves the first one's work alone.
if (!before?.SDK_VERSION) {
  const script = document.currentScript;
  // Not an element that was given this name to pass for the script.
  const source = script instanceof HTMLScriptElement && script.src;
  const IntegryJS = defineIntegryJS(source ? new URL(source).origin : undefined);
  scope.IntegryJS = IntegryJS;
  const { queue } = before ?? {};
  if (Array.isArray(queue)) {
    queue.forEach((run) => run(IntegryJS));
    // Code that still holds the stub's objects reaches the real ones.
    queue.push = (run) => (run(IntegryJS), 0);
  }
}
