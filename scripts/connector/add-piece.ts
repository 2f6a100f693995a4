import { join } from 'node:path';
import { kebab } from '#connectors/kit/function-names.ts';
import { DESCRIPTION_FILE, describePackage, descriptionText } from '#connectors/pieces/describe-folder.ts';
import { draftPieceApp } from '#connectors/pieces/draft/draft-piece-app.ts';
import { installedPackage } from '#connectors/pieces/installed-package.ts';
import type { AddOptions } from './add.ts';
import { checkNewName, type ConnectorContext } from './context.ts';
import { finishDraft, isIncomplete, writeDraft } from './draft.ts';
import { checkIsolation } from './isolation.ts';
import { installPackage } from './packages.ts';

/**
 * Installs a package, looks at it in a worker, and makes a draft of an app of it, and an app of the draft where it is complete.
 * What cannot be used is uninstalled again; a draft that lacks something stays, with its package. Throws a `ConnectorError`.
 */
export async function addPiece(context: ConnectorContext, spec: string, { name, host }: AddOptions): Promise<void> {
  const { connectorsDir, workers, print } = context;
  const app = name ?? appName(spec);
  checkNewName(context, app);
  await checkIsolation(context);
  print(`Installing ${spec} …`);
  const { name: packageName, undo } = await installPackage(connectorsDir, spec);
  let isDraft = false;
  try {
    const installed = await installedPackage(connectorsDir, packageName, join(connectorsDir, app, 'app.json'));
    const piece = await describePackage(installed, workers);
    const draft = await draftPieceApp(installed, piece, { name: app, ...(host ? { hosts: host } : {}) });
    const folder = await writeDraft(context, draft.app, { [DESCRIPTION_FILE]: descriptionText(installed, piece) });
    print(`${installed.name} is pinned to ${installed.version}.`);
    isDraft = isIncomplete(draft.findings);
    await finishDraft(context, folder, draft.findings);
  } catch (error) {
    if (!isDraft) await undo();
    throw error;
  }
}

/** `@activepieces/piece-zoho-books@0.2.0` and `piece-zoho-books-0.2.0.tgz` are `zoho-books`. */
function appName(spec: string): string {
  const file = spec.replace(/^.*[\\/]/, '').replace(/-\d[^-]*(?:-.*)?\.tgz$|\.tgz$/, '');
  return kebab(file.replace(/(?<=.)@.*$/, '').replace(/^(?:.*-)?piece-/, ''));
}
