import { connectSandbox } from '../harness/connect.ts';
import { expect, test } from '../harness/test.ts';

const TABS = 10;

test('ten tabs in one browser over HTTP/1.1: every call still answers', async ({ openHost, user }) => {
  const first = await openHost();
  await connectSandbox(first, user);
  const tabs = [first];
  while (tabs.length < TABS) tabs.push(await openHost());

  const calls = tabs.flatMap((tab) => [
    tab.value('isAppConnected', 'sandbox'),
    tab.value('getConnectedAccounts', 'sandbox'),
    tab.value('getFunction', 'sandbox-list-contacts'),
    tab.value('invokeFunction', 'sandbox-list-contacts', { limit: 1 }),
  ]);
  const answers = await Promise.all(calls);
  expect(answers.filter((_, index) => index % 4 === 0)).toEqual(tabs.map(() => true));
  expect(answers.filter((_, index) => index % 4 === 3)).toEqual(
    tabs.map(() => expect.objectContaining({ network_code: '200' })),
  );

  await tabs[TABS - 1]?.value('disconnectApp', 'sandbox');
  for (const tab of tabs) await tab.event('app-disconnected');
});
