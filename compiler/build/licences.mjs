// Collects the licences of what an emitted bundle holds into `dist/vendor/licences.json`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, write } from './files.mjs';

/** Writes one entry for each package: the bundle's part that holds it (empty: the runtime itself), name, version, text. */
export function collectLicences() {
  const undici = join(root, 'node_modules', 'undici');
  const jose = join(root, 'node_modules', 'jose');
  const entries = [
    { part: '', ...about(root), text: read(root, 'LICENSE') },
    { part: 'vendor/undici', ...about(undici), text: read(undici, 'LICENSE') },
    { part: 'vendor/undici', ...llhttp },
    { part: 'vendor/jose', ...about(jose), text: read(jose, 'LICENSE.md') },
  ];
  write(join(root, 'dist', 'vendor', 'licences.json'), `${JSON.stringify(entries, null, 2)}\n`);
}

function about(folder) {
  const { name, version, license } = JSON.parse(read(folder, 'package.json'));
  return { name, version, license };
}

function read(folder, file) {
  return readFileSync(join(folder, file), 'utf8');
}

// undici carries this HTTP parser as WebAssembly, without its licence file.
const llhttp = {
  name: 'llhttp',
  version: 'as built into undici',
  license: 'MIT',
  text: `This software is licensed under the MIT License.

Copyright Fedor Indutny, 2018.

Permission is hereby granted, free of charge, to any person obtaining a
copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included
in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS
OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE
USE OR OTHER DEALINGS IN THE SOFTWARE.
`,
};
