import { afterAll, beforeAll, expect, it } from 'vitest';
import { startVendorStandIn, type VendorStandIn } from '#connectors/testing/vendor-stand-in.ts';

let calendar: VendorStandIn;
const events = '/calendar/v3/calendars/team%40example.com/events';

beforeAll(async () => {
  calendar = await startVendorStandIn(import.meta.dirname, {
    '/calendar/v3/users/me/calendarList': {
      items: [
        { id: 'sam@example.com', summary: 'sam@example.com', summaryOverride: 'Sam' },
        { id: 'team@example.com', summary: 'Team' },
      ],
    },
    [events]: {
      items: [
        { id: 'e1', summary: 'Lunch' },
        { id: 'e2', start: { date: '2026-12-31' } },
      ],
      nextPageToken: 'p2',
    },
  });
});
afterAll(() => calendar.server.close());

it('offers calendars, and searches the events of the one that was chosen', async () => {
  expect((await calendar.options('delete-an-event', 'calendarId')).options).toEqual([
    { value: 'sam@example.com', title: 'Sam' },
    { value: 'team@example.com', title: 'Team' },
  ]);
  const page = await calendar.options('delete-an-event', 'eventId', { calendarId: 'team@example.com' }, 'lunch');
  expect(page).toEqual({
    options: [
      { value: 'e1', title: 'Lunch' },
      { value: 'e2', title: '2026-12-31' },
    ],
    nextPage: 'p2',
  });
  expect(calendar.server.last().path).toBe(`${events}?q=lunch&maxResults=100`);
});

it('adds an event with its day, its guests and a call', async () => {
  const event = {
    summary: 'Planning',
    start: { date: '2026-12-30' },
    end: { date: '2026-12-31' },
    attendees: [{ email: 'ada@example.com' }],
    conferenceData: { createRequest: { requestId: 'r1', conferenceSolutionKey: { type: 'hangoutsMeet' } } },
  };
  await calendar.invoke('add-an-event', {
    calendarId: 'team@example.com',
    ...event,
    conferenceDataVersion: 1,
    sendUpdates: 'all',
  });
  expect(calendar.server.last().path).toBe(`${events}?sendUpdates=all&conferenceDataVersion=1`);
  expect(JSON.parse(calendar.server.last().body)).toEqual(event);
});

it('asks when calendars are busy as a query', () => {
  const busy = calendar.connector.functions().find((one) => one.name === 'google-calendar-get-busy-times');
  expect(busy).toMatchObject({ type: 'QUERY', idempotent: true });
});
