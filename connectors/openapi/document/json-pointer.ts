import type { Json } from '#connectors/kit/json.ts';

/** Steps of a JSON pointer (RFC 6901). */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function pointerStep(step: string | number): string {
  const text = String(step);
  return `/${/[~/]/.test(text) ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text}`;
}

/** The value at `pointer`, or undefined where there is none. Never reaches an inherited property. */
export function valueAt(value: Json | undefined, pointer: string): Json | undefined {
  let current = value;
  for (const step of pointerSteps(pointer)) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = Array.isArray(current) ? current[Number(step)] : current[step];
  }
  return current;
}
