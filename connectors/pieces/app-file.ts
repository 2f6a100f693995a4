import * as z from 'zod';
import {
  CustomPlacement,
  FunctionOverlay,
  JsonPointer,
  OAuth2Overlay,
  Pointers,
  commonFields,
} from '../openapi/app-file.ts';

/** `app.json` of a piece: what its package does not say. docs/connectors.md explains each field with examples. */

const Text = z.string().min(1);

const FieldOverlay = z.strictObject({
  title: Text.optional(),
  description: Text.optional(),
  placeholder: Text.optional(),
  /** `secret` for a key that the piece calls a text */
  type: z.enum(['text', 'secret', 'url']).optional(),
  pattern: Text.optional(),
  required: z.boolean().optional(),
  /** True: it is not asked, and has the piece's default */
  hidden: z.boolean().default(false),
});
export type FieldOverlay = z.infer<typeof FieldOverlay>;

const AuthOverlay = z.strictObject({
  /** A further way to connect, made of the piece's one of this name: with other `values`, say for another region */
  of: Text.optional(),
  title: Text.optional(),
  description: Text.optional(),
  helpUrl: z.url().optional(),
  /** True: this way of connecting is not offered */
  hidden: z.boolean().default(false),
  /** By the field's name */
  fields: z.record(Text, FieldOverlay).default({}),
  /** Fields that have one value in this way of connecting, and so are not asked. In OAuth they fill the addresses */
  values: z.record(Text, z.string()).default({}),
  /** Where the credential goes in requests of our own. `{field}` names a field */
  send: z.array(CustomPlacement).optional(),
  /** What tells two accounts apart, and is their name where no call has a better one: `{field}` names a field */
  account: Text.optional(),
  /** Further properties of the connection, for a piece whose actions look for the credential under another name */
  extra: z.record(Text, Text).default({}),
  oauth2: OAuth2Overlay.omit({ type: true, title: true, description: true, send: true, clientAuthentication: true })
    .partial()
    .extend({ clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post', 'none']).optional() })
    .optional(),
});
export type AuthOverlay = z.infer<typeof AuthOverlay>;

/** Within an operation's choice: what of `FunctionOverlay` means something for an action. */
const ActionOverlay = FunctionOverlay.pick({
  name: true,
  title: true,
  description: true,
  type: true,
  idempotent: true,
  hidden: true,
  pagination: true,
}).extend({
  /** For pages that are an error past the last one: how many items there are in all, and the property for those of a page */
  total: z.strictObject({ count: JsonPointer, size: Text }).optional(),
  /** By the property's name. Hidden: it is not asked, and has the piece's default */
  parameters: z
    .record(
      Text,
      z.strictObject({ title: Text.optional(), description: Text.optional(), hidden: z.boolean().default(false) }),
    )
    .default({}),
});
export type ActionOverlay = z.infer<typeof ActionOverlay>;

const Reply = {
  /** Points to a value that is false where the reply is an error in spite of its status 200, such as `/ok` */
  success: JsonPointer.optional(),
  /** Without it the call only tells whether the credentials are good */
  externalId: Pointers.optional(),
  displayName: Pointers.optional(),
};

/** A call that tells whose credentials these are: a request of our own, or an action of the piece. */
const Verify = z.union([
  z.strictObject({
    method: z.enum(['GET', 'POST']).default('GET'),
    /** Relative to `server` */
    path: Text,
    ...Reply,
  }),
  z.strictObject({ action: Text, input: z.record(z.string(), z.json()).default({}), ...Reply }),
]);
export type Verify = z.infer<typeof Verify>;

export const PieceAppFile = z.strictObject({
  ...commonFields,
  /** The npm package. Its version and integrity are those of the package-lock.json that it was installed by */
  piece: z.string().regex(/^@?[a-z0-9][\w./-]*$/, 'must be the name of an npm package'),
  /** The API's address, for requests of our own. `{field}` names a field of the credentials */
  server: Text.optional(),
  auth: z.record(z.string(), AuthOverlay).default({}),
  verify: Verify.optional(),
  /** By the action's name */
  functions: z.record(Text, ActionOverlay).default({}),
});
export type PieceAppFile = z.infer<typeof PieceAppFile>;

export const noAuthOverlay: AuthOverlay = AuthOverlay.parse({});
export const noActionOverlay: ActionOverlay = ActionOverlay.parse({});
