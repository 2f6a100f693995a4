/** Hosts that stand in the code of nearly every piece and are not called: documentation, standards, examples. */
const otherPurposes =
  /(^|\.)(activepieces\.com|github\.com|githubusercontent\.com|npmjs\.com|nodejs\.org|mozilla\.org|w3\.org|schema\.org|json-schema\.org|example\.(com|org|net)|googlesource\.com|wikipedia\.org|stackoverflow\.com|ietf\.org|ecma-international\.org|localhost|feross\.org|axios-http\.com)$/;
const notForCalls = /^(docs?|help|support|developers?|community|cdn|www\.npmjs|blog|status|learn)\./;

/**
 * The hosts that a piece's code names in addresses, as a first proposal of what it may send to: the operator sees it, and
 * can correct it. Addresses that users enter are not among them.
 */
export function findHosts(code: string): string[] {
  const found = code.matchAll(/https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[/"'`:?#])/gi);
  const hosts = new Set([...found].map((match) => match[1]!.toLowerCase()));
  return [...hosts].filter((host) => !otherPurposes.test(host) && !notForCalls.test(host)).sort();
}
