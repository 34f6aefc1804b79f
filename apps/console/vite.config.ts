import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * One application with one page per kind of user: `desk` for the operator, `join` for a guest pilot. A further entry
 * is a further HTML file here and a folder of its own below `src`.
 */
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react()],
  resolve: {
    alias: {
      '#contracts': here('../../libs/contracts/src/index.ts'),
      '#geo': here('../../libs/geo/src/index.ts'),
      '#routes': here('../../libs/routes/src/index.ts'),
      '#wayline': here('../../libs/dji/src/wayline/index.ts'),
    },
  },
  build: {
    outDir: here('../../dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    // The map engine alone is larger than vite's general warning limit; the first-load test holds the real budget.
    chunkSizeWarningLimit: 1500,
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: { input: { desk: here('index.html'), join: here('join.html') } },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: 'http://127.0.0.1:8080' },
      '/socket.io': { target: 'http://127.0.0.1:8080', ws: true },
    },
  },
});
