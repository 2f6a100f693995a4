import { ConnectorError } from '#connectors/kit/errors.ts';
import { canIsolate } from '#connectors/pieces/worker/isolation.ts';
import type { ConnectorContext } from './context.ts';

const HELP =
  'Pieces are run behind walls of the operating system, which cannot be put up here. On Linux, install bubblewrap (on Debian: ' +
  'apt install bubblewrap) and see that "bwrap --unshare-all --ro-bind / / true" succeeds. Elsewhere, or to try a piece that ' +
  'you trust, set PIECE_ISOLATION=process: docs/connectors.md says what holds then.';

/** Throws `runner_unavailable` where no piece could be loaded. */
export async function checkIsolation({ isolation }: Pick<ConnectorContext, 'isolation'>): Promise<void> {
  if (!(await canIsolate(isolation))) throw new ConnectorError('runner_unavailable', HELP);
}
