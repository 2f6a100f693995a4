import { dirname } from 'node:path';
import { draftFolder } from '#connectors/app-folders.ts';
import { checkApp } from './check-app.ts';
import { appFolder, type ConnectorContext } from './context.ts';
import { completeDraft } from './draft.ts';
import { reportConnector } from './report.ts';

/**
 * Checks everything about an app that can be checked without an account, and makes an app of a draft that passes. Throws
 * `invalid_connector` at what is wrong.
 */
export async function testConnector(context: ConnectorContext, app: string): Promise<void> {
  const folder = appFolder(context, app);
  if (folder === draftFolder(dirname(folder), app)) {
    await completeDraft(context, folder);
    return;
  }
  const { connector, triggers } = await checkApp(context, folder);
  reportConnector(context, connector, triggers);
  context.print('  all signatures are valid');
}
