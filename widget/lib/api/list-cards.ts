import { AppCardList } from '#bridge-protocol/entities/app-card.ts';
import type { ApiClient } from './client.ts';

/** A page of the marketplace's apps; `cursor` is empty for the first one. */
export function listCards(api: ApiClient, size: number, cursor: string): Promise<AppCardList> {
  return api.send({
    method: 'POST',
    path: `/apps/cards/?page_size=${size}`,
    body: { _cursor: cursor },
    answer: AppCardList,
  });
}
