import { Socket } from 'node:net';
import { encodeFrame, FrameReader } from './frames.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** The descriptor on which the server listens. */
const CHANNEL = 3;

/** The worker's line to the server. When it closes there is nobody to work for, so the process ends. */
export class Channel {
  readonly #socket = new Socket({ fd: CHANNEL });
  readonly #reader = new FrameReader();

  listen(receive: (message: ToWorker) => void): void {
    this.#socket.on('data', (chunk: Buffer) => {
      for (const message of this.#reader.read(chunk)) receive(message as ToWorker);
    });
    this.#socket.on('close', () => process.exit(0));
    this.#socket.on('error', () => process.exit(1));
  }

  send(message: FromWorker): void {
    this.#socket.write(encodeFrame(message));
  }
}
