import type { Connector } from '#connectors/kit/connector.ts';
import type { ConnectorContext } from './context.ts';

/** Shows what was found in an app: how users connect it, what it can do, what is left out and why. */
export function reportConnector({ print }: ConnectorContext, connector: Connector, triggers?: number): void {
  const { manifest, auth, skipped = [] } = connector;
  const functions = connector.functions();
  const count = (type: string) => functions.filter((one) => one.type === type).length;
  const dropdowns = functions.flatMap(({ options = {} }) => Object.keys(options)).length;
  const dynamic = functions.flatMap(({ fields = {} }) => Object.keys(fields)).length;
  print(`${manifest.title} (${manifest.name})`);
  print(`  hosts      ${manifest.hosts.join(', ')}`);
  print(`  connect    ${auth.map(({ type, title }) => `${title} (${type})`).join(', ')}`);
  print(`  functions  ${functions.length}: ${count('QUERY')} that read, ${count('ACTION')} that act`);
  print(`  forms      ${dropdowns} dropdowns, ${dynamic} parameters with fields of their own`);
  if (triggers !== undefined) print(`  triggers   ${triggers}`);
  const examples = functions.slice(0, 5).map(({ name }) => name);
  print(`  such as    ${examples.join(', ')}`);
  for (const { id, reason } of skipped.slice(0, 10)) print(`  left out   ${id}: ${reason}`);
  if (skipped.length > 10) print(`  left out   and ${skipped.length - 10} more`);
}
