// What a reader should never have to wonder about: unused names, floating promises' cousins, and the doors that each library may come through.
import js from '@eslint/js';
import ts from 'typescript-eslint';

const only = (paths, message) => ({ patterns: [{ group: paths, message }] });

export default ts.config(
  { ignores: ['dist/', '.runtime/', '.data/', 'node_modules/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', Buffer: 'readonly', AbortSignal: 'readonly', AbortController: 'readonly' } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-console': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
    },
  },
  { files: ['workers/**/*.ts'], rules: { 'no-restricted-imports': ['error', only(['**/api/**', '**/views/**', 'express'], 'workers know only processes/')] } },
  { files: ['processes/**/*.ts'], rules: { 'no-restricted-imports': ['error', only(['**/api/**', '**/workers/**', '**/views/**', 'express'], 'processes/ knows nothing of ours')] } },
  { files: ['api/**/*.ts'], rules: { 'no-restricted-imports': ['error', only(['**/workers/**', 'zeebe-node', 'mongoose', 'mongodb'], 'the two doors never import each other; mongoose lives in processes/store')] } },
);
