import * as z from 'zod';
import type { AccountIdentity, Credentials } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import type { Services } from '../services.ts';

const DEADLINE_MS = 30_000;

const Identity = z.object({
  // PostgreSQL's text holds no NUL
  externalId: z
    .string()
    .min(1)
    .max(500)
    .refine((id) => !id.includes('\0')),
  displayName: z.string().transform((name) =>
    name
      .replaceAll(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, 200),
  ),
  isOfCredentials: z.literal(true).optional(),
  found: z.record(z.string(), z.string().max(500)).optional(),
});

/**
 * Asks the app whose credentials these are, before they are kept. Ends within 30 seconds even where the connector does
 * not heed the signal. Throws what the connector throws, among it `credentials_rejected`.
 */
export async function verifyAccount(
  services: Pick<Services, 'egress'>,
  { connector }: CatalogueApp,
  credentials: Credentials,
  workspaceId: number,
): Promise<AccountIdentity> {
  const { title, hosts } = connector.manifest;
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const late = Promise.withResolvers<never>();
  const refuse = () =>
    late.reject(new ConnectorError('provider_timeout', `${title} did not answer in time. Try again.`));
  signal.addEventListener('abort', refuse, { once: true });
  try {
    const answer = connector.verify({
      credentials,
      fetch: services.egress.fetchTo(hosts),
      dial: services.egress.dialTo(hosts),
      tenant: String(workspaceId),
      signal,
    });
    const { displayName, ...identity } = Identity.parse(await Promise.race([answer, late.promise]));
    return { ...identity, displayName: displayName || identity.externalId };
  } finally {
    signal.removeEventListener('abort', refuse);
  }
}
