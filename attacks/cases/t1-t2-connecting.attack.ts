import { beforeAll, beforeEach, describe } from 'vitest';
import { decideConsent } from '#sandbox/consent-robot.ts';
import { answerTo, claim, startConnectWorld, underWay, type ConnectWorld } from '#server/testing/connect-world.ts';
import { describeOnEmbeddedDatabase } from '#server/testing/databases.ts';
import type { TestUser } from '#server/testing/test-user.ts';
import { attack, type Defence } from '../attack.ts';
import * as defence from '../defences/connecting.ts';
import { jsonOnly } from '../defences/http.ts';

describeOnEmbeddedDatabase('connecting', (openTestDatabase) => {
  let world: ConnectWorld;
  /** Who is lured */
  let victim: TestUser;
  /** A user of the same customer */
  let mallory: TestUser;

  beforeAll(async () => {
    world = await startConnectWorld(await openTestDatabase());
  });
  beforeEach(async () => {
    world.rogue.reset();
    [victim, mallory] = [await world.signIn(), await world.signIn()];
  });

  /** What an attacker is after: a code at a token endpoint. */
  async function afterTokenRequest(work: () => Promise<unknown>): Promise<string | undefined> {
    const count = (): number => world.rogue.tokenRequests.length + world.sandbox.tokenRequests();
    const before = count();
    await work();
    return count() > before ? 'A token request was made.' : undefined;
  }
  const stepsOf = (id: string): string => `/connect/${world.acme.appKey}/${id}`;

  describe('in the wrong browser', () => {
    attack('T1', 'the victim finishes what the attacker has started', [defence.browserIsProved], async () => {
      const url = await claim(mallory, world.acme, await mallory.startAttempt('strict'));
      return afterTokenRequest(async () => victim.browser.open(await decideConsent(url.href)));
    });
    attack('T1', 'the victim opens a callback that the attacker held back', [defence.browserIsProved], async () => {
      const { url } = await underWay(mallory, world.acme, 'rogue');
      return afterTokenRequest(() => victim.browser.open(answerTo(url, { code: 'c' })));
    });
    attack('T1', 'the victim has an attempt, and a cookie, of its own', [defence.browserIsProved], async () => {
      await underWay(victim, world.acme, 'rogue');
      const { url } = await underWay(mallory, world.acme, 'rogue');
      return afterTokenRequest(() => victim.browser.open(answerTo(url, { code: 'c' })));
    });
    attack('T1', 'the attacker finishes what the victim has started', [defence.browserIsProved], async () => {
      const { url } = await underWay(victim, world.acme, 'rogue');
      return afterTokenRequest(() => mallory.browser.open(answerTo(url, { code: 'c' })));
    });

    const nonces: [string, (own: string) => Promise<string>][] = [
      ['a nonce that was made up', async () => 'A'.repeat(43)],
      ['the nonce of another attempt', async () => mallory.nonce(await mallory.startAttempt('rogue'))],
      [
        'a nonce that another one took the place of',
        async (id) => {
          const old = await victim.nonce(id);
          await victim.nonce(id);
          return old;
        },
      ],
      [
        'a nonce for the second time',
        async (id) => {
          const nonce = await victim.nonce(id);
          await victim.browser.post(`${stepsOf(id)}/claim`, { nonce });
          return nonce;
        },
      ],
    ];
    for (const [what, make] of nonces) {
      attack('T1', `claims an attempt with ${what}`, [defence.nonceIsCompared], async () => {
        const id = await victim.startAttempt('rogue');
        const nonce = await make(id);
        const answer = await mallory.browser.post(`${stepsOf(id)}/claim`, { nonce });
        return answer.status === 200 ? 'It has the attempt.' : undefined;
      });
    }
    attack('T1', 'goes on with an attempt that another browser has claimed', [defence.cookieIsCompared], async () => {
      const { id } = await underWay(victim, world.acme, 'rogue');
      const { body } = await mallory.browser.post(`${stepsOf(id)}/continue`, {});
      return body.authorization_url ? 'It was sent on.' : undefined;
    });
    attack('T1', 'goes on with a cookie that it made up', [defence.cookieIsCompared], async () => {
      const { id } = await underWay(victim, world.acme, 'rogue');
      const { body } = await mallory.browser.post(
        `${stepsOf(id)}/continue`,
        {},
        { cookie: `attempt-${id}=${'A'.repeat(43)}` },
      );
      return body.authorization_url ? 'It was sent on.' : undefined;
    });
  });

  describe('by a code', () => {
    attack('T1', 'goes on while nobody has typed the code in', [defence.pairingWaitsForTheCode], async () => {
      const id = await mallory.startAttempt('rogue');
      await victim.browser.post(`${stepsOf(id)}/pairing`, {});
      const { body } = await victim.browser.post(`${stepsOf(id)}/continue`, {});
      return body.authorization_url ? 'It was sent on.' : undefined;
    });
    attack('T1', 'pushes the proved browser out', [defence.provedBrowserStays], async () => {
      const { id } = await underWay(victim, world.acme, 'rogue');
      const { status } = await mallory.browser.post(`${stepsOf(id)}/pairing`, {});
      return status === 200 ? 'It has a code.' : undefined;
    });
    attack('T1', 'asks for a code where the workspace has none', [defence.pairingCanBeSwitchedOff], async () => {
      const id = await victim.startAttempt('rogue');
      const setPairing = (allow_pairing: boolean) =>
        world.services.db.asOwner((tx) =>
          tx.updateTable('workspaces').set({ allow_pairing }).where('id', '=', world.acme.id).execute(),
        );
      await setPairing(false);
      const { status } = await victim.browser.post(`${stepsOf(id)}/pairing`, {});
      await setPairing(true);
      return status === 200 ? 'It has a code.' : undefined;
    });
    for (const [what, code] of [
      ['a guess', 'BCDF-GHJK'],
      ['nothing', '-'],
      ['eight times the same', 'BBBBBBBB'],
    ] as const) {
      attack('T1', `types in ${what} for a code`, [defence.codeIsCompared], async () => {
        const id = await mallory.startAttempt('rogue');
        await victim.browser.post(`${stepsOf(id)}/pairing`, {});
        const { status } = await mallory.api('POST', `/connect-attempts/${id}/pair`, { code });
        return status < 300 ? 'It was taken.' : undefined;
      });
    }
    attack('T1', 'guesses at codes more than five times', [defence.codeHasFewTries], async () => {
      const id = await mallory.startAttempt('rogue');
      await victim.browser.post(`${stepsOf(id)}/pairing`, {});
      for (let tries = 0; tries < 6; tries++)
        await mallory.api('POST', `/connect-attempts/${id}/pair`, { code: 'BCDFGHJK' });
      return (await mallory.attempt(id)).body.status === 'pending' ? 'It may go on guessing.' : undefined;
    });
  });

  describe('from a page that is not ours', () => {
    const own = (): string => world.services.config.publicUrl;
    const pages: [what: string, headers: () => Record<string, string>, further?: Defence][] = [
      ['of another origin', () => ({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })],
      ['without an origin', () => ({ origin: '' })],
      ['of no origin (null)', () => ({ origin: 'null', 'sec-fetch-site': 'cross-site' })],
      ['that another site’s script sends', () => ({ origin: own(), 'sec-fetch-site': 'cross-site' })],
      ['of a subdomain', () => ({ origin: own(), 'sec-fetch-site': 'same-site' })],
      ['by a form (text/plain)', () => ({ 'content-type': 'text/plain' }), jsonOnly],
      ['by a form (form-encoded)', () => ({ 'content-type': 'application/x-www-form-urlencoded' }), jsonOnly],
    ];
    const steps: [string, (id: string) => Promise<unknown>][] = [
      ['claim', async (id) => ({ nonce: await victim.nonce(id) })],
      ['pairing', async () => ({})],
      [
        'continue',
        async (id) => {
          await victim.browser.post(`${stepsOf(id)}/pairing`, {});
          return {};
        },
      ],
    ];
    for (const [step, prepare] of steps) {
      for (const [what, headers, further] of pages) {
        attack(
          'T1',
          `the step ${step}, from a page ${what}`,
          [defence.ownPagesOnly, ...(further ? [further] : [])],
          async () => {
            const id = await victim.startAttempt('rogue');
            const body = await prepare(id);
            const { status } = await victim.browser.post(`${stepsOf(id)}/${step}`, body, headers());
            return status === 200 ? 'It was taken.' : undefined;
          },
        );
      }
    }
  });

  describe('with an answer', () => {
    const issuer = (): string => world.rogue.origin;
    const answers: [what: string, app: string, query: () => string, defences: readonly Defence[]][] = [
      ['of two codes', 'rogue', () => 'code=a&code=b', [defence.namesNothingTwice]],
      ['of the same code twice', 'rogue', () => 'code=a&code=a', [defence.namesNothingTwice]],
      ['of any parameter twice', 'rogue', () => 'code=c&session_state=1&session_state=2', [defence.namesNothingTwice]],
      ['of a code and an access token', 'rogue', () => 'code=c&access_token=t', [defence.bringsNoToken]],
      ['of another issuer', 'issuing', () => 'code=c&iss=https://evil.test', [defence.comesFromTheIssuer]],
      ['of no issuer', 'issuing', () => 'code=c', [defence.comesFromTheIssuer]],
      ['of an empty issuer', 'issuing', () => 'code=c&iss=', [defence.comesFromTheIssuer]],
      ['of an issuer with a slash more', 'issuing', () => `code=c&iss=${issuer()}/`, [defence.comesFromTheIssuer]],
      [
        'of an issuer in capitals',
        'issuing',
        () => `code=c&iss=${issuer().toUpperCase()}`,
        [defence.comesFromTheIssuer],
      ],
      [
        'of two issuers, the first one right',
        'issuing',
        () => `code=c&iss=${issuer()}&iss=https://evil.test`,
        [defence.namesNothingTwice, defence.comesFromTheIssuer],
      ],
    ];
    for (const [what, app, query, defences] of answers) {
      attack('T2', `an answer ${what}`, defences, async () => {
        const { url } = await underWay(victim, world.acme, app);
        return afterTokenRequest(() => victim.browser.open(`${answerTo(url, {}).href}&${query()}`));
      });
    }
    for (const app of ['issuing', 'single', 'strict']) {
      attack('T2', `an answer for one app at the address of ${app}`, [defence.answerIsForThisApp], async () => {
        const { url } = await underWay(victim, world.acme, 'rogue');
        const wrong = answerTo(url, { code: 'c' });
        wrong.pathname = wrong.pathname.replace(/rogue$/, app);
        return afterTokenRequest(() => victim.browser.open(wrong));
      });
    }
    attack(
      'T2',
      'a code that the attacker’s server got for an honest app’s attempt (COAT)',
      [defence.answerIsForThisApp],
      async () => {
        const evil = await underWay(victim, world.acme, 'rogue');
        const honest = await underWay(mallory, world.acme, 'strict');
        const disguised = new URL(honest.url);
        for (const name of ['state', 'code_challenge'])
          disguised.searchParams.set(name, evil.url.searchParams.get(name) ?? '');
        const arrival = await decideConsent(disguised.href);
        return afterTokenRequest(() => victim.browser.open(arrival));
      },
    );
    attack('T2', 'an answer twice at the same moment', [defence.stateCountsOnce], async () => {
      const { url } = await underWay(victim, world.acme, 'rogue');
      const answer = answerTo(url, { code: 'c' });
      await Promise.all([victim.browser.open(answer), victim.browser.open(answer)]);
      const count = world.rogue.tokenRequests.length;
      return count > 1 ? `${count} token requests.` : undefined;
    });
    attack('T2', 'two states, the second one made up', [defence.oneState], async () => {
      const { url } = await underWay(victim, world.acme, 'rogue');
      return afterTokenRequest(() => victim.browser.open(`${answerTo(url, { code: 'c' }).href}&state=x`));
    });
    attack(
      'T2',
      'the attacker’s code in the victim’s attempt (code injection)',
      [defence.verifierIsRandom],
      async () => {
        const own = await underWay(mallory, world.acme, 'strict');
        const code = (await decideConsent(own.url.href)).searchParams.get('code') ?? '';
        const { url } = await underWay(victim, world.acme, 'strict');
        await victim.browser.open(answerTo(url, { code, iss: world.sandbox.origin }));
        return (await world.accountsOf(victim)).length > 0 ? 'An account of the attacker’s.' : undefined;
      },
    );
    attack('T2', 'the victim’s code in the attacker’s attempt (code theft)', [defence.verifierIsRandom], async () => {
      const theirs = await underWay(victim, world.acme, 'strict');
      const code = (await decideConsent(theirs.url.href)).searchParams.get('code') ?? '';
      const { url } = await underWay(mallory, world.acme, 'strict');
      await mallory.browser.open(answerTo(url, { code, iss: world.sandbox.origin }));
      return (await world.accountsOf(mallory)).length > 0 ? 'The victim’s account.' : undefined;
    });
  });
});
