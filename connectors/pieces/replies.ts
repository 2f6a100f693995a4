import * as z from 'zod';
import type { OptionsPage } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { isObject } from '../openapi/document/json-values.ts';
import { checkOptionsReply } from '../openapi/list-options.ts';
import { PieceProperty } from './description.ts';
import { parametersSchema } from './signature/property-schema.ts';

/**
 * Throws `credentials_rejected` or `provider_unreachable` where the app refused what a list was to be made of. A piece
 * that gives a list after all has got over it, unless it is an empty one because the account is no longer accepted.
 */
export function checkFetched({ status, output }: { status: number; output: Json }, appTitle: string): void {
  const list = isObject(output) ? output.options : output;
  const isList = Array.isArray(list) && (list.length > 0 || status !== 401);
  if (!isList) checkOptionsReply({ status }, appTitle);
}

const MOST_OPTIONS = 10_000;

const Options = z.object({
  options: z
    .array(z.object({ label: z.union([z.string(), z.number()]).optional(), value: z.json().optional() }))
    .max(MOST_OPTIONS)
    .default([]),
});

/** What a piece's list of choices comes to. Pieces fetch the whole list themselves; a search picks from it by title. */
export function readOptions(output: Json, search: string | undefined): OptionsPage {
  const parsed = Options.safeParse(output);
  if (!parsed.success) throw failed('its choices');
  const options = parsed.data.options.flatMap(({ label, value }) =>
    value === undefined || value === null ? [] : [{ value, title: String(label ?? value) }],
  );
  const wanted = search?.trim().toLowerCase();
  return { options: wanted ? options.filter(({ title }) => title.toLowerCase().includes(wanted)) : options };
}

export function readFields(output: Json): JsonObject {
  const parsed = z.array(PieceProperty).safeParse(output);
  if (!parsed.success) throw failed('its fields');
  return parametersSchema(parsed.data);
}

/** The name that a piece has for the account, if it has one. */
export function readIdentifier(output: Json): string | undefined {
  const parsed = z.object({ identifier: z.string().min(1).max(200) }).safeParse(output);
  return parsed.success ? parsed.data.identifier : undefined;
}

function failed(what: string): ConnectorError {
  return new ConnectorError('function_failed', `The function answered in a form that ${what} do not have.`);
}
