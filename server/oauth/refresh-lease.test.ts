import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { AccountRow } from '../accounts/list-accounts.ts';
import { answerTo, startConnectWorld, underWay, type ConnectWorld } from '../testing/connect-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { giveBack, markEnded, readAccount, takeLease, type Lease } from './refresh-lease.ts';

describeOnEachDatabase('the lease to refresh an account', (openTestDatabase) => {
  let world: ConnectWorld;
  let account: AccountRow;

  beforeAll(async () => {
    world = await startConnectWorld(await openTestDatabase());
  });
  beforeEach(async () => {
    world.rogue.reset();
    const user = await world.signIn();
    const { url } = await underWay(user, world.acme, 'rogue');
    await user.browser.open(answerTo(url, { code: 'c' }));
    account = (await world.accountsOf(user))[0]!;
  });

  test('is given to one of many', async () => {
    const leases = await Promise.all(Array.from({ length: 20 }, () => takeLease(world.services, account)));
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
  });

  test.each([
    ['before it was held', () => account],
    ['while it was held', (lease: Lease) => lease.account],
  ])('is not given to one who looked %s: the token is another one by then', async (_when, seen) => {
    const lease = await takeLease(world.services, account);
    await giveBack(world.services, lease!);
    expect(await takeLease(world.services, seen(lease!))).toBeUndefined();
    const now = await readAccount(world.services, account);
    expect(await takeLease(world.services, now!)).toBeDefined();
  });

  test('is not given any more once the grant has ended', async () => {
    const lease = await takeLease(world.services, account);
    expect(await markEnded(world.services, lease!)).toBe(true);
    const now = await readAccount(world.services, account);
    expect(await takeLease(world.services, now!)).toBeUndefined();
  });
});
