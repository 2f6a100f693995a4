import { expect } from '@playwright/test';
import type { DemoPage } from '../harness/demo-page.ts';
import type { VendorWorld } from './test.ts';

type Parameters = Record<string, unknown>;

/** What a call answers. */
export interface Called<Output> {
  network_code: string;
  output: Output;
  next_page?: string;
}

/** Calls a function in the demo's console pane. */
export async function invoke<Output = unknown>(
  demo: DemoPage,
  name: string,
  parameters: Parameters = {},
): Promise<Called<Output>> {
  return (await demo.value('invokeFunction', name, parameters)) as Called<Output>;
}

/** The outputs of all pages, by `next_page` until it is empty. */
export async function allPages<Output>(demo: DemoPage, name: string, parameters: Parameters): Promise<Output[]> {
  const outputs: Output[] = [];
  let cursor: string | undefined;
  do {
    const page = await invoke<Output>(demo, name, cursor ? { ...parameters, next_page: cursor } : parameters);
    expect(page, JSON.stringify(page)).toMatchObject({ network_code: '200', next_page: expect.any(String) });
    outputs.push(page.output);
    cursor = page.next_page;
  } while (cursor);
  return outputs;
}

/** A dropdown's choices, as the demo product's backend gets them for its user. */
export async function choices(
  { server, workspace }: VendorWorld,
  name: string,
  parameter: string,
  body: Parameters = {},
): Promise<{ id: unknown; value: string }[]> {
  const response = await fetch(`${server.localUrl}/functions/${name}/options/${parameter}/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'App-Key': workspace.appKey,
      'App-Secret': workspace.appSecret,
      'User-ID': 'maya',
    },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { output: { id: unknown; value: string }[] }).output;
}
