import { createInterface } from 'node:readline';

/** Reads `+<pid>` and `-<pid>`, a line each, and ends those that are left when nobody is there any more to write. */
const kept = new Set<number>();
const lines = createInterface(process.stdin);
lines.on('line', (line) => {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) kept.add(pid);
  else kept.delete(pid);
});
lines.once('close', () => {
  for (const pid of kept) end(pid);
});

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
