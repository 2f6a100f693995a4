import * as z from 'zod/mini';

/** What the server writes into the shell: the one thing that differs between two workspaces. */
export const WidgetConfig = z.object({
  /** The protocol the embed URL names */
  protocol: z.int(),
  appKey: z.string(),
  /** The host page's origin: the only one the bridge talks to */
  origin: z.string().check(z.regex(/^[a-z][a-z0-9+.-]*:\/\/[^/]+$/)),
  /** Where the API answers, without a slash at its end */
  publicUrl: z.string(),
  assetsUrl: z.string(),
});
export type WidgetConfig = z.infer<typeof WidgetConfig>;

/** Reads the shell's JSON block. Throws where the page was not served by the server's embed route. */
export function readConfig(page: Document): WidgetConfig {
  const block = page.getElementById('integry-config');
  return z.parse(WidgetConfig, JSON.parse(block?.textContent ?? 'null'));
}
