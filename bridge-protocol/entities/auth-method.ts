import * as z from 'zod/mini';

/** One input of the form by which a user gives credentials that are not OAuth. */
export const AuthField = z.object({
  name: z.string(),
  title: z.string(),
  description: z.optional(z.string()),
  placeholder: z.optional(z.string()),
  /** `secret` is shown as a password input and never sent back. */
  type: z.enum(['text', 'secret', 'url', 'select']),
  options: z.optional(z.array(z.object({ value: z.string(), title: z.string() }))),
  required: z.boolean(),
  /** A regular expression the whole value must match */
  pattern: z.optional(z.string()),
});
export type AuthField = z.infer<typeof AuthField>;

/** One way of connecting an app. */
export const AuthMethod = z.object({
  /** Unique within its app: `oauth2`, `api_token` */
  name: z.string(),
  type: z.enum(['oauth2', 'api_key', 'basic', 'custom']),
  title: z.string(),
  description: z.optional(z.string()),
  /** Where a user finds the key */
  help_url: z.optional(z.string()),
  fields: z.array(AuthField),
  /** False while the operator has not entered what the method needs (an OAuth client). */
  available: z.boolean(),
});
export type AuthMethod = z.infer<typeof AuthMethod>;
