import * as z from 'zod/mini';
import { isObject } from './json-schema.ts';
import { JsonObject } from './json.ts';
import { IdString } from './names.ts';
import { ContainerId, Layout, RenderMode } from './rendering.ts';

const flag = (name: string) => z.nullish(z.boolean(`must have true or false as ${name}`));
const object = (name: string) =>
  z.nullish(z.pipe(z.custom<JsonObject>(isObject, `must have an object as ${name}`), JsonObject));
const names = (name: string) => z.nullish(z.array(z.string(), `must have a list of names as ${name}`));

function isId(value: unknown): boolean {
  return value === '' || z.safeParse(IdString, value).success;
}

/** How the form of a function is shown: the published package's options, and where. */
export const FormOptions = z.object({
  /** The values to begin with, by parameter */
  params: object('params'),
  /** Values of the host's own: with `autoMapPayload` they fill the parameters of the same name that `params` leaves open */
  payload: object('payload'),
  autoMapPayload: flag('autoMapPayload'),
  /** Empty for none */
  connectedAccountId: z.nullish(
    z.pipe(z.custom<string | number>(isId, 'must have an id as connectedAccountId'), z.transform(String)),
  ),
  submitButtonText: z.nullish(z.string('must have text as submitButtonText')),
  hideSubmitButton: flag('hideSubmitButton'),
  hideFunctionTitle: flag('hideFunctionTitle'),
  hiddenFields: names('hiddenFields'),
  /** Where any are named, only these are shown */
  visibleFields: names('visibleFields'),
  isReadOnly: flag('isReadOnly'),
  /** Ignored: a function has one version, and accounts belong to one user */
  version: z.optional(z.unknown()),
  allow_workspace_connected_accounts: z.optional(z.unknown()),
  renderMode: z.nullish(RenderMode),
  containerId: z.nullish(ContainerId),
  layout: z.nullish(Layout),
});
export type FormOptions = z.infer<typeof FormOptions>;
/** What the host may pass */
export type FormOptionsInput = z.input<typeof FormOptions>;

const optionNames = new Set(Object.keys(FormOptions.shape));

/**
 * Whether what stands where both forms have an object are options, and no parameters. A render mode after it says so;
 * otherwise all its names, or `params` with an object, have to.
 */
export function areFormOptions(given: JsonObject, third: unknown): boolean {
  if (third !== undefined && third !== null) return third === 'MODAL' || third === 'INLINE';
  return isObject(given.params) || Object.keys(given).every((name) => optionNames.has(name));
}
