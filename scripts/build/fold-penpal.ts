import type { Plugin } from 'vite';

/** Text of Penpal, and what it comes to where we use it. */
type Fact = [text: string, always: string];

/**
 * What is always so where we use Penpal, written over what asks for it: the minifier then leaves out what can never run.
 * We give no log, no channel, no timeouts (the loader and the widget have deadlines of their own), no call options, no
 * transferables and one messenger for each connection, and nobody speaks Penpal 6. 670 bytes of the loader's 6,000.
 */
const facts: Fact[] = [
  [' log?.(', ' false && log('],
  ['  timeout,\n', ''],
  ['  methods = {},\n', '  methods,\n'],
  [',\n  log\n}', '\n}'],
  [',\n        log\n      })', '\n      })'],
  ['{ log, validateReceivedMessage }', '{ validateReceivedMessage }'],
  [' && data.channel === channel', ''],
  ['  channel,\n', ''],
  ['(messenger, methods, channel, log)', '(messenger, methods)'],
  ['(messenger, channel, log)', '(messenger)'],
  ['(channel, callId, error)', '(callId, error)'],
  ['}, log);', '});'],
  ['timeout !== void 0', 'false'],
  ['clearTimeout(timeoutId);', ''],
  [', timeoutId }', ' }'],
  ['lastArg instanceof CallOptions_default', 'false'],
  ['const lastArg = args[args.length - 1];', ''],
  ['const { timeout, transferables } = lastArgIsOptions ? lastArg : {};', ''],
  ['value instanceof Reply_default', 'false'],
  ['Message, transferables);', 'Message);'],
  ['remoteParticipantId === DEPRECATED_PENPAL_PARTICIPANT_ID', 'false'],
  ['remoteParticipantId !== DEPRECATED_PENPAL_PARTICIPANT_ID', 'true'],
  ['!messenger', 'false'],
  ['usedMessengers.has(messenger)', 'false'],
  ['usedMessengers.add(messenger);', ''],
  // Our messengers can be ended twice.
  ['once_default((', '(('],

  // Methods have names of one part and stand in a table without a prototype; nobody asks for remote.method.call().
  ['path.length && methodsToTreatAsNative.has(prop)', 'false'],
  ['createRemoteProxy(callback, log, [...path, prop])', '(...args) => callback([prop], args)'],
  ['path.length ? () => {\n    } : ', ''],
  [',\n      apply(target, _thisArg, args) {\n        return callback(path, args);\n      }', ''],
  ['getMethodAtMethodPath(methodPath, methods)', 'methods[methodPath]'],
  // The list of methods, which only Penpal 6 is told
  ['const methodPaths = extractMethodPathsFromMethods(methods);', ''],
  ['type: "ACK1",\n      methodPaths', 'type: "ACK1"'],

  // Ids tell calls and documents apart and prove nothing.
  ['crypto.randomUUID?.bind(crypto) ?? ', ''],
  [
    'new Array(4).fill(0).map(\n  () => Math.floor(Math.random() * Number.MAX_SAFE_INTEGER).toString(16)\n).join("-")',
    '`${Math.random()}`',
  ],
  // Nobody reads these; and the stack of one page is no business of the other.
  ['Method \\`${formatMethodPath(methodPath)}\\` is not found.', ''],
  ['`Method call ${formatMethodPath(\n      methodPath\n    )}() failed due to destroyed connection`', '""'],
  ['this.name = "PenpalError";', ''],
  ['name: error.name,', ''],
  ['stack: error.stack,', ''],
  ['deserializedError.name = name;', ''],
  ['deserializedError.stack = stack;', ''],

  // The minifier calls what could be written out.
  ...['Syn', 'Ack1', 'Ack2', 'Call', 'Reply', 'Destroy'].map((type): Fact => [
    `if (is${type}Message(message))`,
    `if (message.type === "${type.toUpperCase()}")`,
  ]),
  ['!isCallMessage(message)', 'message.type !== "CALL"'],
  ['!isReplyMessage(message)', 'message.type !== "REPLY"'],
  ['isObject(data) && data.namespace', 'data?.namespace'],

  // The messages of the handshake can always be sent, so it cannot fail.
  ...['syn', 'ack1', 'ack2'].map(attempt),
  ['const { promise, resolve, reject }', 'const { promise, resolve }'],
  [
    '  let reject;\n  const promise = new Promise((res, rej) => {\n    resolve = res;\n    reject = rej;\n  });',
    '  const promise = new Promise((res) => (resolve = res));',
  ],
  ['    resolve,\n    reject\n  };', '    resolve\n  };'],
  ['try {\n      messenger.initialize', '{\n      messenger.initialize'],
  ['    } catch (error) {\n      destroyConnection(true);\n      throw error;\n    }', '    }'],
];

function attempt(name: string): Fact {
  const send = `messenger.sendMessage(${name}Message);`;
  const refuse = 'reject(new PenpalError_default("TRANSMISSION_FAILED", error.message));\n';
  const end = name === 'syn' ? '' : '      return;\n';
  return [`try {\n      ${send}\n    } catch (error) {\n      ${refuse}${end}    }`, send];
}

export function foldPenpal(): Plugin {
  return {
    name: 'fold-penpal',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/penpal/dist/penpal.mjs')) return undefined;
      return facts.reduce((folded, [text, always]) => {
        if (!folded.includes(text)) this.error(`Penpal has no "${text.trim()}" any more: look through the list.`);
        return folded.replaceAll(text, always);
      }, code);
    },
  };
}
