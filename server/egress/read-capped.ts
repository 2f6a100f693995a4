import { ConnectorError } from '#connectors/kit/errors.ts';

/**
 * Reads a body to its end, counting what came out of decompression, so that a small bomb is stopped as well.
 * @throws ConnectorError response_too_large as soon as `limit` bytes are exceeded
 */
export async function readCapped(
  body: AsyncIterable<unknown>,
  limit: number,
  host: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('The body of a response consists of bytes');
    size += chunk.byteLength;
    if (size > limit) {
      throw new ConnectorError(
        'response_too_large',
        `${host} answered with more than ${limit} bytes. Ask for less at a time.`,
      );
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
