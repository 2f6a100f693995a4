/**
 * What the vendor calls a request, for its support: `x-request-id` if there is one, else the first of the many names that
 * vendors have for it. Here because a worker sees this folder only.
 */
export function requestIdOf(headers: Iterable<readonly [string, string]>): string | undefined {
  const named = [...headers].filter(([name, value]) => NAMES.test(name) && VALUE.test(value));
  const standard = named.find(([name]) => name.toLowerCase() === 'x-request-id');
  return (standard ?? named[0])?.[1];
}

/** `request-id`, `x-amzn-requestid`, `x-slack-req-id`, `x-hubspot-correlation-id`, `x-trace-id` and the like */
const NAMES = /^(?:[a-z\d]+-){0,4}(?:request|req|correlation|trace)-?id$/i;
/** No text that somebody could read, or that a log would have to be careful with */
const VALUE = /^[\w.:/=+-]{1,200}$/;
