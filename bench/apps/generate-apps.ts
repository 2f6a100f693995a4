import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const kinds = [
  'Sales',
  'Invoice',
  'Support',
  'Calendar',
  'Survey',
  'Payroll',
  'Inventory',
  'Campaign',
  'Contract',
  'Travel',
];
const things = ['Desk', 'Hub', 'Flow', 'Works', 'Base', 'Point', 'Track', 'Board', 'Space', 'Link'];
const categories = ['crm', 'finance', 'support', 'scheduling', 'forms', 'marketing', 'productivity'];

/** Writes this many app folders, each with as many functions and an icon, as an operator could have them. */
export async function generateApps(directory: string, count: number, functionsPerApp: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const name = `generated-${index}`;
    const folder = join(directory, name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'app.json'), JSON.stringify(appFile(name, index)));
    await writeFile(join(folder, 'openapi.json'), JSON.stringify(documentOf(name, functionsPerApp)));
    await writeFile(join(folder, 'icon.svg'), icon(index));
  }
}

function appFile(name: string, index: number): object {
  const [kind, thing] = [kinds[index % 10]!, things[Math.floor(index / 10) % 10]!];
  return {
    name,
    title: `${kind} ${thing} ${index}`,
    description: `${kind} records, reports and reminders of a team, number ${index} of its kind`,
    categories: [categories[index % categories.length]],
    docsUrl: `https://docs.example.com/${name}`,
    hosts: ['api.example.com'],
    auth: { key: { type: 'api_key', title: 'API key' } },
  };
}

function documentOf(name: string, functions: number): object {
  const operations = Array.from({ length: functions }, (_, index) => [
    `/records-${index}`,
    {
      get: {
        operationId: `getRecords${index}`,
        summary: `Get records of list ${index}`,
        description: `The records of list ${index} in ${name}, newest first`,
        parameters: [{ name: 'limit', in: 'query', description: 'Records per page', schema: { type: 'integer' } }],
        responses: { 200: { description: 'The records' } },
      },
    },
  ]);
  return {
    openapi: '3.1.0',
    info: { title: name, version: '1' },
    servers: [{ url: 'https://api.example.com' }],
    security: [{ key: [] }],
    paths: Object.fromEntries(operations),
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } } },
  };
}

function icon(index: number): string {
  const hue = (index * 47) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="hsl(${hue} 70% 45%)"/></svg>`;
}
