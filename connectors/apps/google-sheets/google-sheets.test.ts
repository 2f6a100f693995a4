import { afterAll, beforeAll, expect, it } from 'vitest';
import { startVendorStandIn, type VendorStandIn } from '#connectors/testing/vendor-stand-in.ts';

let sheets: VendorStandIn;

beforeAll(async () => {
  sheets = await startVendorStandIn(import.meta.dirname, {
    '/drive/v3/files': { nextPageToken: 'p2', files: [{ id: 'book-1', name: 'Budget' }] },
    '/v4/spreadsheets/book-1': {
      sheets: [{ properties: { sheetId: 0, title: '2026' } }, { properties: { sheetId: 91, title: 'Next year' } }],
    },
  });
});
afterAll(() => sheets.server.close());

it('finds spreadsheets in Drive, a page at a time', async () => {
  const first = await sheets.options('append-rows', 'spreadsheetId');
  expect(first).toEqual({ options: [{ value: 'book-1', title: 'Budget' }], nextPage: 'p2' });
  const asked = new URL(sheets.meant.at(-1)!.slice('GET '.length));
  expect(asked.origin + asked.pathname).toBe('https://www.googleapis.com/drive/v3/files');
  expect(asked.searchParams.get('q')).toBe("mimeType = 'application/vnd.google-apps.spreadsheet' and trashed = false");
  await sheets.invoke('get-all-spreadsheets', {}, 'p2');
  expect(new URL(sheets.meant.at(-1)!.slice('GET '.length)).searchParams.get('pageToken')).toBe('p2');
});

it('names the sheets of the spreadsheet that was chosen', async () => {
  expect((await sheets.options('append-rows', 'range', { spreadsheetId: 'book-1' })).options).toEqual([
    { value: '2026', title: '2026' },
    { value: 'Next year', title: 'Next year' },
  ]);
  expect(sheets.server.last().path).toBe('/v4/spreadsheets/book-1?fields=sheets.properties');
  expect((await sheets.options('copy-a-sheet', 'sheetId', { spreadsheetId: 'book-1' })).options).toEqual([
    { value: 0, title: '2026' },
    { value: 91, title: 'Next year' },
  ]);
});

it('writes rows to a range whose name has spaces and signs', async () => {
  const values = [['Ada', 36, true, null]];
  await sheets.invoke('append-rows', {
    spreadsheetId: 'book-1',
    range: "'Next year'!A2:D",
    valueInputOption: 'USER_ENTERED',
    values,
  });
  expect(sheets.server.last()).toMatchObject({
    method: 'POST',
    path: '/v4/spreadsheets/book-1/values/%27Next%20year%27%21A2%3AD:append?valueInputOption=USER_ENTERED',
    body: JSON.stringify({ values }),
  });
});
