import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import { connectedPage, failurePage } from './result-page.ts';
import { startPage, type StartPage } from './start-page.ts';

const markup = `"'><img src=x onerror=alert(1)></script><script>alert(2)</script><!--`;

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
    (name: string) => render((c) => startPage(c, { ...attempt, workspaceName: name, appTitle: name, scheme: name })),
  ],
  ['connected', (name: string) => render((c) => connectedPage(c, { workspaceName: name, appTitle: name }))],
  ['failure', (name: string) => render((c) => failurePage(c, new DomainError('connect_failed', name), name))],
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
  expect(closes(await render((c) => connectedPage(c, attempt)))).toBe(true);
  for (const code of ['browser_not_proved', 'connect_failed', 'connect_expired'] as const) {
    expect(closes(await render((c) => failurePage(c, new DomainError(code, 'Why.'), 'id')))).toBe(false);
  }
});
