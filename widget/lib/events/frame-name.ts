import type { ResumePoint } from './event-feed.ts';

const PREFIX = 'integry-events:';

/**
 * The iframe's name: it survives a reload of this iframe and nothing else, and needs no storage. A reloaded widget so
 * resumes where it was, while a new instance hears only of what happens from its own start.
 */
export const frameName: ResumePoint = {
  read() {
    if (!window.name.startsWith(PREFIX)) return undefined;
    const id = Number(window.name.slice(PREFIX.length));
    return Number.isSafeInteger(id) ? id : undefined;
  },
  write(id) {
    window.name = PREFIX + id;
  },
};
