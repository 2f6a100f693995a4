import type { Credentials, InvokeRequest, InvokeResult } from '#connectors/kit/connector.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';

/** How long a third party may take, in milliseconds. */
export const CALL_DEADLINE_MS = 30_000;

/** One call of a connector. It ends in time even where the connector does not heed the signal. */
export async function invoke(
  services: Pick<Services, 'egress'>,
  { app }: CatalogueFunction,
  request: InvokeRequest,
  credentials: Credentials,
  deadlineMs: number = CALL_DEADLINE_MS,
): Promise<InvokeResult> {
  const { connector } = app;
  const deadline = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    deadline.abort();
    late.reject(tooLate(connector.manifest.title));
  }, deadlineMs);
  try {
    const context = { credentials, fetch: services.egress.fetchTo(connector.manifest.hosts), signal: deadline.signal };
    return await Promise.race([connector.invoke(request, context), late.promise]);
  } catch (error) {
    throw deadline.signal.aborted ? tooLate(connector.manifest.title, error) : error;
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(title: string, cause?: unknown): DomainError {
  return new DomainError(
    'provider_timeout',
    `${title} did not answer in time. Whether it carried the call out is not known; look before repeating it.`,
    { cause },
  );
}
