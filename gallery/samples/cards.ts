import type { AppCard } from '#bridge-protocol/entities/app-card.ts';
import type { AppCardList } from '#bridge-protocol/entities/app-card.ts';
import type { App } from '#bridge-protocol/entities/app.ts';
import { userApps } from './apps.ts';

const groups: AppCard['group'][] = ['recent', 'connected', 'popular', 'other'];
const popular = ['github', 'jira', 'notion'];
const recent = ['google-sheets', 'slack'];

/** What the marketplace shows of apps, in the order in which the server gives them. */
export function cardsOf(apps: App[]): AppCard[] {
  const cards = apps.map(
    ({ name, title, icon_url, description, categories, connected_accounts: accounts }): AppCard => {
      const hasEnded = accounts.some(({ status }) => status === 'needs_reconnect');
      const connection = accounts.length === 0 ? null : hasEnded ? 'needs_reconnect' : 'active';
      return { name, title, icon_url, description, categories, connection, group: connection ? 'connected' : 'other' };
    },
  );
  return sorted(cards);
}

/** Those of a user who has connected many, among others who use some. */
export const grouped: AppCard[] = sorted(
  cardsOf(userApps).map((card) => {
    if (recent.includes(card.name)) return { ...card, group: 'recent' };
    return popular.includes(card.name) ? { ...card, group: 'popular' } : card;
  }),
);

export function cardPage(cards: AppCard[], cursor = ''): AppCardList {
  return { cards, count: cards.length, _cursor: cursor };
}

function sorted(cards: AppCard[]): AppCard[] {
  return cards.toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
}
