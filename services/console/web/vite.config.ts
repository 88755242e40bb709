// Builds the page into ../dist; for developing, `npx vite web` serves it and asks the API of a running console.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ command }) => {
  // Whoever builds it, a test run included, what is served is the page people get: React's development build runs every effect twice.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    plugins: [react()],
    build: { outDir: '../dist', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
    server: { proxy: { '/api': `http://127.0.0.1:${process.env['REVLOOP_CONSOLE_PORT'] ?? 8090}` } },
  };
});
