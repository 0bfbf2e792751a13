import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)), emptyOutDir: true,
    // Nothing inline: the content security policy allows scripts and styles from files only.
    assetsInlineLimit: 0, modulePreload: false, reportCompressedSize: false,
  },
  logLevel: 'warn',
});
