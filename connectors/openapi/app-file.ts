import * as z from 'zod';
import { RecordedName } from '#connectors/kit/recorded-names.ts';

/** `app.json`: what a document does not say about its app. docs/connectors.md explains each field with examples. */

export const JsonPointer = z
  .string()
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'must be a JSON pointer (RFC 6901) such as "/data/id"; "" is the whole reply');
export const Pointers = z.union([JsonPointer, z.array(JsonPointer).min(1)]).transform((value) => [value].flat());
export const Word = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, 'must be a word of letters, digits, "_" and "-"');
const Text = z.string().min(1);

/** An address that the operator may change by an environment variable. Used as `{name}` in URLs and hosts. */
const Setting = z.strictObject({
  env: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'must be a variable name such as "GITLAB_URL"'),
  default: Text.optional(),
  description: Text.optional(),
});

/** A server variable that an operation tells when the account is connected. */
const FoundVariable = z.strictObject({
  operationId: Text,
  /** Within its reply */
  value: JsonPointer,
  /** The ways of connecting whose accounts have it; absent: all */
  auth: z.array(Word).min(1).optional(),
});
export type FoundVariable = z.infer<typeof FoundVariable>;

/** Where the value of a server variable comes from that differs per account. */
const AccountVariable = z.union([
  z.strictObject({ tokenReply: JsonPointer }),
  z.strictObject({ field: Word }),
  FoundVariable,
]);

/** Where a credential goes in a request. */
const Placement = z.strictObject({
  in: z.enum(['header', 'query', 'cookie']),
  name: Text,
  /** Stands before the credential, as in "Bearer " */
  prefix: z.string().default(''),
});
export type Placement = z.infer<typeof Placement>;

/** A placement of `custom`: its value names fields, as in "{account}:{key}". */
export const CustomPlacement = z.strictObject({ in: z.enum(['header', 'query', 'cookie']), name: Text, value: Text });
export type CustomPlacement = z.infer<typeof CustomPlacement>;

const AuthField = z.strictObject({
  name: Word,
  title: Text,
  description: Text.optional(),
  placeholder: Text.optional(),
  type: z.enum(['text', 'secret', 'url', 'select']).default('text'),
  options: z.array(z.strictObject({ value: z.string(), title: Text })).optional(),
  required: z.boolean().default(true),
  pattern: Text.optional(),
});
/** Words of a field that the scheme itself defines. */
const FieldWords = AuthField.pick({ title: true, description: true, placeholder: true, pattern: true }).partial();

const schemeWords = { title: Text.optional(), description: Text.optional() };
const fieldsScheme = {
  ...schemeWords,
  helpUrl: Text.optional(),
  /** Asked for beside the credential itself, such as a company domain */
  fields: z.array(AuthField).default([]),
};

export const OAuth2Overlay = z.strictObject({
  type: z.literal('oauth2'),
  ...schemeWords,
  authorizationUrl: Text.optional(),
  tokenUrl: Text.optional(),
  revocationUrl: Text.optional(),
  issuer: Text.optional(),
  scopes: z.array(Text).optional(),
  authorizationParameters: z.record(z.string(), z.string()).optional(),
  clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post', 'none']).default('client_secret_basic'),
  defaultExpiresIn: z.int().positive().optional(),
  tokenReply: z
    .strictObject({
      root: JsonPointer.optional(),
      tokenType: z.literal('bearer').optional(),
      success: JsonPointer.optional(),
      idToken: z.literal(true).optional(),
      furtherTokens: z.array(JsonPointer).min(1).optional(),
      shared: z.literal(true).optional(),
    })
    .optional(),
  send: Placement.optional(),
});
const ApiKeyOverlay = z.strictObject({
  type: z.literal('api_key'),
  ...fieldsScheme,
  field: FieldWords.extend({ name: Word.optional() }).optional(),
  send: Placement.optional(),
});
const BasicOverlay = z.strictObject({
  type: z.literal('basic'),
  ...fieldsScheme,
  username: FieldWords.optional(),
  password: FieldWords.optional(),
  /** The half that every account has, and so is not asked for: the other one is the secret */
  fixed: z.union([z.strictObject({ username: Text }), z.strictObject({ password: Text })]).optional(),
});
const CustomOverlay = z.strictObject({
  type: z.literal('custom'),
  ...fieldsScheme,
  send: z.array(CustomPlacement).min(1),
});
export const SchemeOverlay = z.discriminatedUnion('type', [OAuth2Overlay, ApiKeyOverlay, BasicOverlay, CustomOverlay]);
export type SchemeOverlay = z.infer<typeof SchemeOverlay>;

