import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { readAnswer, TestBrowser, type Answer } from './test-browser.ts';
import { testApp } from './test-app.ts';
import { sessionToken, userRowId, type TestWorkspace } from './test-workspace.ts';

/** A user in the widget, with its session, and the browser it sits at. */
export class TestUser {
  readonly browser: TestBrowser;
  readonly #app: Hono<AppEnv>;
  readonly #token: string;
  readonly id: number;

  private constructor(app: Hono<AppEnv>, browser: TestBrowser, token: string, id: number) {
    this.#app = app;
    this.browser = browser;
    this.#token = token;
    this.id = id;
  }

  static async signIn(services: Services, workspace: TestWorkspace, name: string): Promise<TestUser> {
    const app = testApp(services);
    const token = await sessionToken(services, workspace, name);
    const browser = new TestBrowser(app, services.config.publicUrl);
    return new TestUser(app, browser, token, await userRowId(services, workspace, name));
  }

  async api(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    return readAnswer(
      await this.#app.request(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) }),
    );
  }

  /** Starts connecting an app, or reconnecting an account of it; answers the attempt's id. */
  async startAttempt(app: string, accountId?: number): Promise<string> {
    const id = randomUUID();
    const { status, text } = await this.api('POST', '/connect-attempts', { id, app, connected_account_id: accountId });
    if (status !== 200) throw new Error(text);
    return id;
  }

  async nonce(attemptId: string): Promise<string> {
    const { body } = await this.api('POST', `/connect-attempts/${attemptId}/nonce`, {});
    return String(body.nonce);
  }

  attempt(attemptId: string): Promise<Answer> {
    return this.api('GET', `/connect-attempts/${attemptId}`);
  }
}
