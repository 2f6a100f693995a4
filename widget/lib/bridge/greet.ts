import * as z from 'zod/mini';
import type { Welcome } from '#bridge-protocol/bridge.ts';
import { Look } from '#bridge-protocol/look.ts';
import { widgetMethodNames } from '#bridge-protocol/method-names.ts';
import { PROTOCOL_VERSION } from '#bridge-protocol/version.ts';
import { CodedError } from '../coded-error.ts';

const Greeting = z.object({
  protocol: z.int(),
  sdkVersion: z.string(),
  isSurface: z.optional(z.boolean()),
  look: z.optional(Look),
  page: z.optional(z.object({ lang: z.string(), dir: z.string() })),
});

export interface Greeted {
  welcome: Welcome;
  /** True in the frame of an INLINE surface */
  isSurface: boolean;
  look: Look;
  page: z.infer<typeof Greeting>['page'];
}

/**
 * The handshake: the welcome, and what the loader says of this frame and its page. Throws `protocol_mismatch` for a loader that
 * speaks another version.
 */
export function greet(greeting: unknown): Greeted {
  const parsed = z.safeParse(Greeting, greeting);
  if (!parsed.success) throw new CodedError('protocol_mismatch', 'The greeting is not one of this protocol.');
  if (parsed.data.protocol !== PROTOCOL_VERSION) {
    throw new CodedError(
      'protocol_mismatch',
      `The loader speaks protocol ${parsed.data.protocol}, this widget ${PROTOCOL_VERSION}. Load integry.js from the same server.`,
    );
  }
  return {
    welcome: { protocol: PROTOCOL_VERSION, methods: [...widgetMethodNames] },
    isSurface: parsed.data.isSurface === true,
    look: parsed.data.look ?? {},
    page: parsed.data.page,
  };
}
