import * as z from 'zod/mini';
import type { ApiClient } from './client.ts';

/** Proves that the window which shows this code belongs to the user of this one. Throws `pairing_code_wrong`. */
export async function submitPairingCode(api: ApiClient, id: string, code: string): Promise<void> {
  await api.send({ method: 'POST', path: `/connect-attempts/${id}/pair`, body: { code }, answer: z.object({}) });
}
