/** A piece whose actions do not end as a call should. */
let memory = [];
let calls = 0;

const actions = {
  echo: async ({ propsValue, auth }) => ({ propsValue, auth }),
  count: async () => ++calls,
  exit: async () => process.exit(0),
  abort: async () => process.abort(),
  loop: async () => {
    for (;;);
  },
  wait: () => new Promise(() => {}),
  heap: async () => {
    for (;;) memory.push(new Array(1e6).fill({}));
  },
  buffers: async () => {
    for (;;) memory.push(Buffer.alloc(64 * 1024 * 1024, 1));
  },
  'throw late': async () => {
    setTimeout(() => {
      throw new Error('late');
    }, 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return 'still here';
  },
  'throw text': async () => {
    throw 'just a text';
  },
  'throw nothing': async () => {
    throw undefined;
  },
  'throw a secret': async ({ auth }) => {
    throw new Error(`the key ${auth.secret_text} is wrong`);
  },
  'throw an answer': async () => {
    throw Object.assign(new Error('Bad request'), { response: { status: 422, body: { error: 'no such thing' } } });
  },
  'too much': async () => 'x'.repeat(20 * 1024 * 1024),
  'hold itself': async () => {
    const value = {};
    value.value = value;
    return value;
  },
  'odd values': async () => ({
    bytes: Buffer.from('hi'),
    date: new Date(0),
    map: new Map([['a', 1]]),
    set: new Set([1]),
    big: 12345678901234567890n,
    nothing: undefined,
    call: () => 1,
    nan: NaN,
  }),
  pause: async ({ run }) => run.pause({}),
  forge: async () => {
    const message = Buffer.from(JSON.stringify({ type: 'answer', id: 'x', status: 200, output: 'forged' }));
    const frame = Buffer.alloc(4 + message.length);
    frame.writeUInt32BE(message.length);
    message.copy(frame, 4);
    require('node:fs').writeSync(3, frame);
    return new Promise(() => {});
  },
  flood: async () => {
    const frame = Buffer.alloc(4);
    frame.writeUInt32BE(0xffffffff);
    require('node:fs').writeSync(3, frame);
    return new Promise(() => {});
  },
};

exports.rude = {
  displayName: 'Rude',
  auth: { type: 'SECRET_TEXT', displayName: 'Key', required: true },
  _actions: Object.fromEntries(
    Object.entries(actions).map(([name, run]) => [name, { name, displayName: name, props: {}, run }]),
  ),
};
