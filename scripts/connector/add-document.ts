import { parseDocument } from '#connectors/openapi/document/read-document.ts';
import { draftAppFile } from '#connectors/openapi/draft/draft-app-file.ts';
import type { AddOptions } from './add.ts';
import { checkNewName, type ConnectorContext } from './context.ts';
import { finishDraft, writeDraft } from './draft.ts';
import type { DocumentSource } from './read-source.ts';

/**
 * Makes a draft of an app of a document, and an app of the draft where it is complete. Where something is missing that only
 * the operator knows, the draft stays, and the error says what to write. Throws a `ConnectorError`.
 */
export async function addDocument(
  context: ConnectorContext,
  { bytes, format, label, url }: DocumentSource,
  { name, host }: AddOptions,
): Promise<void> {
  if (name !== undefined) checkNewName(context, name);
  const documentFile = `openapi.${format}`;
  const { app, findings } = draftAppFile(await parseDocument(label, bytes, format), {
    ...(name === undefined ? {} : { name }),
    documentFile,
    ...(url ? { source: url } : {}),
  });
  checkNewName(context, app.name);
  const isToldHosts = host !== undefined && host.length > 0;
  if (isToldHosts) app.hosts = [...host];
  const folder = await writeDraft(context, app, { [documentFile]: bytes });
  await finishDraft(context, folder, findings);
}
