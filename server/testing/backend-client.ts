import type { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { testApp } from './test-app.ts';
import { readAnswer, type Answer } from './test-browser.ts';
import type { TestWorkspace } from './test-workspace.ts';

/** A customer's backend, which knows the App-Secret. */
export class BackendClient {
  readonly #app: Hono<AppEnv>;
  readonly #workspace: TestWorkspace;

  constructor(services: Services, workspace: TestWorkspace) {
    this.#app = testApp(services);
    this.#workspace = workspace;
  }

  /** For the workspace or, where one is named, for a user. */
  async ask(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    { body, userId }: { body?: unknown; userId?: string } = {},
  ): Promise<Answer> {
    const headers = {
      'app-key': this.#workspace.appKey,
      'app-secret': this.#workspace.appSecret,
      ...(userId !== undefined && { 'user-id': userId }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    return readAnswer(
      await this.#app.request(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) }),
    );
  }
}
