import { CodedError } from '../coded-error.ts';

/** A module that is fetched when it is wanted. Throws `server_unreachable`. */
export async function load<Module>(fetch: () => Promise<Module>): Promise<Module> {
  try {
    return await fetch();
  } catch (cause) {
    throw new CodedError('server_unreachable', 'A part of the page did not load. Check the connection and try again.', {
      cause,
    });
  }
}
