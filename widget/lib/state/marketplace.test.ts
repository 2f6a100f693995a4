import { describe, expect, test, vi } from 'vitest';
import type { AppCard } from '#bridge-protocol/entities/app-card.ts';
import type { SurfaceApi } from '../api/surface-api.ts';
import { CodedError } from '../coded-error.ts';
import { sampleCard } from '../testing/samples.ts';
import { Marketplace } from './marketplace.svelte.ts';
import type { MarketplaceOptions } from './marketplace.svelte.ts';

const trello = sampleCard('Trello', { description: 'Boards', categories: ['tasks'], group: 'connected' });
const slack = sampleCard('Slack', { description: 'Chat', categories: ['communication'], group: 'popular' });
const notes = sampleCard('Notes', { description: 'Links to Slack', categories: ['tasks'] });
const many = (count: number) => Array.from({ length: count }, (_, index) => sampleCard(`App ${index}`));

/** A server with these apps. */
function serverOf(cards: readonly AppCard[]) {
  return vi.fn<SurfaceApi['listCards']>(async (size, cursor) => {
    const start = Number(cursor || 0);
    const end = start + size;
    return { cards: cards.slice(start, end), count: cards.length, _cursor: end < cards.length ? String(end) : '' };
  });
}

async function open(cards: readonly AppCard[], options?: MarketplaceOptions) {
  const listCards = serverOf(cards);
  const marketplace = new Marketplace({ listCards }, options);
  await marketplace.load();
  const titles = () => marketplace.found.map(({ title }) => title);
  const shown = () => marketplace.sections.flatMap((section) => section.cards).length;
  return { marketplace, listCards, titles, shown };
}

describe('the marketplace', () => {
  test('has a section for each group that the server made', async () => {
    const { marketplace } = await open([trello, slack, notes]);
    expect(marketplace.sections.map(({ group, cards }) => [group, cards.map(({ title }) => title)])).toEqual([
      ['connected', ['Trello']],
      ['popular', ['Slack']],
      ['other', ['Notes']],
    ]);
  });

  test('finds by every word, titles that begin with the search first, in one section', async () => {
    const { marketplace, titles } = await open([notes, slack, trello]);
    marketplace.look('sla');
    expect(titles()).toEqual(['Slack', 'Notes']);
    expect(marketplace.sections.map(({ group }) => group)).toEqual(['found']);
    marketplace.look('  SLACK links ');
    expect(titles()).toEqual(['Notes']);
    marketplace.look('slack boards');
    expect(marketplace.sections).toEqual([]);
  });

  test('names each category once, and shows one alone, by group', async () => {
    const { marketplace, titles } = await open([trello, slack, notes]);
    expect(marketplace.categories).toEqual(['communication', 'tasks']);
    marketplace.look('', 'tasks');
    expect(titles()).toEqual(['Trello', 'Notes']);
    expect(marketplace.sections.map(({ group }) => group)).toEqual(['connected', 'other']);
    expect(marketplace.isFiltered).toBe(true);
  });

  test('has its first screen from one page, and then everything to search in', async () => {
    const listCards = serverOf(many(1_130));
    const answer = listCards.getMockImplementation()!;
    const { promise: others, resolve: sendOthers } = Promise.withResolvers<void>();
    listCards.mockImplementationOnce(answer).mockImplementationOnce((...page) => others.then(() => answer(...page)));
    const marketplace = new Marketplace({ listCards });
    await marketplace.load();
    expect([marketplace.found.length, marketplace.isComplete]).toEqual([30, false]);
    sendOthers();
    await vi.waitFor(() => expect(marketplace.isComplete).toBe(true));
    marketplace.look('app 1129');
    expect(marketplace.found.map(({ title }) => title)).toEqual(['App 1129']);
    expect(listCards.mock.calls).toEqual([
      [30, ''],
      [1_000, ''],
      [1_000, '1000'],
    ]);
    // Again at once: what is shown is not to become less meanwhile.
    await marketplace.load();
    expect(listCards.mock.calls.slice(3)).toEqual([
      [1_000, ''],
      [1_000, '1000'],
    ]);
  });

  test('keeps its first screen where the others do not come', async () => {
    const listCards = serverOf(many(100));
    const marketplace = new Marketplace({ listCards });
    const answer = listCards.getMockImplementation()!;
    listCards.mockImplementationOnce(answer).mockRejectedValueOnce(new CodedError('timeout', 'Too late.'));
    await marketplace.load();
    await vi.waitFor(() => expect(marketplace.apps.failure).toMatchObject({ code: 'timeout' }));
    expect(marketplace.found).toHaveLength(30);
    await marketplace.load();
    expect([marketplace.found.length, marketplace.apps.failure]).toEqual([100, undefined]);
  });

  test('shows a page at a time, and the first one again for another search', async () => {
    const { marketplace, shown } = await open(many(80));
    await vi.waitFor(() => expect(marketplace.hasMore).toBe(true));
    expect(shown()).toBe(30);
    marketplace.showMore();
    marketplace.showMore();
    expect([shown(), marketplace.hasMore]).toEqual([80, false]);
    marketplace.look('app');
    expect(shown()).toBe(30);
  });

  test('shows all at once where the host wants it so', async () => {
    const { marketplace, listCards, shown } = await open(many(1_100), { isWhole: true });
    expect([shown(), marketplace.hasMore, listCards.mock.calls.length]).toEqual([1_100, false, 2]);
    marketplace.look('app 1');
    expect(marketplace.hasMore).toBe(false);
  });
});
