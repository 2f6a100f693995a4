import type { Plugin } from 'vite';

/**
 * What is always so where we use Penpal, written over the conditions that ask for it: the minifier then leaves out what
 * can never run. We give no log, no timeouts (the loader and the widget have deadlines of their own), no call options,
 * no transferables and one messenger for each connection, and nobody speaks Penpal 6. 300 bytes of the loader's 6,000.
 */
const facts: [condition: string, always: string][] = [
  [' log?.(', ' false && log('],
  ['timeout !== void 0', 'false'],
  ['lastArg instanceof CallOptions_default', 'false'],
  ['value instanceof Reply_default', 'false'],
  ['remoteParticipantId === DEPRECATED_PENPAL_PARTICIPANT_ID', 'false'],
  ['remoteParticipantId !== DEPRECATED_PENPAL_PARTICIPANT_ID', 'true'],
  // Methods have names of one part, and nobody asks for remote.method.call().
  ['formatMethodPath(methodPath)', 'methodPath'],
  ['path.length && methodsToTreatAsNative.has(prop)', 'false'],
  ['!messenger', 'false'],
  ['usedMessengers.has(messenger)', 'false'],
  ['usedMessengers.add(messenger);', ''],
  // The list of methods, which only Penpal 6 is told
  ['isFunction(value)', 'false'],
  ['isObject(value)) {\n      methodPaths', 'false) {\n      methodPaths'],
];

export function foldPenpal(): Plugin {
  return {
    name: 'fold-penpal',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/penpal/dist/penpal.mjs')) return undefined;
      return facts.reduce((folded, [condition, always]) => {
        if (!folded.includes(condition))
          this.error(`Penpal has no "${condition.trim()}" any more: look through the list.`);
        return folded.replaceAll(condition, always);
      }, code);
    },
  };
}
