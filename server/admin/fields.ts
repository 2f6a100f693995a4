import * as z from 'zod';
import { AppName as ProtocolAppName } from '#bridge-protocol/names.ts';
import { isReturnUrl } from '../connect-links/return-url.ts';
import { isOrigin } from '../http/origin.ts';

/** What the commands' inputs and outputs are made of. */

export const AppKey = z.string().regex(/^ak_[\w-]{22}$/, 'must be an App-Key such as ak_… (see: workspace list)');

export const AppName = z.string().refine((name) => ProtocolAppName.safeParse(name).success, {
  error: 'must be an app name such as "slack"',
});

export const Origin = z.string().refine(isOrigin, {
  error:
    'must be an origin exactly as a browser sends it: scheme, host and port in lower case, without a path, such as https://app.example.com',
});

export const ReturnUrl = z.string().refine(isReturnUrl, {
  error:
    'must be a URL without a fragment, such as https://app.example.com/connected or com.example.app://connected (http:// only on localhost)',
});

export const WorkspaceName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'must have at most 100 characters')
  .regex(/^\P{C}*$/u, 'must hold no control characters');

export const Workspace = z.object({
  appKey: z.string(),
  name: z.string(),
  integryCredentials: z.boolean(),
  requireToken: z.boolean(),
  pairing: z.boolean(),
  createdAt: z.iso.datetime(),
});
