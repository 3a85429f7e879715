import { defineConfig } from 'vitest/config';
import { demoDocuments } from './build/documents.ts';
import { packed } from './build/packed.ts';

export default defineConfig({
  plugins: [demoDocuments(new URL('../Silo/Demo/demo.json', import.meta.url)), packed()],
  build: {
    outDir: '../EdgeApi/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    // A data: URL in a style would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { proxy: { '/api': 'http://127.0.0.1:5080', '/live': { target: 'http://127.0.0.1:5080', ws: true } } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
});
