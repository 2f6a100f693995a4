import type { ApiClient } from './client.ts';

/** The user's events after `lastEventId`; from now on where it is undefined. */
export async function openEventStream(
  api: ApiClient,
  lastEventId: number | undefined,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const headers: Record<string, string> = { Accept: 'text/event-stream' };
  if (lastEventId !== undefined) headers['Last-Event-ID'] = String(lastEventId);
  const response = await api.open('/events', headers, signal);
  return response.body ?? new ReadableStream({ start: (controller) => controller.close() });
}
