import { describe, expect, test } from 'vitest';
import { encodeFrame, FrameReader, MAX_FRAME } from './frames.ts';

const messages = [{ a: 1 }, 'text', null, { long: 'é'.repeat(70_000) }, []];
const bytes = Buffer.concat(messages.map(encodeFrame));

describe('frames', () => {
  test.each([1, 3, 4, 5, 1_000, 65_536, bytes.length])('are read whole from chunks of %i bytes', (size) => {
    const reader = new FrameReader();
    const read: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) read.push(...reader.read(bytes.subarray(at, at + size)));
    expect(read).toEqual(messages);
  });

  test('over the limit are refused at either end, before they have come', () => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(MAX_FRAME + 1);
    expect(() => new FrameReader().read(header)).toThrow(RangeError);
    expect(() => encodeFrame('x'.repeat(MAX_FRAME))).toThrow(RangeError);
  });

  test('that are no JSON are refused', () => {
    expect(() => new FrameReader().read(Buffer.from([0, 0, 0, 1, 0x7b]))).toThrow(SyntaxError);
  });

  test('keep what they were given, when the chunk is used again', () => {
    const reader = new FrameReader();
    const chunk = encodeFrame('text');
    const [first, rest] = [Buffer.from(chunk.subarray(0, 6)), chunk.subarray(6)];
    expect(reader.read(first)).toEqual([]);
    first.fill(0);
    expect(reader.read(rest)).toEqual(['text']);
  });
});
