/** Imported first by each process that `npm start` runs: where the starter dies without a word, it does not outlive it. */
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // Listening for the end must not keep a process running that is done.
  process.channel.unref();
}
