// The bare proxy of Deno: Deno.serve in, undici's Pool.dispatch out, nothing decided.
import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import process from 'node:process';

const Pool = createRequire(import.meta.url)('undici/lib/dispatcher/pool.js');
const pool = new Pool(`http://127.0.0.1:${process.argv[2]}`, { connections: 128, pipelining: 1 });

/** Hop-by-hop fields are not passed on (RFC 9110, section 7.6.1). */
const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host']);

async function forward(request) {
  const body = Buffer.from(await request.bytes());
  const headers = [...request.headers].filter(([name]) => !HOP.has(name)).flat();
  const path = new URL(request.url).pathname;
  return new Promise((resolve, reject) => {
    let status = 0;
    const fields = [];
    const chunks = [];
    const handler = {
      onConnect() {},
      onHeaders(code, raw) {
        status = code;
        for (let at = 0; at < raw.length; at += 2) {
          const name = raw[at].toString().toLowerCase();
          if (!HOP.has(name)) fields.push([name, raw[at + 1].toString()]);
        }
        return true;
      },
      onData: (chunk) => chunks.push(chunk) > 0,
      onComplete: () =>
        resolve(
          new Response(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks), { status, headers: fields }),
        ),
      onError: reject,
    };
    pool.dispatch({ path, method: request.method, headers, body }, handler);
  });
}

const onListen = ({ port }) => console.log(`127.0.0.1:${port}`);
Deno.serve({ hostname: '127.0.0.1', port: 0, onListen }, forward);
