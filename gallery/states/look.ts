import { apiToken } from '#widget/lib/testing/samples.ts';
import type { GalleryState } from '../gallery-state.ts';
import { journeyState } from '../journey-state.ts';
import { appNamed } from '../samples/apps.ts';
import { surfaceState } from '../surface-state.ts';

/** A brand of its own: one that is light, round and roomy, and one that is square and dense. */
const light = { colorPrimary: '#ffd400', borderRadius: '20px', fontSize: '17px', spacing: '5px' };
const dense = { colorPrimary: '#7a1fa2', borderRadius: '0', fontSize: '13px', spacing: '3px' };
const rightToLeft = { lang: 'he', dir: 'rtl' };
const pipedrive = appNamed('pipedrive', { auth_methods: [apiToken] });

/** What a host page can change of every screen, on some of them. */
export const lookStates: GalleryState[] = [
  surfaceState('look/light-brand-marketplace', { screen: 'apps' }, { variables: light }),
  surfaceState('look/light-brand-app', { screen: 'app', app: 'slack' }, { variables: light }),
  journeyState('look/light-brand-connect', pipedrive, { variables: light }),
  surfaceState('look/dense-brand-marketplace', { screen: 'apps' }, { variables: dense }),
  journeyState('look/dense-brand-connect', pipedrive, { variables: dense }),
  surfaceState('look/right-to-left-marketplace', { screen: 'apps' }, { page: rightToLeft }),
  surfaceState(
    'look/right-to-left-app',
    { screen: 'apps' },
    { page: rightToLeft, prepare: (surface) => surface.openApp('hubspot') },
  ),
  journeyState('look/right-to-left-connect', pipedrive, { page: rightToLeft }),
];
