import tls from 'node:tls';
import { answerRequest } from './answer-request.ts';
import { Channel } from './channel.ts';
import { Dials } from './dials.ts';
import { lockEnvironment } from './lockdown/environment.ts';
import { lockNetwork } from './lockdown/network.ts';
import { lockProcess } from './lockdown/process.ts';
import { observeStatus } from './observe-status.ts';
import { loadPiece, type LoadedPiece } from './piece/load-piece.ts';
import type { ToWorker } from './protocol.ts';

/**
 * The process in which foreign code runs: one piece, for one workspace. It first takes out of reach whatever a piece does
 * not need, then loads the piece, and answers one request after the other until the server ends it.
 */
const channel = new Channel();
const dials = new Dials(channel);
const status = observeStatus();
let piece: LoadedPiece | Error | undefined;

lockNetwork(dials.dial);
lockEnvironment();
lockProcess();
// A piece that throws where nobody waits must not end the process between two calls of the same workspace.
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});
channel.listen(receive);
channel.send({ type: 'ready' });

function receive(message: ToWorker): void {
  if (message.type === 'dialled') dials.dialled(message.dial, message.path);
  else if (message.type === 'refused') dials.refused(message.dial, message.message);
  else if (message.type === 'start') start(message);
  else void answerRequest(message.request, piece, status).then((answer) => channel.send(answer));
}

function start({ entry, extraCa }: Extract<ToWorker, { type: 'start' }>): void {
  if (extraCa.length > 0) tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...extraCa]);
  try {
    piece = loadPiece(entry);
  } catch (error) {
    piece = error instanceof Error ? error : new Error('it threw while it was loaded');
  }
}
