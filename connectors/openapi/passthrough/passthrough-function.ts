import type { FunctionDefinition, Manifest } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';

/** Its name without the app's. Every app has it, so no operation can. */
export const PASSTHROUGH = 'passthrough-request';

export const PASSTHROUGH_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

/** The function that sends any request with the account's credentials: for what no other function of the app does. */
export function passthroughFunction({ name, title, hosts }: Manifest): FunctionDefinition {
  return {
    name: `${name}-${PASSTHROUGH}`,
    title: `Send a request to ${title}`,
    description:
      `Sends an HTTP request of your own to the API of ${title}, with the account's credentials. ` +
      "It goes to the app's hosts only. Use it where the app has no other function for the purpose.",
    type: 'PASSTHROUGH',
    parameters: parametersFor(hosts),
    paged: false,
    idempotent: false,
  };
}

function parametersFor(hosts: readonly string[]): JsonObject {
  const named = hosts.filter((host) => host !== '*');
  const elsewhere = named.length > 0 ? `, or a whole https URL at ${named.join(' or ')}` : '';
  const scalar = ['string', 'number', 'boolean'];
  return {
    type: 'object',
    properties: {
      method: { title: 'Method', description: 'The HTTP method', type: 'string', enum: [...PASSTHROUGH_METHODS] },
      url: {
        title: 'URL',
        description: `A path below the API's address, such as "/items/1"${elsewhere}`,
        type: 'string',
        minLength: 1,
      },
      headers: {
        title: 'Headers',
        description: 'Further headers by name; those of the credentials and of the connection are not yours to set',
        type: 'object',
        additionalProperties: { type: 'string' },
      },
      query: {
        title: 'Query',
        description: 'Query parameters by name; a list repeats its name',
        type: 'object',
        additionalProperties: { type: [...scalar, 'array'], items: { type: scalar } },
      },
      body: { title: 'Body', description: 'Sent as JSON; text is sent as it is, null is no body' },
    },
    required: ['method', 'url'],
    additionalProperties: false,
  };
}
