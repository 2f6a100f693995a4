/** The table of rooms (docs/architecture.md): who may import whom. */
const rooms = [
  'bridge-protocol',
  'loader',
  'widget',
  'server',
  'connectors',
  'sandbox',
  'e2e',
  'attacks',
  'bench',
  'examples',
  'gallery',
];

/** Folders (or files) each room may import besides itself, as regular expressions. */
const mayImport = {
  'bridge-protocol': [],
  loader: ['bridge-protocol/'],
  widget: ['bridge-protocol/'],
  // Of the kinds of connector the server knows which folders hold apps, how one becomes a connector, and what pieces run in.
  server: [
    'bridge-protocol/',
    'connectors/kit/',
    'connectors/(app-folders|load-connector)\\.ts$',
    'connectors/pieces/worker/(worker-pool|isolation)\\.ts$',
  ],
  connectors: [],
  sandbox: [],
  e2e: ['bridge-protocol/', 'loader/index\\.d\\.ts$', 'connectors/testing/', 'sandbox/', 'scripts/'],
  attacks: ['bridge-protocol/', 'connectors/', 'e2e/', 'sandbox/', 'scripts/', 'server/'],
  bench: [
    'bridge-protocol/',
    'connectors/',
    'loader/index\\.d\\.ts$',
    'scripts/',
    'e2e/harness/',
    'e2e/faults/(cluster/|figures\\.ts$)',
  ],
  examples: [],
  gallery: ['bridge-protocol/', 'widget/'],
};

const tests = '\\.(?:test|type-test)\\.ts$';
const anyRoom = `^(${rooms.join('|')}|scripts)/`;

/** Bridge-protocol files without a schema: the only ones of which the loader bundles a value. */
const constants = '^bridge-protocol/(deadlines|method-names|version|error-codes)\\.ts$';

const tableOfRooms = rooms.map((room) => ({
  name: `${room}-imports`,
  comment: `${room}/ may import ${mayImport[room].join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: [tests, '/testing/'] },
  to: { path: anyRoom, pathNot: [`^${room}/`, ...mayImport[room].map((path) => `^${path}`)] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...tableOfRooms,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that leads nowhere, or to a package that package.json does not name.',
      severity: 'error',
      from: { pathNot: '^widget/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-package-in-product',
      comment: 'What runs at a customer is a dependency, not a devDependency.',
      severity: 'error',
      from: { path: '^(bridge-protocol|loader|server|connectors)/', pathNot: [tests, '/testing/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'loader-bundles-constants-only',
      comment:
        'The loader takes types and plain constants from bridge-protocol; a schema would bring zod into its bundle.',
      severity: 'error',
      from: { path: '^loader/', pathNot: tests },
      to: { path: '^bridge-protocol/', pathNot: constants, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'constants-bundle-nothing',
      severity: 'error',
      from: { path: constants },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'loader-without-zod',
      severity: 'error',
      from: { path: '^loader/', pathNot: tests },
      to: { path: 'node_modules/zod/' },
    },
    {
      name: 'bridge-protocol-without-io',
      severity: 'error',
      from: { path: '^bridge-protocol/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'kit-stands-alone',
      severity: 'error',
      from: { path: '^connectors/kit/' },
      to: { path: '^connectors/', pathNot: '^connectors/kit/' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'An app knows the kinds of connector, never another app.',
      severity: 'error',
      from: { path: '^connectors/apps/([^/]+)/' },
      to: { path: '^connectors/apps/', pathNot: '^connectors/apps/$1/' },
    },
    {
      name: 'product-without-sandbox',
      comment: 'The sandbox is somebody else: the product meets it over HTTP only.',
      severity: 'error',
      from: { path: '^(bridge-protocol|loader|widget|server|connectors)/', pathNot: [tests, '/testing/'] },
      to: { path: '^sandbox/' },
    },
    {
      name: 'product-without-tests',
      severity: 'error',
      from: { path: '^(bridge-protocol|loader|widget|server|connectors|sandbox)/', pathNot: [tests, '/testing/'] },
      to: { path: [tests, '/testing/', '^(e2e|attacks|bench|gallery)/'] },
    },
    {
      name: 'widget-fetches-in-one-place',
      comment: 'widget/lib/api is the only fetch.',
      severity: 'error',
      from: { path: '^widget/', pathNot: ['^widget/lib/api/', tests] },
      to: { path: 'node_modules/ky/' },
    },
    {
      name: 'widget-ui-without-io',
      comment: 'Components show what they are given.',
      severity: 'error',
      from: { path: '^widget/lib/ui/' },
      to: { path: '^widget/lib/(api|bridge)/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|\\.svelte-kit|test-results)/' },
    tsPreCompilationDeps: true,
    // e2e/products and bench/documents have packages of their own besides these.
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.svelte', '.json', '.d.ts'],
    },
  },
};
