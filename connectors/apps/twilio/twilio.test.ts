import { beforeAll, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { callContext } from '#connectors/testing/call-context.ts';

const account = `AC${'0'.repeat(32)}`;
const credentials: Credentials = {
  scheme: 'auth_token',
  type: 'basic',
  values: { username: account, password: 'token' },
};
let connector: Connector;

beforeAll(async () => {
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
});

/** What Twilio is asked, and what it answers. */
function twilio(answer: Json) {
  const requests: Request[] = [];
  const fetch = (request: Request) => (requests.push(request), Promise.resolve(Response.json(answer)));
  const context = { ...callContext(credentials), fetch };
  const invoke = (name: string, input: JsonObject, cursor?: string) =>
    connector.invoke({ functionName: `twilio-${name}`, input, cursor }, context);
  return { requests, context, invoke };
}

describe('Twilio', () => {
  it('sends a message as a form, below the account that the credentials name', async () => {
    const { requests, invoke } = twilio({ sid: 'SM1' });
    const MediaUrl = ['https://example.com/a.png', 'https://example.com/b.png'];
    await invoke('send-a-message', { To: '+15551234567', From: '+15557654321', Body: 'Grüße', MediaUrl });
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: `https://api.twilio.com/2010-04-01/Accounts/${account}/Messages.json`,
    });
    expect(requests[0]?.headers.get('authorization')).toBe(`Basic ${btoa(`${account}:token`)}`);
    const form = new URLSearchParams(await requests[0]?.text());
    expect([...form]).toEqual([
      ['To', '+15551234567'],
      ['From', '+15557654321'],
      ['Body', 'Grüße'],
      ['MediaUrl', MediaUrl[0]],
      ['MediaUrl', MediaUrl[1]],
    ]);
  });

  it('looks a number up at the address that look-ups have', async () => {
    const { requests, invoke } = twilio({});
    await invoke('look-up-a-phone-number', {
      PhoneNumber: '+15551234567',
      Fields: ['caller_name', 'line_type_intelligence'],
    });
    expect(requests[0]?.url).toBe(
      'https://lookups.twilio.com/v2/PhoneNumbers/%2B15551234567?Fields=caller_name,line_type_intelligence',
    );
  });

  it('pages by the URI of the next page', async () => {
    const next = `/2010-04-01/Accounts/${account}/Messages.json?To=%2B1555&PageSize=2&Page=1&PageToken=PASM1`;
    const { requests, invoke } = twilio({ messages: [], next_page_uri: next });
    const { nextPage } = await invoke('get-all-messages', { To: '+1555', PageSize: 2 });
    await invoke('get-all-messages', {}, nextPage);
    expect(requests[1]?.url).toBe(`https://api.twilio.com${next}`);
    expect(await twilio({ messages: [], next_page_uri: null }).invoke('get-all-messages', {})).toMatchObject({
      nextPage: '',
    });
  });

  it('knows the account by its usage, which subaccounts have as well', async () => {
    const { context } = twilio({ usage_records: [{ account_sid: account, category: 'sms' }] });
    expect(await connector.verify(context)).toEqual({ externalId: account, displayName: account });
  });

  it('takes no account that would lead elsewhere', async () => {
    const { requests, context } = twilio({});
    const elsewhere = { ...credentials, values: { username: '../Accounts', password: 'token' } };
    const call = connector.invoke(
      { functionName: 'twilio-get-usage', input: {} },
      { ...context, credentials: elsewhere },
    );
    await expect(call).rejects.toMatchObject({ code: 'credentials_rejected' });
    expect(requests).toEqual([]);
  });
});
