import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEmitter } from './emitter.ts';

let emitter: ReturnType<typeof createEmitter>;
let seen: unknown[];
let reported: unknown[];
const see = (payload: unknown) => void seen.push(payload);

beforeEach(() => {
  emitter = createEmitter();
  seen = [];
  reported = [];
  vi.stubGlobal('reportError', (error: unknown) => void reported.push(error));
});
afterEach(() => vi.unstubAllGlobals());

test('on hears every event, once hears one', () => {
  const { on, once } = emitter.eventEmitter;
  on('app-connected', see);
  once('app-connected', () => see('once'));
  emitter.emit('app-connected', 1);
  emitter.emit('app-connected', 2);
  expect(seen).toEqual([1, 'once', 2]);
});

test('once and on with the same handler do not take each other away', () => {
  emitter.eventEmitter.once('app-connected', see);
  emitter.eventEmitter.on('app-connected', see);
  emitter.emit('app-connected', 1);
  emitter.emit('app-connected', 2);
  expect(seen).toEqual([1, 1, 2]);
});

test('a throwing handler is reported and does not stop the others', () => {
  const failure = new Error('mine');
  emitter.eventEmitter.on('ready', () => {
    throw failure;
  });
  emitter.eventEmitter.on('ready', see);
  emitter.emit('ready', 1);
  expect(seen).toEqual([1]);
  expect(reported).toEqual([failure]);
});

test('off removes one handler, unsub all of an event, offAll everything', () => {
  const { on, off, unsub, offAll } = emitter.eventEmitter;
  const other = () => see('other');
  on('a', see);
  on('a', other);
  on('b', see);
  off('a', other);
  off('a', undefined);
  off('never heard of', see);
  emitter.emit('a', 1);
  unsub('a');
  emitter.emit('a', 2);
  emitter.emit('b', 3);
  offAll();
  emitter.emit('b', 4);
  expect(seen).toEqual([1, 3]);
});

test('a handler that was removed while its event was going out is not called any more', () => {
  emitter.eventEmitter.on('a', () => emitter.eventEmitter.off('a', see));
  emitter.eventEmitter.on('a', see);
  emitter.emit('a', 1);
  expect(seen).toEqual([]);
});

test('late handlers get the last of ready and error, asynchronously, unless they are gone by then', async () => {
  emitter.emit('error', 'failed');
  emitter.emit('ready', 'ready');
  const { on, off, once } = emitter.eventEmitter;
  on('ready', see);
  once('ready', see);
  on('error', see);
  const gone = () => see('gone');
  on('ready', gone);
  off('ready', gone);
  expect(seen).toEqual([]);
  await Promise.resolve();
  expect(seen).toEqual(['ready', 'ready']);
  emitter.emit('ready', 'again');
  expect(seen).toEqual(['ready', 'ready', 'again']);
});

test('what is not a function is reported and ignored, whatever the event is called', () => {
  const events = [undefined, Symbol('event'), Object.create(null), '__proto__', 5];
  for (const event of events)
    for (const handler of [undefined, null, 5, 'f', {}]) emitter.eventEmitter.on(event, handler);
  expect(reported.map(String)).toEqual(Array(25).fill('TypeError: An event handler is not a function'));
});

test('names of inherited properties are events like any other', () => {
  emitter.eventEmitter.on('__proto__', see);
  emitter.eventEmitter.on('constructor', see);
  emitter.emit('__proto__', 1);
  emitter.emit('constructor', 2);
  expect(seen).toEqual([1, 2]);
});

test('a closed emitter says nothing and takes no more handlers', async () => {
  emitter.emit('ready', 1);
  emitter.eventEmitter.on('ready', see);
  emitter.close();
  emitter.eventEmitter.on('ready', see);
  emitter.emit('ready', 2);
  await Promise.resolve();
  expect(seen).toEqual([]);
});

test('ten thousand handlers are called and removed', () => {
  const handlers = Array.from({ length: 10_000 }, () => () => void see(1));
  for (const handler of handlers) emitter.eventEmitter.on('a', handler);
  emitter.emit('a', 1);
  expect(seen).toHaveLength(10_000);
});
