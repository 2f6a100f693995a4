import { Hono } from 'hono';
import * as z from 'zod/mini';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import type { Services } from '../services.ts';
import { authenticate } from '../sessions/authenticate.ts';

const VerifiedConfig = z.object({
  config_verified: z.literal(true),
  meta: z.object({ app: z.object({ name: z.string() }), storage: z.object({}) }),
});

/** What Integry's client asks first: it becomes ready if this is answered. */
export function verifySdkConfigRoutes(services: Services): Hono<AppEnv> {
  return new Hono<AppEnv>().get(
    '/verify-sdk-config',
    describe({ tag: 'Sessions', summary: 'Check credentials', returns: VerifiedConfig, auth: 'user' }),
    authenticate(services),
    (c) => c.json({ config_verified: true, meta: { app: { name: c.var.identity.workspaceName }, storage: {} } }),
  );
}
