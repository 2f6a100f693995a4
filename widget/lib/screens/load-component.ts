import type { Component } from 'svelte';
import { CodedError } from '../coded-error.ts';

/** A component whose code is a chunk of its own. Throws `server_unreachable`. */
export async function load<Screen extends Component<never>>(
  fetch: () => Promise<{ default: Screen }>,
): Promise<Screen> {
  try {
    const module = await fetch();
    return module.default;
  } catch (cause) {
    throw new CodedError('server_unreachable', 'A part of the page did not load. Check the connection and try again.', {
      cause,
    });
  }
}
