import type { Defence } from '../attack.ts';

const isolation = 'connectors/pieces/worker/isolation.ts';
const runner = 'connectors/runner/main.ts';

/** What bubblewrap holds: the file system, the network and the other processes are not there. */
export const workerIsWalledIn: Defence = [
  { file: isolation, from: "if (isolation === 'process') {", to: 'if (isolation) {' },
];

/** What Node holds */
export const workerHasFewPermissions: Defence = [
  {
    file: isolation,
    from: "    '--permission',\n    ...readable.map((path) => `--allow-fs-read=${path}`),\n",
    to: '    ...readable.slice(readable.length),\n',
  },
];

export const workerHasNoEnvironment: Defence = [
  {
    file: 'connectors/pieces/worker/worker-process.ts',
    from: "const env = isolation === 'namespaces' ? { PATH: process.env.PATH } : {};",
    to: 'const env = process.env;',
  },
  { file: runner, from: '\nlockEnvironment();\n', to: '\nvoid lockEnvironment;\n' },
];

/** What the worker takes out of its own reach before a piece comes in */
export const workerDialsOnlyByTheServer: Defence = [
  { file: runner, from: '\nlockNetwork(dials.dial);\n', to: '\nvoid lockNetwork;\n' },
];

export const workerHasNoProcesses: Defence = [
  { file: runner, from: '\nlockProcess();\n', to: '\nvoid lockProcess;\n' },
];

export const workerChecksCertificates: Defence = [
  {
    file: 'connectors/runner/lockdown/network.ts',
    from: 'servername, socket, rejectUnauthorized: true }',
    to: 'servername, socket }',
  },
];
