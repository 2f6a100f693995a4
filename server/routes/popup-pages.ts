import type { Context } from 'hono';
import { statusOf, toDomainError } from '../errors.ts';
import type { AppEnv } from '../http/app-env.ts';
import { messagesFor } from '../pages/messages.ts';
import { failurePage } from '../pages/result-page.ts';
import type { Services } from '../services.ts';
import { loadWorkspace, workspaceIdOf, type Workspace } from '../sessions/workspace.ts';

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
    return failurePage(c, messagesFor(c), error, requestId);
  }
}

/** Throws `unknown_app_key`. */
export async function workspaceOf({ db }: Pick<Services, 'db'>, appKey: string): Promise<Workspace> {
  const id = await workspaceIdOf(db, appKey);
  return db.inWorkspace(id, (tx) => loadWorkspace(tx, id));
}
