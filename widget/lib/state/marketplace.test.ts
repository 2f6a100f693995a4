import { beforeEach, describe, expect, test } from 'vitest';
import { sampleAccount, sampleApp } from '../testing/samples.ts';
import { Marketplace } from './marketplace.svelte.ts';

const slack = sampleApp({ name: 'slack', title: 'Slack', description: 'Chat', categories: ['communication'] });
const trello = sampleApp({ name: 'trello', title: 'Trello', description: 'Boards', categories: ['tasks'] });
const notes = sampleApp({ name: 'notes', title: 'Notes', description: 'Links to Slack', categories: ['tasks'] });
const connected = { ...trello, connected_accounts: [sampleAccount(1)] };

let marketplace: Marketplace;
const names = () => marketplace.found.map(({ name }) => name);

beforeEach(async () => {
  marketplace = new Marketplace({ listApps: async () => [notes, slack, connected] });
  await marketplace.apps.load();
});

describe('the marketplace', () => {
  test('has the connected apps first', () => {
    expect(names()).toEqual(['trello', 'notes', 'slack']);
    expect(marketplace.connected.map(({ name }) => name)).toEqual(['trello']);
    expect(marketplace.others.map(({ name }) => name)).toEqual(['notes', 'slack']);
  });

  test('finds by every word, and puts titles that begin with the search first', () => {
    marketplace.look('sla');
    expect(names()).toEqual(['slack', 'notes']);
    marketplace.look('  SLACK links ');
    expect(names()).toEqual(['notes']);
    marketplace.look('slack boards');
    expect(names()).toEqual([]);
  });

  test('names each category once, and shows one alone', () => {
    expect(marketplace.categories).toEqual(['communication', 'tasks']);
    marketplace.look('', 'tasks');
    expect(names()).toEqual(['trello', 'notes']);
    expect(marketplace.isFiltered).toBe(true);
  });

  test('shows a page at a time, and the first one again for another search', async () => {
    const many = Array.from({ length: 130 }, (_, index) => sampleApp({ name: `app-${index}`, title: `App ${index}` }));
    marketplace = new Marketplace({ listApps: async () => many });
    await marketplace.apps.load();
    expect([marketplace.shown.length, marketplace.hasMore]).toEqual([60, true]);
    marketplace.showMore();
    marketplace.showMore();
    expect([marketplace.shown.length, marketplace.hasMore]).toEqual([130, false]);
    marketplace.look('app');
    expect(marketplace.shown.length).toBe(60);
  });

  test('searches a thousand apps', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      sampleApp({ name: `app-${index}`, title: `App ${index}`, description: 'Contacts, deals and tasks of a team' }),
    );
    marketplace = new Marketplace({ listApps: async () => many });
    await marketplace.apps.load();
    marketplace.look('first');
    expect(names()).toEqual([]);
    marketplace.look('99');
    expect(names()).toHaveLength(19);
  });
});
