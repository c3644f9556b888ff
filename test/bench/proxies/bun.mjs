// The bare proxy of Bun: Bun.serve in, its fetch out, nothing decided.
const backend = `http://127.0.0.1:${process.argv[2]}`;

async function forward(request) {
  const { method, headers } = request;
  const answer = await fetch(`${backend}${new URL(request.url).pathname}`, {
    method,
    headers,
    body: await request.bytes(),
  });
  return new Response(await answer.bytes(), {
    status: answer.status,
    headers: { 'content-type': answer.headers.get('content-type') },
  });
}

const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: forward });
console.log(`127.0.0.1:${server.port}`);
