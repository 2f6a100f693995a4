import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FunctionDefinition } from '#connectors/kit/connector.ts';
import { describeConnector } from './describe.ts';
import { listConnectors, summarise } from './list.ts';
import { removeConnector } from './remove.ts';
import { temporaryContext, type TemporaryContext } from './testing/temporary-context.ts';

let context: TemporaryContext;
beforeEach(async () => {
  context = await temporaryContext();
});
afterEach(() => context.close());

const appWith = (...names: string[]) => ({
  functions: () => names.map((name) => ({ name, parameters: { type: 'object' } }) as unknown as FunctionDefinition),
});

describe('the list of apps', () => {
  it('has what ships, and comes to a sum', async () => {
    await listConnectors(context);
    expect(context.lines).toContainEqual(expect.stringMatching(/^slack +\d+ functions {2}oauth2, custom$/));
    expect(context.lines.at(-1)).toMatch(/^\n\d+ apps, \d+ functions, all signatures valid, 0 name collisions$/);
    expect(context.lines.join('\n')).not.toMatch(/^_|^template/m);
  });

  it('names drafts, and what cannot be loaded, which removing takes away', async () => {
    await mkdir(join(context.connectorsDir, '_later'), { recursive: true });
    await mkdir(join(context.connectorsDir, 'broken'));
    await writeFile(join(context.connectorsDir, 'broken/app.json'), '{');
    await expect(listConnectors(context)).rejects.toThrow('Not every app can be used');
    expect(context.lines).toContainEqual(expect.stringMatching(/^later +a draft: .*"npm run connector test later"$/));
    expect(context.lines).toContainEqual(expect.stringMatching(/^cannot be loaded: broken\/app\.json, /));
    await removeConnector(context, 'broken');
    await removeConnector(context, 'later');
    await listConnectors(context);
    expect(await context.entries()).toEqual([]);
  });

  it('counts names that come twice and signatures that do not compile', () => {
    const lines: string[] = [];
    const wrong = {
      functions: () => [{ name: 'b-x', parameters: { type: 'nothing' } } as unknown as FunctionDefinition],
    };
    expect(() => summarise([appWith('a-x', 'a-y'), appWith('a-x'), wrong], 0, (line) => lines.push(line))).toThrow(
      'Not every app can be used',
    );
    expect(lines[0]).toMatch(/^b-x: /);
    expect(lines.at(-1)).toBe('\n3 apps, 4 functions, 1 signatures not valid, 1 name collisions');
  });

  it('keeps what ships from being removed or described, and knows no other', async () => {
    await expect(removeConnector(context, 'slack')).rejects.toThrow('slack ships with the server');
    await expect(describeConnector(context, 'slack')).rejects.toThrow('slack ships with the server');
    for (const name of ['nosuch', '../apps', '_template', '']) {
      await expect(removeConnector(context, name)).rejects.toThrow(`There is no app "${name}"`);
    }
  });
});
