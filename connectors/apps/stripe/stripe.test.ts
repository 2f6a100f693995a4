import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

const credentials: Credentials = { scheme: 'secret_key', type: 'api_key', values: { secret_key: 'sk_test_1' } };
const customers = ['cus_3', 'cus_2', 'cus_1'];

let server: RecordingServer;
let connector: Connector;

beforeAll(async () => {
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
  server = await startRecordingServer(({ path }) => {
    const url = new URL(path, 'https://api.stripe.com');
    const start = customers.indexOf(url.searchParams.get('starting_after') ?? '') + 1;
    const data = customers.slice(start, start + 2).map((id) => ({ id }));
    return {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ object: 'list', data, has_more: start + 2 < customers.length }),
    };
  });
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const invoke = (name: string, input: JsonObject, cursor?: string) =>
  connector.invoke({ functionName: `stripe-${name}`, input, cursor }, redirectedContext(credentials, server.origin));
const sentBody = () => [...new URLSearchParams(server.last().body)];

describe('Stripe', () => {
  it('takes nested values as form fields with brackets', async () => {
    await invoke('create-a-checkout-session', {
      mode: 'payment',
      line_items: [
        { price: 'price_1', quantity: 2 },
        { quantity: 1, price_data: { currency: 'eur', unit_amount: 0, product_data: { name: 'Mug & lid' } } },
      ],
      allow_promotion_codes: false,
      metadata: { order: '17' },
    });
    expect(sentBody()).toEqual([
      ['mode', 'payment'],
      ['line_items[0][price]', 'price_1'],
      ['line_items[0][quantity]', '2'],
      ['line_items[1][quantity]', '1'],
      ['line_items[1][price_data][currency]', 'eur'],
      ['line_items[1][price_data][unit_amount]', '0'],
      ['line_items[1][price_data][product_data][name]', 'Mug & lid'],
      ['allow_promotion_codes', 'false'],
      ['metadata[order]', '17'],
    ]);
    expect(server.last().headers).toMatchObject({
      authorization: 'Bearer sk_test_1',
      'content-type': 'application/x-www-form-urlencoded',
      'stripe-version': '2025-08-27.basil',
    });
  });

  it('keeps a repeated call from being done twice by a header of the caller', async () => {
    await invoke('create-a-refund', { payment_intent: 'pi_1', 'Idempotency-Key': 'order-17' });
    expect(server.last().headers).toMatchObject({ 'idempotency-key': 'order-17' });
    expect(sentBody()).toEqual([['payment_intent', 'pi_1']]);
  });

  it('pages by the last item, and filters by ranges', async () => {
    const input = { limit: 2, created: { gte: 1_767_225_600 }, expand: ['data.default_source'] };
    const first = await invoke('get-all-customers', input);
    expect(first.nextPage).toBe('cus_2');
    const second = await invoke('get-all-customers', input, first.nextPage);
    expect(second).toMatchObject({ output: { data: [{ id: 'cus_1' }] }, nextPage: '' });
    const query = new URL(server.last().path, server.origin).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      limit: '2',
      'created[gte]': '1767225600',
      'expand[0]': 'data.default_source',
      starting_after: 'cus_2',
    });
  });
});
