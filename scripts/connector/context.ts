import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { draftFolder } from '#connectors/app-folders.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Isolation } from '#connectors/pieces/worker/isolation.ts';
import type { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';
import type { Config } from '#server/config.ts';

export interface ConnectorContext extends Pick<Config, 'connectorsDir' | 'allowedInternalHosts' | 'egressRoutes'> {
  isolation: Isolation;
  workers: WorkerPool;
  print: (line: string) => void;
}

export const shippedApps = join(import.meta.dirname, '../../connectors/apps');

const appName = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** The folder of an app that was added or ships, or of a draft. Throws `invalid_argument` where there is none. */
export function appFolder({ connectorsDir }: Pick<ConnectorContext, 'connectorsDir'>, app: string): string {
  const folders = [join(connectorsDir, app), draftFolder(connectorsDir, app), join(shippedApps, app)];
  const folder = appName.test(app) ? folders.find((path) => existsSync(path)) : undefined;
  if (folder === undefined) {
    throw invalidArgument(`There is no app "${app}". "npm run connector list" shows them all.`);
  }
  return folder;
}

export function isShipped(folder: string): boolean {
  return dirname(folder) === shippedApps;
}

/** Throws `invalid_argument` where a new app cannot have this name. */
export function checkNewName({ connectorsDir }: Pick<ConnectorContext, 'connectorsDir'>, app: string): void {
  if (!appName.test(app)) {
    throw invalidArgument(
      `"${app}" is no name of an app: choose a --name of lower-case letters, digits and "-", at most 32 of them.`,
    );
  }
  const draft = draftFolder(connectorsDir, app);
  if (existsSync(draft)) {
    throw invalidArgument(
      `There is a draft of "${app}" already, in ${draft}: complete it and run "npm run connector test ${app}", or remove it.`,
    );
  }
  if (existsSync(join(shippedApps, app))) {
    throw invalidArgument(`An app "${app}" ships with the server: choose another --name.`);
  }
  if (existsSync(join(connectorsDir, app))) {
    throw invalidArgument(`There is an app "${app}" already: remove it, or choose another --name.`);
  }
}

/** For words of the command line that are wrong. */
export function invalidArgument(message: string): ConnectorError {
  return new ConnectorError('invalid_argument', message);
}
