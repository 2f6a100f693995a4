import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHubSpotServer, type HubSpotServer } from '#connectors/testing/hubspot-server/start-hubspot-server.ts';
import { startJiraServer, type JiraServer } from '#connectors/testing/jira-server/start-jira-server.ts';
import {
  startPipedriveServer,
  type PipedriveServer,
} from '#connectors/testing/pipedrive-server/start-pipedrive-server.ts';
import { startSlackServer, type SlackServer } from '#connectors/testing/slack-server/start-slack-server.ts';
import { startTlsFront } from '#connectors/testing/tls-front.ts';

/** Local servers under the vendors' host names, with TLS and an authority of the test's own. */
export interface Vendors {
  slack: SlackServer;
  hubspot: HubSpotServer;
  jira: JiraServer;
  pipedrive: PipedriveServer;
  /** Environment that leads the server there, and has it trust the authority */
  serverEnv: Record<string, string>;
  /** What leads a browser there */
  browserRoutes: Record<string, string>;
  /** The host name of every request so far */
  hosts: string[];
  close(): Promise<void>;
}

export async function startVendors(): Promise<Vendors> {
  const folder = await mkdtemp(join(tmpdir(), 'integry-vendors-'));
  const [slack, hubspot, jira, pipedrive] = await Promise.all([
    startSlackServer(),
    startHubSpotServer(),
    startJiraServer(),
    startPipedriveServer(),
  ]);
  const origins: Record<string, string> = {
    'slack.com': slack.origin,
    'api.hubapi.com': hubspot.origin,
    'northwind.atlassian.net': jira.origin,
    'api.pipedrive.com': pipedrive.origin,
  };
  const hosts: string[] = [];
  const front = await startTlsFront((host) => {
    hosts.push(host);
    return origins[host];
  });
  const authorityFile = join(folder, 'authority.pem');
  await writeFile(authorityFile, front.authority);
  const routes = Object.keys(origins).map((host) => [`${host}:443`, `127.0.0.1:${front.port}`] as const);
  return {
    ...{ slack, hubspot, jira, pipedrive, hosts },
    serverEnv: {
      EGRESS_ROUTES: routes.map(([host, address]) => `${host}=${address}`).join(),
      NODE_EXTRA_CA_CERTS: authorityFile,
      // The vendor's own address, in place of the one that other worlds call directly.
      PIPEDRIVE_API_URL: '',
    },
    browserRoutes: Object.fromEntries(routes),
    close: async () => {
      await front.close();
      await Promise.all([slack, hubspot, jira, pipedrive].map((server) => server.close()));
      await rm(folder, { recursive: true });
    },
  };
}
