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

const AuthOverlay = z.strictObject({
  title: Text.optional(),
  description: Text.optional(),
  helpUrl: z.url().optional(),
  /** True: this way of connecting is not offered */
  hidden: z.boolean().default(false),
  /** Where the credential goes in requests of our own: `verify` and the passthrough function. `{field}` names a field */
  send: z.array(CustomPlacement).optional(),
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
});
export type ActionOverlay = z.infer<typeof ActionOverlay>;

/** A call that tells whose credentials these are. */
const Verify = z.strictObject({
  method: z.enum(['GET', 'POST']).default('GET'),
  /** Relative to `server` */
  path: Text,
  /** Points to a value that is false where the reply is an error in spite of its status 200, such as `/ok` */
  success: JsonPointer.optional(),
  externalId: Pointers,
  displayName: Pointers,
});

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

export const noActionOverlay: ActionOverlay = ActionOverlay.parse({});
