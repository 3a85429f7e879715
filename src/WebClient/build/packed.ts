import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Scripts and styles as small as brotli makes them, under `packed/`: seconds for a big one, which no visitor waits for and no server spends at its start.
 * Not beside what they are made of: there the SDK puts files of its own with the same names.
 */
export function packed(): Plugin {
  return {
    name: 'packed',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((one) => /\.(js|css)$/.test(one))) {
        const plain = readFileSync(join(dir, name));
        const to = join(dir, 'packed', `${name}.br`);
        mkdirSync(dirname(to), { recursive: true });
        writeFileSync(to, brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }));
      }
    },
  };
}
