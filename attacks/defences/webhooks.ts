import type { Defence } from '../attack.ts';

const address = 'server/webhooks/endpoint-url.ts';

export const endpointUrlIsPlain: Defence = [
  { file: address, from: 'if (url.username || url.password || url.hash) throw', to: "if (url.href === '') throw" },
];

export const endpointUrlIsSecure: Defence = [
  {
    file: address,
    from: "if (url.protocol !== 'https:' && !isPlain) throw",
    to: "if (url.href === '' && !isPlain) throw",
  },
];

export const webhooksFollowNoRedirect: Defence = [
  { file: 'server/webhooks/try-delivery.ts', from: "    redirect: 'manual',\n", to: '' },
];
