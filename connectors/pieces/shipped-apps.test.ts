import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import type { Connector } from '#connectors/kit/connector.ts';
import { describeFolder } from './describe-folder.ts';
import { loadPieceFolder } from './load-piece-folder.ts';
import { pieceFolders } from './piece-folders.ts';
import { WorkerPool } from './worker/worker-pool.ts';

/** What the shipped apps of pieces have to hold before any of them is called. */

const workers = new WorkerPool({ isolation: 'process', size: 2 });
const folders = pieceFolders(join(import.meta.dirname, '../apps'));
const apps = await Promise.all(folders.map(loaded));
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false });
afterAll(() => workers.close());

/** A build has described the pieces; a checkout has not. */
async function loaded(folder: string): Promise<Connector> {
  return loadPieceFolder(folder, workers).catch(async () => {
    await describeFolder(folder, workers);
    return loadPieceFolder(folder, workers);
  });
}

describe.each(apps.map((connector) => ({ name: connector.manifest.name, connector })))(
  'the app $name',
  ({ connector: { manifest, auth } }) => {
    it('says what it is, and where it may send', () => {
      const { title, description, categories, docsUrl, iconPath, hosts } = manifest;
      for (const text of [title, description, ...categories]) expect(text).toMatch(/\S/);
      expect(categories).not.toHaveLength(0);
      expect(docsUrl).toMatch(/^https:/);
      expect(iconPath).toMatch(/icon\.svg$/);
      for (const host of hosts) expect(host).toMatch(/^(?:\*|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/);
    });

    it('says how to connect it, and shows no secret while it is entered', () => {
      expect(auth).not.toHaveLength(0);
      for (const scheme of auth) {
        expect(scheme.description).toMatch(/\S/);
        if (scheme.type === 'oauth2') continue;
        expect(scheme.helpUrl).toMatch(/^https:/);
        for (const { name, type } of scheme.fields) {
          if (/key|token|secret|password|license/i.test(name)) expect([name, type]).toEqual([name, 'secret']);
        }
      }
    });
  },
);

describe.each(apps.map((connector) => ({ name: connector.manifest.name, connector })))(
  'the functions of $name',
  ({ name, connector }) => {
    const functions = connector.functions();

    it('have names of their own, which they keep', () => {
      const names = functions.map((one) => one.name);
      expect(new Set(names).size).toBe(names.length);
      for (const one of names) expect(one).toMatch(new RegExp(`^${name}-[a-z0-9-]{1,50}$`));
      expect(names).toMatchSnapshot();
    });

    it('have signatures that compile, with a title for each parameter', () => {
      for (const { parameters } of functions) {
        ajv.compile(parameters);
        for (const parameter of Object.values(parameters.properties ?? {})) {
          expect(parameter).toHaveProperty('title', expect.stringMatching(/\S/));
        }
      }
    });
  },
);
