import type { Context } from 'hono';
import { DomainError, statusOf, toDomainError } from '../errors.ts';
import type { AppEnv } from '../http/app-env.ts';
import { failurePage } from '../pages/result-page.ts';
import type { Services } from '../services.ts';

/** A person looks at these answers: an error becomes a page. */
export async function withFailurePage(
  services: Pick<Services, 'log'>,
  c: Context<AppEnv>,
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer();
  } catch (thrown) {
    const error = toDomainError(thrown);
    const { requestId } = c.var;
    const level = statusOf(error.code) >= 500 ? 'error' : 'debug';
    services.log[level]('page answered with a failure', { requestId, code: error.code, error: thrown });
    return failurePage(c, error, requestId);
  }
}

/** Throws `unknown_app_key`. */
export async function workspaceOf({ db }: Pick<Services, 'db'>, appKey: string): Promise<{ id: number; name: string }> {
  const id = await db.workspaceIdOfAppKey(appKey);
  if (id === undefined) throw new DomainError('unknown_app_key', 'No workspace has the App-Key in this address.');
  return db.inWorkspace(id, (tx) =>
    tx.selectFrom('workspaces').select(['id', 'name']).where('id', '=', id).executeTakeFirstOrThrow(),
  );
}
