/**
 * Messages between the server and a worker, as JSON behind its length in four bytes (big-endian). Both ends use this
 * file; the worker's end is not trusted, so a frame over the limit ends the connection instead of filling our memory.
 */

/** Bytes of one message: an answer of 5 MB in base64, and what surrounds it. */
export const MAX_FRAME = 8 * 1024 * 1024;

const HEADER = 4;

/** Throws a `RangeError` where the message is over the limit. */
export function encodeFrame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  if (body.length > MAX_FRAME) throw overLimit(body.length);
  const frame = Buffer.allocUnsafe(HEADER + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, HEADER);
  return frame;
}

export class FrameReader {
  readonly #parse: (text: string) => unknown;
  /** What has come of a message that is not complete, and room for more: it holds no more than two frames */
  #pending = Buffer.alloc(0);
  #length = 0;

  constructor(parse: (text: string) => unknown = JSON.parse) {
    this.#parse = parse;
  }

  /** The messages that are complete with this chunk. Throws where one is over the limit, or no JSON. */
  read(chunk: Buffer): unknown[] {
    const bytes = this.#length === 0 ? chunk : this.#joined(chunk);
    const messages: unknown[] = [];
    let start = 0;
    for (let end = endOf(bytes, start); end !== undefined; end = endOf(bytes, start)) {
      messages.push(this.#parse(bytes.toString('utf8', start + HEADER, end)));
      start = end;
    }
    if (start > 0 || this.#length === 0) this.#keep(bytes.subarray(start));
    return messages;
  }

  /** One buffer that doubles, whatever the size of the chunks: a message that comes byte by byte costs what it weighs. */
  #joined(chunk: Buffer): Buffer {
    const length = this.#length + chunk.length;
    if (length > this.#pending.length) {
      const larger = Buffer.allocUnsafe(length * 2);
      this.#pending.copy(larger, 0, 0, this.#length);
      this.#pending = larger;
    }
    chunk.copy(this.#pending, this.#length);
    this.#length = length;
    return this.#pending.subarray(0, length);
  }

  #keep(rest: Buffer): void {
    this.#pending = Buffer.from(rest);
    this.#length = rest.length;
  }
}

/** Where the message ends that starts there; undefined where it is not complete. */
function endOf(bytes: Buffer, start: number): number | undefined {
  if (bytes.length < start + HEADER) return undefined;
  const size = bytes.readUInt32BE(start);
  if (size > MAX_FRAME) throw overLimit(size);
  const end = start + HEADER + size;
  return bytes.length < end ? undefined : end;
}

function overLimit(size: number): RangeError {
  return new RangeError(`a message of ${size} bytes is over the limit`);
}
