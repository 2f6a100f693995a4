import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { callForAllPages, callFunction } from '../call-function.ts';
import { expect, productTest } from '../product-test.ts';
import { startVerdaccio } from './start-verdaccio.ts';

const test = productTest(startVerdaccio, ({ origin }) => ({
  env: { CONNECTORS_DIR: 'e2e/products/apps', VERDACCIO_URL: origin },
  internalHosts: [new URL(origin).host],
}));

const archive = gzipSync('What a package holds does not matter to the registry.');

/** What `npm publish` says. */
function publication(origin: string, name: string, version: string) {
  const file = `${name.replace(/^@.*\//, '')}-${version}.tgz`;
  const dist = {
    tarball: `${origin}/${name}/-/${file}`,
    shasum: createHash('sha1').update(archive).digest('hex'),
  };
  return {
    package: name,
    name,
    versions: { [version]: { name, version, description: 'Peas that sprout', dist } },
    'dist-tags': { latest: version },
    _attachments: {
      [file]: { content_type: 'application/octet-stream', data: archive.toString('base64'), length: archive.length },
    },
  };
}

test('a Verdaccio registry, by a document of ours: connect by a token, publish a package and read it back', async ({
  product: verdaccio,
  openHost,
}) => {
  test.setTimeout(120_000);
  const token = await verdaccio.addUser('jane');
  const host = await openHost();
  const connecting = host.call('connectApp', 'verdaccio');
  await host.sheet.submitCredentials({ 'Access token': token.slice(0, -8) });
  await expect(host.sheet.problem).toBeVisible();
  await host.sheet.submitCredentials({ 'Access token': token });
  expect(await connecting).toMatchObject({ ok: true });
  expect(await host.value('getConnectedAccounts', 'verdaccio')).toMatchObject([
    { display_name: 'jane', status: 'active' },
  ]);

  const name = '@garden/peas';
  expect(await host.value('invokeFunction', 'verdaccio-get-package', { package: name })).toMatchObject({
    network_code: '404',
  });
  for (const version of ['1.0.0', '1.1.0']) {
    const published = publication(verdaccio.origin, name, version);
    expect(await callFunction(host, 'verdaccio-publish-version', published)).toMatchObject({ network_code: '201' });
  }
  await callFunction(host, 'verdaccio-set-tag', { package: name, tag: 'old', body: '1.0.0' });
  expect(await callFunction(host, 'verdaccio-get-package', { package: name })).toMatchObject({
    output: { name, 'dist-tags': { latest: '1.1.0', old: '1.0.0' }, versions: { '1.0.0': { name } } },
  });
  expect(
    await callFunction(host, 'verdaccio-download-archive', { package: name, file: 'peas-1.1.0.tgz' }),
  ).toMatchObject({ output: { base64: archive.toString('base64') } });

  await callFunction(host, 'verdaccio-publish-version', publication(verdaccio.origin, 'beans', '2.0.0'));
  const pages = await callForAllPages(host, 'verdaccio-search-packages', { text: 'sprout', size: 1 });
  expect(pages.length).toBeGreaterThan(1);
  const found = JSON.stringify(pages);
  expect(found).toContain('"@garden/peas"');
  expect(found).toContain('"beans"');
});
