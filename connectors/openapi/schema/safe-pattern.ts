const MAX_LENGTH = 256;
/** A quantified group that holds a quantifier or an alternative: what makes matching take exponential time. */
const QUANTIFIED_GROUP = /[*+}|][^()]*\)(?:[*+]|\{\d+,\d*\})/;

/** True for a regular expression that Ajv can compile and that cannot hold up the process on a long input. */
export function isSafePattern(pattern: string): boolean {
  if (pattern.length > MAX_LENGTH || QUANTIFIED_GROUP.test(pattern) || /\\[1-9k]/.test(pattern)) return false;
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
