import { expect } from '@playwright/test';
import type { FunctionOutput, FunctionResult, Json, JsonObject } from '../../loader/index.d.ts';
import type { HostPage } from '../harness/host-page.ts';

/** Calls a function that the product has to carry out. */
export async function callFunction(host: HostPage, name: string, input: JsonObject): Promise<FunctionOutput> {
  const result = await host.value('invokeFunction', name, input);
  if (!isCarriedOut(result)) throw new Error(`${name} failed: ${JSON.stringify(result)}`);
  return result;
}

/** Calls a paged function until there are no more pages. Answers what it found on each. */
export async function callForAllPages(host: HostPage, name: string, input: JsonObject): Promise<Json[]> {
  const pages: Json[] = [];
  let cursor: string | undefined = '';
  do {
    const page = await callFunction(host, name, cursor ? { ...input, next_page: cursor } : input);
    pages.push(page.output);
    cursor = page.next_page;
    expect(pages.length, `${name} ends`).toBeLessThan(20);
  } while (cursor);
  return pages;
}

function isCarriedOut(result: FunctionResult): result is FunctionOutput {
  return 'network_code' in result && /^2\d\d$/.test(result.network_code);
}
