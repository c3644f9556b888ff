// The bare proxy: node:http in, undici's Pool.dispatch out, nothing decided. What a gateway on Node cannot beat;
// on Deno and Bun what one over node:http cannot.
import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import process from 'node:process';

// Deno resolves no path inside a package but by this.
const Pool = createRequire(import.meta.url)('undici/lib/dispatcher/pool.js');
const pool = new Pool(`http://127.0.0.1:${process.argv[2]}`, { connections: 128, pipelining: 1 });

/** Hop-by-hop fields are not passed on (RFC 9110, section 7.6.1). */
const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host']);

function passed(raw) {
  const kept = [];
  for (let at = 0; at < raw.length; at += 2) {
    if (!HOP.has(raw[at].toString().toLowerCase())) kept.push(raw[at].toString(), raw[at + 1].toString());
  }
  return kept;
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    pool.dispatch(
      { path: request.url, method: request.method, headers: passed(request.rawHeaders), body },
      {
        onConnect() {},
        onHeaders(status, raw) {
          response.writeHead(status, passed(raw));
          return true;
        },
        onData(chunk) {
          response.write(chunk);
          return true;
        },
        onComplete() {
          response.end();
        },
        onError(error) {
          response.destroy(error);
        },
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => console.log(`127.0.0.1:${server.address().port}`));