const Pagination = z.discriminatedUnion('kind', [
  /** The reply holds a marker that the next call takes: at `next` of the reply, or of the last of its `items` */
  z.strictObject({
    kind: z.literal('cursor'),
    parameter: Text,
    items: JsonPointer.optional(),
    next: JsonPointer,
    more: JsonPointer.optional(),
  }),
  /** Pages are numbered */
  z.strictObject({
    kind: z.literal('page'),
    parameter: Text,
    items: JsonPointer,
    first: z.int().nonnegative().default(1),
    more: JsonPointer.optional(),
  }),
  /** The next call says how many items to skip */
  z.strictObject({ kind: z.literal('offset'), parameter: Text, items: JsonPointer, more: JsonPointer.optional() }),
  /** The reply holds the next page's URL: at `next`, or in its Link header (RFC 8288), whose `more` may be "false" */
  z.strictObject({ kind: z.literal('link'), next: JsonPointer.optional(), more: Word.optional() }),
]);
export type Pagination = z.infer<typeof Pagination>;

/** The choices of a parameter: items of another operation's reply. */
const OptionsOverlay = z.strictObject({
  operationId: Text,
  items: JsonPointer,
  /** Within an item */
  value: JsonPointer,
  /** Within an item; the first that is there */
  title: Pointers,
  /** The operation's parameter that searches */
  search: Text.optional(),
  /** The operation's parameters: a fixed value, or the value of one of this function's parameters */
  parameters: z
    .record(z.string(), z.union([z.strictObject({ from: Text }), z.strictObject({ value: z.json() })]))
    .default({}),
});
export type OptionsOverlay = z.infer<typeof OptionsOverlay>;

export const FunctionOverlay = z.strictObject({
  name: RecordedName.optional(),
  title: Text.optional(),
  description: Text.optional(),
  type: z.enum(['QUERY', 'ACTION']).optional(),
  idempotent: z.boolean().optional(),
  hidden: z.boolean().default(false),
  pagination: Pagination.optional(),
  /** Objects in the JSON body whose properties become parameters, and what is put before their names there */
  flatten: z.record(JsonPointer, z.string().regex(/^\w*$/, 'must be letters, digits and "_", or ""')).default({}),
  parameters: z
    .record(
      z.string(),
      z.strictObject({
        title: Text.optional(),
        description: Text.optional(),
        /** A path parameter that keeps its slashes: a whole path */
        allowReserved: z.boolean().optional(),
      }),
    )
    .default({}),
  options: z.record(z.string(), OptionsOverlay).default({}),
});
export type FunctionOverlay = z.infer<typeof FunctionOverlay>;

/** The operation that tells whose credentials these are. Without one the pointers go to the token reply. */
export const Verify = z.strictObject({
  operationId: Text.optional(),
  /** Several are joined: a user of several companies is one account in each */
  externalId: Pointers,
  /** The first that is there */
  displayName: Pointers,
});
export type Verify = z.infer<typeof Verify>;

/** What every kind of app folder says of its app. */
export const commonFields = {
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be the folder\'s name: lower-case letters, digits and "-"'),
  title: Text,
  description: Text,
  categories: z.array(Text).default([]),
  docsUrl: z.url().nullable().default(null),
  hosts: z
    .array(Text)
    .min(1, 'must name the host of the API: "api.example.com"; where the document has no servers, add "server" too'),
  allowMultipleAccounts: z.boolean().default(true),
};

export const AppFile = z.strictObject({
  ...commonFields,
  document: z
    .string()
    .regex(/^[\w.-]+\.(?:json|ya?ml)$/, 'must be a file beside app.json that ends in .json or .yaml')
    .default('openapi.json'),
  settings: z.record(Word, Setting).default({}),
  variables: z.record(Word, AccountVariable).default({}),
  /** Replaces the document's servers */
  server: Text.optional(),
  auth: z.record(Word, SchemeOverlay).optional(),
  /** Absent: nothing is asked, and an account goes by the credentials themselves */
  verify: Verify.optional(),
  /** Operations that become functions; absent: all of them */
  include: z.array(Text).min(1).optional(),
  functions: z.record(Text, FunctionOverlay).default({}),
});
export type AppFile = z.infer<typeof AppFile>;

/** What holds for an operation that app.json says nothing about. */
export const noOverlay: FunctionOverlay = FunctionOverlay.parse({});
