/**
 * Messages between the server and a worker, as JSON behind its length in four bytes (big-endian). Both ends use this
 * file; the worker's end is not trusted, so a frame over the limit ends the connection instead of filling our memory.
 */

/** Bytes of one message: an answer of 5 MB in base64, and what surrounds it. */
export const MAX_FRAME = 8 * 1024 * 1024;

const HEADER = 4;

export function encodeFrame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const frame = Buffer.allocUnsafe(HEADER + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, HEADER);
  return frame;
}

export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;

  /** The messages that are complete with this chunk. Throws where one is over the limit, or no JSON. */
  read(chunk: Buffer): unknown[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const messages: unknown[] = [];
    for (let body = this.#next(); body; body = this.#next()) messages.push(JSON.parse(body.toString()));
    return messages;
  }

  #next(): Buffer | undefined {
    if (this.#length < HEADER) return undefined;
    const size = this.#peek(HEADER).readUInt32BE();
    if (size > MAX_FRAME) throw new RangeError(`a message of ${size} bytes is over the limit`);
    if (this.#length < HEADER + size) return undefined;
    const joined = this.#joined();
    this.#chunks = joined.length > HEADER + size ? [joined.subarray(HEADER + size)] : [];
    this.#length = joined.length - HEADER - size;
    return joined.subarray(HEADER, HEADER + size);
  }

  #peek(bytes: number): Buffer {
    return this.#chunks[0]!.length >= bytes ? this.#chunks[0]! : this.#joined();
  }

  #joined(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#length)];
    return this.#chunks[0]!;
  }
}
