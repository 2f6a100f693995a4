import { kebab } from '#connectors/kit/function-names.ts';

/** Hosts that stand in the code of nearly every piece and are not called: documentation, standards, examples. */
const otherPurposes =
  /(^|\.)(activepieces\.com|github\.com|githubusercontent\.com|npmjs\.com|npms\.io|nodejs\.org|mozilla\.org|w3\.org|schema\.org|json-schema\.org|example\.(com|org|net)|googlesource\.com|wikipedia\.org|stackoverflow\.com|ietf\.org|ecma-international\.org|localhost|feross\.org|axios-http\.com|lodash\.com|openjsf\.org|gravatar\.com)$/;
const notForCalls =
  /^(docs?|help|support|developers?|community|cdn|blog|status|learn|(test|demo|sample|example|your|my)-?[a-z0-9-]*|[a-z0-9-]+-(test|demo|example))\./;

/** Services of AI that every piece can call, as a library that they share knows them. */
const shared = new Set([
  'api.deepseek.com',
  'api.minimax.io',
  'api.moonshot.ai',
  'api.x.ai',
  'api.z.ai',
  'dashscope-intl.aliyuncs.com',
]);

export interface FoundHosts {
  /** `api.example.com` */
  whole: string[];
  /** `.example.com`, where the code puts the account's part before it */
  endings: string[];
}

/** The hosts that the code of a piece of this name has addresses of, as a first proposal of what it may send to. */
export function findHosts(code: string, name: string): FoundHosts {
  const whole = all(code, /https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[/"'`:?#])/gi)
    .filter((host) => !otherPurposes.test(host) && !notForCalls.test(host))
    .filter((host) => !shared.has(host) || `-${kebab(host)}-`.includes(`-${name}-`));
  const endings = all(code, /https:\/\/\$\{[^{}]{1,80}\}((?:\.[a-z0-9-]+){2,})(?=[/"'`:?#])/gi);
  return { whole, endings };
}

function all(code: string, pattern: RegExp): string[] {
  const found = [...code.matchAll(pattern)].map((match) => match[1]!.toLowerCase());
  return [...new Set(found)].sort();
}
