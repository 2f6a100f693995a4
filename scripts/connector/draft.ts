import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appOfFolder, draftFolder } from '#connectors/app-folders.ts';
import type { Connector } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { recordNames } from '#connectors/kit/recorded-names.ts';
import type { Finding } from '#connectors/openapi/draft/finding.ts';
import { checkApp } from './check-app.ts';
import type { ConnectorContext } from './context.ts';
import { reportConnector } from './report.ts';

/** Writes the draft of an app, whole or not at all. Answers its folder. */
export async function writeDraft(
  { connectorsDir }: ConnectorContext,
  app: { name: string },
  files: Record<string, Buffer | string>,
): Promise<string> {
  const unfinished = join(connectorsDir, `.${app.name}-${randomUUID()}`);
  try {
    await mkdir(unfinished, { recursive: true });
    const contents = { ...files, 'app.json': `${JSON.stringify(app, null, 2)}\n` };
    for (const [file, content] of Object.entries(contents)) await writeFile(join(unfinished, file), content);
    const folder = draftFolder(connectorsDir, app.name);
    await rename(unfinished, folder);
    return folder;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Shows what a new draft assumes, and makes an app of it where nothing is missing. Throws `invalid_connector`: the draft is
 * gone then, unless the findings say what to write into it.
 */
export async function finishDraft(
  context: ConnectorContext,
  folder: string,
  findings: readonly Finding[],
): Promise<void> {
  for (const { kind, pointer, message } of findings) {
    context.print(`${kind === 'missing' ? 'missing' : 'note'}: app.json, ${pointer}: ${message}`);
  }
  const app = appOfFolder(folder);
  if (isIncomplete(findings)) {
    const message = `The draft is in ${folder}. Write what is missing into its app.json, then run "npm run connector test ${app}".`;
    throw new ConnectorError('invalid_connector', message);
  }
  try {
    await completeDraft(context, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

export function isIncomplete(findings: readonly Finding[]): boolean {
  return findings.some(({ kind }) => kind === 'missing');
}

/** Makes an app of a draft that can be used as it stands. Throws `invalid_connector`, and leaves the draft alone. */
export async function completeDraft(context: ConnectorContext, folder: string): Promise<Connector> {
  const { connector, triggers } = await checkApp(context, folder);
  reportConnector(context, connector, triggers);
  await recordNames(folder, connector);
  const target = join(context.connectorsDir, appOfFolder(folder));
  await rename(folder, target);
  context.print(`\nAdded as ${target}. Start the server again to offer it.`);
  return connector;
}
