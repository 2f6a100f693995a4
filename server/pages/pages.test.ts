import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { locales } from '#bridge-protocol/locale.ts';
import { DomainError } from '../errors.ts';
import { messagesFor, messagesIn } from './messages.ts';
import { linkPage } from './link-page.ts';
import { connectedPage, failurePage } from './result-page.ts';
import { startPage, type StartPage } from './start-page.ts';

const markup = `"'><img src=x onerror=alert(1)></script><script>alert(2)</script><!--`;

const english = messagesIn('en');

const attempt: StartPage = {
  attemptId: '3f3b2c0e-7d3c-4c55-9d53-0f5b0e6b9c11',
  path: '/connect/ak_1/3f3b2c0e-7d3c-4c55-9d53-0f5b0e6b9c11',
  scheme: null,
  workspaceName: 'Acme',
  appTitle: 'Sandbox',
  iconUrl: '/icons/sandbox',
};

async function render(page: (c: Parameters<typeof startPage>[0]) => Promise<Response>) {
  const response = await new Hono().get('/', page).request('/');
  return { response, text: await response.text(), policy: response.headers.get('content-security-policy') ?? '' };
}

function hashesIn(text: string, tag: 'script' | 'style'): string[] {
  const elements = [...text.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))];
  return elements.map(([, body = '']) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`);
}

describe.each([
  [
    'start',
    (name: string) =>
      render((c) => startPage(c, english, { ...attempt, workspaceName: name, appTitle: name, scheme: name })),
  ],
  ['link', (name: string) => render((c) => linkPage(c, english, { path: name }))],
  ['connected', (name: string) => render((c) => connectedPage(c, english, { workspaceName: name, appTitle: name }))],
  ['failure', (name: string) => render((c) => failurePage(c, english, new DomainError('connect_failed', name), name))],
])('the %s page', (_name, renderWith) => {
  test('lists exactly its own script and style', async () => {
    const { text, policy } = await renderWith('Acme');
    const scripts = hashesIn(text, 'script');
    const styles = hashesIn(text, 'style');
    expect([scripts.length, styles.length]).toEqual([1, 1]);
    expect(policy).toContain(`script-src ${scripts[0]};`);
    expect(policy).toContain(`style-src ${styles[0]};`);
  });

  test('is the same for everybody but for its texts', async () => {
    const [one, two] = await Promise.all([renderWith('One'), renderWith('Two')]);
    expect(one.policy).toBe(two.policy);
  });

  test('shows markup as text', async () => {
    const { text } = await renderWith(markup);
    expect(text).not.toContain('<img src=x');
    expect(text).not.toContain('<script>alert');
    expect(hashesIn(text, 'script')).toHaveLength(1);
    expect(text.match(/<!--/g)).toBeNull();
  });

  test('tells a reader what to do next', async () => {
    expect((await renderWith('Acme')).text).toMatch(/close (this|the) window/i);
  });
});

test('only an end that leaves nothing to read closes the window', async () => {
  const closes = ({ text }: { text: string }) => text.includes('data-close="true"');
  expect(closes(await render((c) => connectedPage(c, english, attempt)))).toBe(true);
  for (const code of ['browser_not_proved', 'connect_failed', 'connect_expired'] as const) {
    expect(closes(await render((c) => failurePage(c, english, new DomainError(code, 'Why.'), 'id')))).toBe(false);
  }
});

describe('the language', () => {
  const page = (c: Parameters<typeof startPage>[0]) => startPage(c, messagesFor(c), attempt);
  const titleOf = async (query: string, accepted: string) => {
    const headers = { 'Accept-Language': accepted };
    const response = await new Hono().get('/', page).request(`/${query}`, { headers });
    return /<html lang="([^"]*)">[\s\S]*<h1>(.*)<\/h1>/.exec(await response.text())?.slice(1);
  };

  test.each([
    ['?lang=de', 'fr', ['de', 'Acme wird mit Sandbox verbunden …']],
    ['', 'pt-PT, en;q=0.5', ['pt-BR', 'Conectando Acme a Sandbox…']],
    ['?lang="><script>', 'ar, fr;q=0.5', ['fr', 'Connexion de Acme à Sandbox…']],
    ['?lang=constructor', '', ['en', 'Connecting Acme to Sandbox…']],
  ])('of %s with %s', async (query, accepted, expected) => expect(await titleOf(query, accepted)).toEqual(expected));

  test('has the messages of English with the same arguments', () => {
    const read = (locale: string) =>
      JSON.parse(readFileSync(path.join(import.meta.dirname, `messages/${locale}.json`), 'utf8')) as Record<
        string,
        string
      >;
    const argumentsOf = (message: string) => (message.match(/\{\w+\}/g) ?? []).toSorted();
    for (const locale of locales) {
      const messages = read(locale);
      expect(Object.keys(messages)).toEqual(Object.keys(read('en')));
      for (const [key, message] of Object.entries(read('en'))) {
        expect(argumentsOf(messages[key]!), `${locale} ${key}`).toEqual(argumentsOf(message));
      }
    }
  });
});
