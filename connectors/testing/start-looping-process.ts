import { startProcess } from '../pieces/worker/worker-process.ts';

/** Starts a process that does nothing but turn, tells its id, and waits to be killed. */
const command = { command: process.execPath, args: ['-e', 'for (;;);'], seen: { packages: '', sockets: '' } };
process.send?.(startProcess('process', command)?.child.pid);
process.on('message', () => {});
