import js from '@eslint/js';
import noUnsanitized from 'eslint-plugin-no-unsanitized';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Commands print their results; everything else logs or answers. */
const commands = [
  'scripts/**',
  'bench/**',
  'sandbox/**',
  'server/main.ts',
  'server/admin/**',
  'examples/**',
  '.ci/**',
  'e2e/faults/**',
  'e2e/matrix/main.ts',
  'attacks/*.ts',
];
const tests = ['**/*.test.ts', 'e2e/**', 'attacks/**'];

/** A message to any origin is readable by any origin. */
const wildcardTarget = {
  selector: "CallExpression[callee.property.name='postMessage'] Literal[value='*']",
  message: 'Name the one origin the message is for.',
};

export default defineConfig(
  globalIgnores(['dist/', 'data/', '.svelte-kit/', 'test-results/', 'playwright-report/', '**/node_modules/']),
  {
    files: ['**/*.{js,ts,svelte}'],
    extends: [js.configs.recommended, noUnsanitized.configs.recommended],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always'],
      'max-lines': ['error', 300],
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', wildcardTarget],
      'no-restricted-imports': [
        'error',
        { paths: ['vm', 'node:vm', 'vm2', 'isolated-vm'].map((name) => ({ name, message: 'It is no boundary.' })) },
      ],
      'no-restricted-globals': ['error', { name: 'event', message: 'Take the event as an argument.' }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A function that has to return a promise may be async without awaiting.
      '@typescript-eslint/require-await': 'off',
      // An `any` of a library may be taken where a type is expected; what it holds may not be used unseen.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-this-alias': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [svelte.configs.recommended],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Only svelte-check sees the types of components; eslint takes them for unresolved.
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // The widget is served under a versioned path that Kit does not know; its screens are state, not links.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: commands,
    rules: { 'no-console': 'off' },
  },
  {
    // The iframe's console is its only log, and it is the developer's.
    files: ['widget/**'],
    rules: { 'no-console': ['error', { allow: ['error', 'warn'] }] },
  },
  {
    files: tests,
    rules: {
      // Replies of a server under test are looked at, not trusted: the assertion is the check.
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // The attack is a fixture: hostile pages post to every origin, on purpose.
    files: ['e2e/hostile-frames/**', 'attacks/worlds/hostile-page.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
