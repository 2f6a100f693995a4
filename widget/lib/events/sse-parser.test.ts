import { describe, expect, test } from 'vitest';
import { SseParser } from './sse-parser.ts';
import type { SseMessage } from './sse-parser.ts';

function parse(...chunks: string[]): SseMessage[] {
  const parser = new SseParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
}

const stream =
  ': open\n\nevent: cursor\nid: 4\ndata: {}\n\n: heartbeat\n\nevent: app-connected\r\nid: 5\r\ndata: {"a":\r\ndata: 1}\r\n\r\nid: 6\rdata: ü\r\r';
const messages = [
  { event: 'cursor', id: '4', data: '{}' },
  { event: 'app-connected', id: '5', data: '{"a":\n1}' },
  { event: '', id: '6', data: 'ü' },
];

describe('a stream of events', () => {
  test('is split into its messages, whatever ends its lines', () => {
    // The last CR may be the first half of a CRLF, so one more line has to begin.
    expect(parse(`${stream}:`)).toEqual(messages);
  });

  test('may be cut into chunks anywhere', () => {
    for (let cut = 0; cut <= stream.length; cut += 1) {
      expect(parse(stream.slice(0, cut), `${stream.slice(cut)}:`)).toEqual(messages);
    }
  });

  test('may come letter by letter', () => {
    expect(parse(...stream, ':')).toEqual(messages);
  });

  test('does not take the two halves of a CRLF for two ends of a line', () => {
    expect(parse('data: a\r', '\ndata: b\r', '\n\r', '\n')).toEqual([{ event: '', id: '', data: 'a\nb' }]);
  });

  test('hands out no message before its empty line', () => {
    expect(parse('event: cursor\nid: 4\n')).toEqual([]);
  });

  test('has comments, unknown fields and fields without a value', () => {
    expect(parse(':\n: c\nretry: 5\nnonsense\nid\ndata\nevent:x\n\n')).toEqual([{ event: 'x', id: '', data: '' }]);
  });

  test('takes off one space after the colon, and no more', () => {
    expect(parse('data:  a:b\n\n')).toEqual([{ event: '', id: '', data: ' a:b' }]);
  });

  test('hands out no message for empty lines and comments alone', () => {
    expect(parse('\n\n: heartbeat\n\n\n')).toEqual([]);
  });

  test('may begin with a byte order mark', () => {
    expect(parse('\uFEFFid: 1\n\n')).toEqual([{ event: '', id: '1', data: '' }]);
  });

  test('ignores an id with a NUL', () => {
    expect(parse('id: 1\0\ndata: a\n\n')).toEqual([{ event: '', id: '', data: 'a' }]);
  });

  test('is given up if a message never ends', () => {
    const parser = new SseParser();
    const megabyte = 'a'.repeat(1024 * 1024);
    expect(() => {
      for (let count = 0; count < 6; count += 1) parser.push(megabyte);
    }).toThrow('too large');
    const lines = new SseParser();
    expect(() => {
      for (let count = 0; count < 6; count += 1) lines.push(`data: ${megabyte}\n`);
    }).toThrow('too large');
  });
});
