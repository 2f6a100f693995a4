/** A piece whose actions do not end as a call should. */
let memory = [];
let calls = 0;

function writeFrame(value) {
  const message = Buffer.from(JSON.stringify(value));
  const frame = Buffer.alloc(4 + message.length);
  frame.writeUInt32BE(message.length);
  message.copy(frame, 4);
  for (let at = 0; at < frame.length;) at += writeSome(frame.subarray(at));
}

/** The server may be slow to read. */
function writeSome(bytes) {
  try {
    return require('node:fs').writeSync(3, bytes);
  } catch (error) {
    if (error.code === 'EAGAIN') return 0;
    throw error;
  }
}

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
  'throw an answer that is a stream': async () => {
    const data = {};
    data.self = data;
    throw Object.assign(new Error('Bad request'), { response: { status: 422, data } });
  },
  'throw what has no text': async () => {
    throw Object.create(null);
  },
  'throw what cannot be read': async () => {
    throw new Proxy(
      {},
      {
        get() {
          throw new Error('no');
        },
      },
    );
  },
  'throw an odd status': async () => {
    throw Object.assign(new Error('Request denied'), { response: { status: 999, body: 'denied' } });
  },
  'much in few letters': async () => '語'.repeat(3_000_000),
  'just enough': async () => 'x'.repeat(7 * 1024 * 1024),
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
    writeFrame({ type: 'answer', id: 'x', status: 200, output: 'forged' });
    return new Promise(() => {});
  },
  'answer for another': async () => {
    writeFrame({ type: 'answer', id: 4711, status: 200, output: 'forged', written: false });
    return new Promise(() => {});
  },
  'ready again': async () => {
    writeFrame({ type: 'ready' });
    return new Promise(() => {});
  },
  'dial storm': async () => {
    for (let dial = 1; ; dial++) writeFrame({ type: 'dial', dial, host: 'api.example.com', port: 443 });
  },
  'close the channel': async () => {
    setTimeout(() => require('node:fs').closeSync(3), 20);
    return 'closing';
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
