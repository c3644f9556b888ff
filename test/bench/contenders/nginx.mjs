// nginx as a plain reverse proxy that parses nothing: one worker, keep-alive to the backend.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, run } from './run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'mcpgw-bench-nginx-'));
const port = await freePort();
writeFileSync(
  join(folder, 'nginx.conf'),
  `daemon off; worker_processes 1; master_process off; pid ${folder}/pid; error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f;
  uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s; client_max_body_size 8m; client_body_buffer_size 1m;
  keepalive_requests 100000000;
  upstream backend { server 127.0.0.1:${process.argv[2]}; keepalive 128; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering on; proxy_buffers 16 16k; proxy_buffer_size 16k; }
  }
}
`,
);
run(['nginx', '-p', folder, '-c', join(folder, 'nginx.conf')], { port });
