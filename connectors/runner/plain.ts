import { MAX_FRAME } from './frames.ts';
import { RunnerError } from './runner-error.ts';

/** Bytes of a message beside the output. */
const AROUND = 1_024;

/**
 * What a piece returned, as JSON: bytes in the form that functions take and give them in (docs/connectors.md), dates as
 * text, nothing that is no data. Throws `response_too_large`, and `function_failed` for a value that holds itself.
 */
export function plain(value: unknown): unknown {
  const text = stringify(value);
  if (text === undefined) return null;
  if (Buffer.byteLength(text) > MAX_FRAME - AROUND)
    throw new RunnerError('response_too_large', 'The answer is too large.');
  return JSON.parse(text);
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, function (this: Record<string, unknown>, key: string, given: unknown) {
      const original = this[key];
      if (original instanceof Uint8Array) return bytes(original);
      if (original instanceof ArrayBuffer) return bytes(new Uint8Array(original));
      if (original instanceof Map) return Object.fromEntries(original as Map<string, unknown>);
      if (original instanceof Set) return [...(original as Set<unknown>)];
      return typeof given === 'bigint' ? String(given) : given;
    });
  } catch {
    throw new RunnerError('function_failed', 'The piece returned what cannot be written as JSON.');
  }
}

function bytes(data: Uint8Array): { base64: string; content_type: string } {
  return { base64: Buffer.from(data).toString('base64'), content_type: 'application/octet-stream' };
}
