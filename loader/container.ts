import { integryError } from './integry-error.ts';

/**
 * The element that an INLINE surface is to be shown in; undefined for one that is no INLINE surface. Everything else
 * about the arguments is the widget's to judge. Throws `unknown_container`.
 */
export function containerOf(args: unknown[], at: number): Element | undefined {
  const given = { ...(args[at - 1] as object), ...(args[at] as object) };
  const { renderMode = args[at], containerId = args[at + 1] } = given as Record<string, unknown>;
  if (renderMode !== 'INLINE') return undefined;
  const id = String(containerId);
  const container = document.getElementById(id);
  if (!container) throw integryError('unknown_container', `The page has no element with the id "${id}"`);
  return container;
}
