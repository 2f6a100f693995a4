import type { Socket } from 'node:net';
import { MAX_MESSAGE_BYTES } from './message.ts';

/** The first line that comes in; rejects if it is too long, or if the connection ends or falls silent before. */
export async function readLine(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('The socket has an encoding.');
    length += chunk.length;
    if (length > MAX_MESSAGE_BYTES) throw new Error('The message is too long.');
    chunks.push(chunk);
    if (chunk.includes('\n')) return Buffer.concat(chunks).toString('utf8').split('\n', 1).join();
  }
  throw new Error('The connection ended before a whole message had come.');
}
