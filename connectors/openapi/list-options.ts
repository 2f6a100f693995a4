import type { OptionsPage, OptionsRequest } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import type { OptionsOverlay } from './app-file.ts';
import type { OperationReply } from './call-operation.ts';
import { valueAt } from './document/json-pointer.ts';
import { ownValue } from './document/json-values.ts';

/** What the operation behind a dropdown is called with. */
export function optionsInput(overlay: OptionsOverlay, request: OptionsRequest): JsonObject {
  const entries = Object.entries(overlay.parameters).map(([name, source]): [string, Json | undefined] => {
    return [name, 'from' in source ? ownValue(request.input, source.from) : source.value];
  });
  if (overlay.search !== undefined && request.search) entries.push([overlay.search, request.search]);
  return Object.fromEntries(entries);
}

/** Throws `credentials_rejected` where the app refused the credentials, `provider_unreachable` where it refused else. */
export function checkOptionsReply(reply: Pick<OperationReply, 'status'>, appTitle: string): void {
  if (reply.status === 401) {
    throw new ConnectorError('credentials_rejected', `${appTitle} no longer accepts the account. Connect it again.`);
  }
  if (reply.status >= 300) {
    const message = `${appTitle} answered with status ${reply.status} when asked for choices. Try again later.`;
    throw new ConnectorError('provider_unreachable', message);
  }
}

/** The choices in one reply. Where the vendor cannot search, the titles of this page are looked through. */
export function optionsPage(overlay: OptionsOverlay, request: OptionsRequest, reply: OperationReply): OptionsPage {
  const items = valueAt(reply.output, overlay.items);
  const options = (Array.isArray(items) ? items : []).flatMap((item) => {
    const value = valueAt(item, overlay.value);
    if (value === undefined || value === null) return [];
    return [{ value, title: titleIn(item, overlay.title) ?? String(value) }];
  });
  const wanted = overlay.search === undefined ? request.search?.toLowerCase() : undefined;
  const found = wanted ? options.filter((option) => option.title.toLowerCase().includes(wanted)) : options;
  return { options: found, ...(reply.nextPage === undefined ? {} : { nextPage: reply.nextPage }) };
}

export function titleIn(item: Json | undefined, pointers: readonly string[]): string | undefined {
  for (const pointer of pointers) {
    const title = valueAt(item, pointer);
    if ((typeof title === 'string' && title !== '') || typeof title === 'number') return String(title);
  }
  return undefined;
}
