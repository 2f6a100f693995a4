import * as z from 'zod';
import { startSandbox } from './sandbox.ts';

/** Runs the sandbox by itself: `npm run sandbox`. Everything it needs comes from the environment. */
const Environment = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65535).default(4602),
  SANDBOX_PUBLIC_URL: z.url().optional(),
  SANDBOX_CLIENT_ID: z.string().min(1).default('sandbox-client'),
  SANDBOX_CLIENT_SECRET: z.string().min(1).default('sandbox-secret'),
  SANDBOX_CLIENT_NAME: z.string().min(1).default('Demo'),
  /** Separated by spaces */
  SANDBOX_REDIRECT_URIS: z.string().min(1),
  /** Seconds */
  SANDBOX_ACCESS_TOKEN_TTL: z.coerce.number().int().min(1).default(300),
  SANDBOX_STATE_FILE: z.string().min(1).optional(),
  SANDBOX_COOP: z.literal('same-origin').optional(),
});

const parsed = Environment.safeParse(process.env);
if (!parsed.success) {
  for (const issue of parsed.error.issues) console.error(`${issue.path.join('.')}: ${issue.message}`);
  process.exit(1);
}
const env = parsed.data;

const sandbox = await startSandbox({
  port: env.SANDBOX_PORT,
  publicUrl: env.SANDBOX_PUBLIC_URL,
  clients: [
    {
      id: env.SANDBOX_CLIENT_ID,
      secret: env.SANDBOX_CLIENT_SECRET,
      name: env.SANDBOX_CLIENT_NAME,
      redirectUris: env.SANDBOX_REDIRECT_URIS.split(/\s+/).filter(Boolean),
    },
  ],
  accessTokenTtl: env.SANDBOX_ACCESS_TOKEN_TTL,
  stateFile: env.SANDBOX_STATE_FILE,
  coop: env.SANDBOX_COOP,
});
console.log(`Sandbox CRM at ${sandbox.origin}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}
