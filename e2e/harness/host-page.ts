import { expect, type Page } from '@playwright/test';
import type { IntegryConfig, IntegryJS } from '../../loader/index.d.ts';
import type { CallOutcome, LogEntry } from './in-page.ts';
import { ConnectSheet } from './connect-sheet.ts';

export type SdkMethod = Exclude<keyof IntegryJS, 'eventEmitter'>;
type Result<Method extends SdkMethod> = Awaited<ReturnType<IntegryJS[Method]>>;

/** A customer's page in the browser, with its SDK. `name` tells several instances on one page apart. */
export class HostPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The sheet in the instance's modal dialog. */
  get sheet(): ConnectSheet {
    return new ConnectSheet(this.page);
  }

  /** `new IntegryJS(config)`; does not wait for anything. */
  async start(config: IntegryConfig, name = 'sdk'): Promise<void> {
    await this.page.evaluate(([given, key]) => host.start(given, key), [config, name] as const);
  }

  /** Calls a method of the SDK. Answers its outcome as a value, whichever it is. */
  call<Method extends SdkMethod>(method: Method, ...args: unknown[]): Promise<CallOutcome<Result<Method>>> {
    return this.callOf('sdk', method, ...args);
  }

  async callOf<Method extends SdkMethod>(
    name: string,
    method: Method,
    ...args: unknown[]
  ): Promise<CallOutcome<Result<Method>>> {
    const outcome = await this.page.evaluate(([calledMethod, given, key]) => host.call(calledMethod, given, key), [
      method,
      args,
      name,
    ] as const);
    return outcome as CallOutcome<Result<Method>>;
  }

  /** Calls a method that has to succeed, and answers its result. */
  async value<Method extends SdkMethod>(method: Method, ...args: unknown[]): Promise<Result<Method>> {
    const outcome = await this.call(method, ...args);
    expect(outcome, JSON.stringify(outcome)).toMatchObject({ ok: true });
    return (outcome as { ok: true; value: Result<Method> }).value;
  }

  /** Everything that happened on the page so far. */
  log(): Promise<LogEntry[]> {
    return this.page.evaluate(() => host.log);
  }

  /** Waits for an event; answers its payload. */
  async event(event: string, name = 'sdk'): Promise<{ [key: string]: unknown }> {
    const found = await this.page.waitForFunction(
      ([wanted, key]) => host.log.find((entry) => entry.event === wanted && entry.sdk === key)?.payload,
      [event, name] as const,
    );
    return (await found.jsonValue()) ?? {};
  }

  /** How often an event was seen so far. */
  async count(event: string, name = 'sdk'): Promise<number> {
    return (await this.log()).filter((entry) => entry.event === event && entry.sdk === name).length;
  }
}
