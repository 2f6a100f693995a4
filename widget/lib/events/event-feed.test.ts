import { describe, expect, test, vi } from 'vitest';
import { connectedEvent } from '../testing/samples.ts';
import { EventFeed } from './event-feed.ts';
import type { ResumePoint } from './event-feed.ts';

function memory(id?: number): ResumePoint & { id: number | undefined } {
  const point = {
    id,
    read: () => point.id,
    write: (next: number) => void (point.id = next),
  };
  return point;
}

function feedOf(point = memory()) {
  const feed = new EventFeed(point);
  const seen: number[] = [];
  feed.subscribe((event) => seen.push(event.id));
  return { feed, seen, point };
}

describe('the feed', () => {
  test('hands out each event once, whichever way it comes', () => {
    const { feed, seen } = feedOf();
    feed.start(3);
    for (const id of [4, 4, 5, 3, 5, 4, 6]) feed.accept(connectedEvent(id));
    expect(seen).toEqual([4, 5, 6]);
    expect(feed.lastId).toBe(6);
  });

  test('counts an event that it does not know as seen', () => {
    const { feed, seen } = feedOf();
    feed.start(3);
    feed.skip(4);
    feed.accept(connectedEvent(4));
    expect(seen).toEqual([]);
    expect(feed.lastId).toBe(4);
  });

  test('takes another instance’s place only while it has none of its own', () => {
    const { feed } = feedOf();
    feed.locate(7);
    feed.locate(3);
    feed.locate(9);
    expect(feed.lastId).toBe(7);
  });

  test('goes back with a server whose database was restored', () => {
    const { feed, seen } = feedOf();
    feed.start(100);
    feed.start(3);
    feed.accept(connectedEvent(4));
    expect(seen).toEqual([4]);
  });

  test('goes on where the page before it was', async () => {
    const { feed, seen } = feedOf(memory(8));
    await feed.located;
    feed.accept(connectedEvent(8));
    feed.accept(connectedEvent(9));
    expect(seen).toEqual([9]);
  });

  test('leaves its place for the page after it', () => {
    const { feed, point } = feedOf();
    feed.start(3);
    feed.accept(connectedEvent(4));
    expect(point.id).toBe(4);
  });

  test('tells nobody who has unsubscribed', () => {
    const { feed } = feedOf();
    const listener = vi.fn();
    feed.subscribe(listener)();
    feed.accept(connectedEvent(1));
    expect(listener).not.toHaveBeenCalled();
  });
});
