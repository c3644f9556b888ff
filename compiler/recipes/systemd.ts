// Recipe for systemd: a service that may do little more than listen and call.
import { type Facts, isLoopback } from './facts.ts';

export function systemd(facts: Facts): string {
  const { title, name } = facts;
  return `# /etc/systemd/system/${name}.service: the gateway ${title}.
#   install -D -m 644 gateway.mjs gateway.mjs.licences.txt -t /opt/${name}
${environmentNote(facts)}#   systemctl enable --now ${name}
[Unit]
Description=MCP gateway ${title}
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
ExecStart=/usr/bin/node /opt/${name}/gateway.mjs
WorkingDirectory=/opt/${name}
${environment(facts)}${user(facts)}Restart=on-failure
RestartSec=2
# 78: something it needs is missing. Trying again would not bring it.
RestartPreventExitStatus=78
# Calls in flight may take 30 s to end.
TimeoutStopSec=40

NoNewPrivileges=yes
CapabilityBoundingSet=${capabilities(facts)}
AmbientCapabilities=${capabilities(facts)}
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
LockPersonality=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UMask=0077
# MemoryDenyWriteExecute is not here: JavaScript is compiled to code that runs.
${addresses(facts)}
[Install]
WantedBy=multi-user.target
`;
}

function environmentNote({ name, environment: variables }: Facts): string {
  if (variables.length === 0) return '';
  const names = variables.map((one) => (one.optional ? `${one.name} (optional)` : one.name));
  return `#   install -D -m 600 /dev/null /etc/${name}/gateway.env   # NAME=value for: ${names.join(', ')}\n`;
}

function environment({ name, environment: variables, spawns }: Facts): string {
  const required = variables.some(({ optional }) => !optional);
  const file =
    variables.length === 0 ? '' : `EnvironmentFile=${required ? '' : '-'}/etc/${name}/gateway.env\n`;
  // npx keeps what it fetches below HOME.
  const home = spawns ? `StateDirectory=${name}\nEnvironment=HOME=/var/lib/${name}\n` : '';
  return file + home;
}

/** Files it reads need an owner that stays. */
function user({ name, files }: Facts): string {
  if (files.length === 0) return 'DynamicUser=yes\n';
  const remark = `# useradd --system ${name}; it must be able to read ${files.join(', ')}, from /opt/${name}.\n`;
  return `${remark}User=${name}\n`;
}

function capabilities({ port }: Facts): string {
  return port > 0 && port < 1024 ? 'CAP_NET_BIND_SERVICE' : '';
}

/** Addresses can be held to, names cannot; the programs it starts reach what they like. */
function addresses({ reaches, local, spawns }: Facts): string {
  const hosts = reaches.map(({ host }) => host.replace(/^\[|\]$/g, ''));
  const fixed = hosts.every((host) => isLoopback(host) || /^[0-9.]+$/.test(host) || host.includes(':'));
  if (fixed && local && !spawns) {
    const allow = ['localhost', ...hosts.filter((host) => !isLoopback(host))];
    return `IPAddressDeny=any\nIPAddressAllow=${allow.join(' ')}\n`;
  }
  const said = reaches.map(({ host, port }) => `${host}:${port}`).join(', ');
  return said === '' ? '' : `# It reaches ${said}.\n`;
}
