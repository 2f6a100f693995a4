import { once } from 'node:events';
import { connect } from 'node:net';
import { DomainError } from '../errors.ts';
import { AdminReply, ANSWER_DEADLINE_MS, type AdminRequest } from './message.ts';
import { readLine } from './read-line.ts';
import { shortest } from './socket-address.ts';

/** Has the server that listens at the address run a command; answers its output, or throws its `DomainError`. */
export async function sendCommand(address: string, request: AdminRequest): Promise<unknown> {
  const reply = await exchange(address, request);
  if (reply.ok) return reply.output;
  throw new DomainError(reply.error.code, reply.error.message);
}

async function exchange(address: string, request: AdminRequest): Promise<AdminReply> {
  const socket = connect(shortest(address));
  const deadline = setTimeout(() => socket.destroy(new Error('no answer')), ANSWER_DEADLINE_MS);
  try {
    await once(socket, 'connect');
    socket.write(`${JSON.stringify(request)}\n`);
    return AdminReply.parse(JSON.parse(await readLine(socket)));
  } catch (cause) {
    throw new DomainError('server_unreachable', 'The running server does not answer. Restart it, or stop it first.', {
      cause,
    });
  } finally {
    clearTimeout(deadline);
    socket.destroy();
  }
}
