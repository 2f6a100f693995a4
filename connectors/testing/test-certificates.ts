import { generate } from 'selfsigned';

/** PEM texts. They live as long as the test that made them. */
export interface TestAuthority {
  /** The authority's own certificate, for those who should trust it */
  certificate: string;
  /** A certificate for these host names, with its key, as TLS servers take them */
  issue(hosts: readonly string[]): Promise<{ key: string; cert: string }>;
}

/** A certificate authority of the test's own. Nobody trusts it who was not told to. */
export async function createTestAuthority(): Promise<TestAuthority> {
  const authority = await generate([{ name: 'commonName', value: 'Tests' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    certificate: authority.cert,
    issue: async (hosts) => {
      const { private: key, cert } = await generate([{ name: 'commonName', value: hosts[0] ?? 'test' }], {
        keyType: 'ec',
        algorithm: 'sha256',
        ca: { key: authority.private, cert: authority.cert },
        extensions: [
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
        ],
      });
      return { key, cert };
    },
  };
}
