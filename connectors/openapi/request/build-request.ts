import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { ownValue } from '../document/json-values.ts';
import { bodyContent } from './body-content.ts';
import { credentialQuery, HEADER_VALUE, setCredentialHeaders, type FilledPlace } from './credential-parts.ts';
import { invalidArgument } from './invalid-argument.ts';
import { isWithin } from './is-within.ts';
import { fillPath } from './path-url.ts';
import type { ParameterPlan, RequestPlan } from './request-plan.ts';
import { headerText, queryPairs } from './serialize-value.ts';

export interface RequestSource {
  plan: RequestPlan;
  /** Without a slash at its end */
  baseUrl: string;
  input: JsonObject;
  credentials: readonly FilledPlace[];
  /** A further page's query, which takes the place of the one that the input makes */
  query?: string;
  signal: AbortSignal;
}

/** One HTTP request, whose URL cannot leave `baseUrl` whatever the input is. */
export function buildRequest(source: RequestSource): Request {
  const { plan, baseUrl, input } = source;
  const valueOf = (parameter: ParameterPlan) => valueFrom(parameter, input);
  const path = fillPath(plan.path, plan.parameters, valueOf);
  const query = [source.query ?? queryOf(plan, valueOf), ...credentialQuery(source.credentials)]
    .filter(Boolean)
    .join('&');
  const url = new URL(baseUrl + path + (query === '' ? '' : (path.includes('?') ? '&' : '?') + query));
  if (!isWithin(url, baseUrl)) throw invalidArgument('path', 'must stay below the address of the API');
  const headers = headersOf(source, valueOf);
  const content = plan.body && bodyContent(plan.body, input, otherInputs(plan));
  if (content?.contentType) headers.set('content-type', content.contentType);
  return new Request(url, {
    method: plan.method,
    headers,
    signal: source.signal,
    ...(content && { body: content.body }),
  });
}

function valueFrom(parameter: ParameterPlan, input: JsonObject): Json | undefined {
  if ('value' in parameter.source) return parameter.source.value;
  return ownValue(input, parameter.source.input);
}

function queryOf(plan: RequestPlan, valueOf: (parameter: ParameterPlan) => Json | undefined): string {
  return pairsOf('query', plan, valueOf).join('&');
}

function pairsOf(
  place: 'query' | 'cookie',
  plan: RequestPlan,
  valueOf: (parameter: ParameterPlan) => Json | undefined,
) {
  return plan.parameters.flatMap((parameter) => {
    const value = parameter.in === place ? valueOf(parameter) : undefined;
    return value === undefined || value === null ? [] : queryPairs(parameter, value);
  });
}

function headersOf(source: RequestSource, valueOf: (parameter: ParameterPlan) => Json | undefined): Headers {
  const headers = new Headers({ accept: source.plan.accept });
  for (const parameter of source.plan.parameters) {
    const value = parameter.in === 'header' ? valueOf(parameter) : undefined;
    if (value === undefined || value === null) continue;
    const text = headerText(parameter, value);
    if (!HEADER_VALUE.test(text))
      throw invalidArgument(parameter.name, 'must not have line breaks or characters outside of Latin-1');
    headers.set(parameter.name, text);
  }
  const cookies = pairsOf('cookie', source.plan, valueOf);
  setCredentialHeaders(headers, source.credentials, cookies);
  return headers;
}

function otherInputs(plan: RequestPlan): ReadonlySet<string> {
  return new Set(plan.parameters.flatMap((one) => ('input' in one.source ? [one.source.input] : [])));
}
