import * as z from 'zod';
import type { Json } from '#connectors/kit/json.ts';

/**
 * What a worker tells of a piece (`connectors/runner/piece/describe-piece.ts`), kept as `piece.json` in the app's folder
 * so that no piece is loaded before it is used. A piece that does not fit is none that we can use.
 */

const JsonValue: z.ZodType<Json> = z.json();
const Text = z.string().max(20_000);

export interface PieceProperty {
  name: string;
  type: string;
  title: string;
  description: string;
  placeholder: string;
  required: boolean;
  defaultValue?: Json;
  refreshers?: string[];
  options?: { label: string; value?: Json }[];
  properties?: PieceProperty[];
}

const base = {
  name: z.string().min(1).max(200),
  type: z.string().min(1).max(50),
  title: Text,
  description: Text,
  placeholder: Text,
  required: z.boolean(),
  defaultValue: JsonValue.optional(),
  refreshers: z.array(z.string()).optional(),
  options: z
    .array(z.object({ label: z.coerce.string(), value: JsonValue.optional() }))
    .max(5_000)
    .optional(),
};

export const PieceProperty: z.ZodType<PieceProperty> = z.object({
  ...base,
  properties: z.lazy(() => z.array(PieceProperty)).optional(),
});

const OAuth = z.object({
  authUrl: z.string(),
  tokenUrl: z.string(),
  scope: z.array(z.string()).default([]),
  extra: z.record(z.string(), z.string()).optional(),
  prompt: z.string().optional(),
  authorizationMethod: z.string().optional(),
  grantType: z.string().optional(),
});

export const PieceAuth = z.object({
  type: z.string(),
  title: Text,
  description: Text,
  fields: z.array(PieceProperty),
  oauth: OAuth.optional(),
  canValidate: z.boolean(),
  canIdentify: z.boolean(),
});
export type PieceAuth = z.infer<typeof PieceAuth>;

export const PieceAction = z.object({
  name: z.string().min(1).max(200),
  title: Text,
  description: Text,
  properties: z.array(PieceProperty),
  needsAuth: z.boolean(),
  needsFlow: z.boolean(),
  audience: z.string(),
  classification: z.string().nullable(),
  idempotent: z.boolean(),
});
export type PieceAction = z.infer<typeof PieceAction>;

export const PieceDescription = z.object({
  title: Text,
  description: Text,
  contextVersion: z.string().nullable(),
  auth: z.array(PieceAuth).max(20),
  actions: z.array(PieceAction).max(2_000),
  triggers: z.array(z.string()),
});
export type PieceDescription = z.infer<typeof PieceDescription>;

/** `piece.json` */
export const DescriptionFile = z.object({ package: z.string(), version: z.string(), piece: PieceDescription });
export type DescriptionFile = z.infer<typeof DescriptionFile>;
