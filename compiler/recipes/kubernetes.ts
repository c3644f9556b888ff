// Recipe for Kubernetes: a deployment with probes and no rights, a service, and a policy for what goes in and out.
import { scalar } from '../source/print.ts';
import { type Facts, isLoopback } from './facts.ts';

export function kubernetes(facts: Facts): string {
  return [header(facts), deployment(facts), service(facts), networkPolicy(facts)].join('---\n');
}

function header(facts: Facts): string {
  const { title, name, environment, files, names } = facts;
  const literals = (wanted: boolean): readonly string[] =>
    environment.filter(({ secret }) => secret === wanted).map((one) => `--from-literal=${one.name}=…`);
  const create = (kind: string, from: readonly string[]): readonly string[] =>
    from.length === 0 ? [] : [`#   kubectl create ${kind} ${name} ${from.join(' ')}`];
  const local = `# Callers reach it by address only: add the names they use, as ${name}.default.svc, to \`listen.hosts\` in an overlay.`;
  const lines = [
    `# The gateway ${title}. The image is what \`mcpgw recipe dockerfile\` builds.`,
    ...create('secret generic', [...literals(true), ...files.map((file) => `--from-file=${keyOf(file)}=…`)]),
    ...create('configmap', literals(false)),
    ...(names.length === 0 ? [local] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function deployment(facts: Facts): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${scalar(facts.name)}, labels: ${labels(facts)} }
spec:
  replicas: 1                         # limits count in memory: two replicas would allow twice as much
  selector: { matchLabels: ${labels(facts)} }
  template:
    metadata: { labels: ${labels(facts)} }
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 40   # calls in flight may take 30 s to end
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        fsGroup: 65532
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: gateway
          image: ${scalar(`registry.example/${facts.name}:latest`)}   # better by digest
          ports: [{ name: http, containerPort: ${facts.innerPort} }]
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 512Mi }
          startupProbe: { httpGet: ${probe(facts, '/healthz')}, periodSeconds: 1, failureThreshold: 30 }
          readinessProbe: { httpGet: ${probe(facts, '/readyz')}, periodSeconds: 5 }
          livenessProbe: { httpGet: ${probe(facts, '/healthz')}, periodSeconds: 10 }
${environment(facts)}${mounts(facts)}`;
}

/** The gateway answers only to its own names. */
function probe({ self }: Facts, path: string): string {
  return `{ path: ${path}, port: http, httpHeaders: [{ name: Host, value: ${scalar(self)} }] }`;
}

function environment({ name, environment: variables }: Facts): string {
  if (variables.length === 0) return '';
  const lines = variables.map(({ name: key, secret, optional }) => {
    const from = secret ? 'secretKeyRef' : 'configMapKeyRef';
    const more = optional ? ', optional: true' : '';
    return `            - { name: ${key}, valueFrom: { ${from}: { name: ${scalar(name)}, key: ${key}${more} } } }`;
  });
  return `          env:\n${lines.join('\n')}\n`;
}

function mounts({ name, files, spawns }: Facts): string {
  if (files.length === 0 && !spawns) return '';
  const inside = files.map((file) => {
    const path = file.startsWith('/') ? file : `/app/${file.replace(/^\.\//, '')}`;
    return `            - { name: secrets, mountPath: ${scalar(path)}, subPath: ${keyOf(file)}, readOnly: true }`;
  });
  const volumes =
    files.length === 0 ? [] : [`        - { name: secrets, secret: { secretName: ${scalar(name)} } }`];
  if (spawns) {
    inside.push('            - { name: tmp, mountPath: /tmp }');
    volumes.push('        - { name: tmp, emptyDir: {} }');
  }
  return `          volumeMounts:\n${inside.join('\n')}\n      volumes:\n${volumes.join('\n')}\n`;
}

/** A key of a Secret for a file's path. */
function keyOf(file: string): string {
  return file.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
}

function service(facts: Facts): string {
  return `apiVersion: v1
kind: Service
metadata: { name: ${scalar(facts.name)}, labels: ${labels(facts)} }
spec:
  selector: ${labels(facts)}
  ports: [{ name: http, port: 80, targetPort: http }]
`;
}

function networkPolicy(facts: Facts): string {
  const rules = [
    '    - ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]   # names',
    ...egress(facts),
    ...(facts.spawns
      ? [
          '    - ports: [{ protocol: TCP, port: 443 }]   # the programs it starts; take it away if they need no network',
        ]
      : []),
  ];
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${scalar(facts.name)} }
spec:
  podSelector: { matchLabels: ${labels(facts)} }
  policyTypes: [Ingress, Egress]
  ingress:
    - ports: [{ protocol: TCP, port: ${facts.innerPort} }]   # narrow it with \`from:\` to where agents run
  egress:
${rules.join('\n')}
`;
}

/** A policy knows addresses, not names: of a name only the port can be said. */
function egress({ reaches }: Facts): readonly string[] {
  const outside = reaches.filter(({ host }) => !isLoopback(host));
  const block = (host: string): string | null => {
    if (/^[0-9]+(\.[0-9]+){3}$/.test(host)) return `${host}/32`;
    return host.startsWith('[') ? `${host.slice(1, -1)}/128` : null;
  };
  const addresses = outside.flatMap(({ host, port }) => {
    const cidr = block(host);
    if (cidr === null) return [];
    return [
      `    - { to: [{ ipBlock: { cidr: ${JSON.stringify(cidr)} } }], ports: [{ protocol: TCP, port: ${port} }] }`,
    ];
  });
  const named = outside.filter(({ host }) => block(host) === null);
  const ports = [...new Set(named.map(({ port }) => port))].map((port) => {
    const hosts = named.filter((one) => one.port === port).map(({ host }) => host);
    return `    - ports: [{ protocol: TCP, port: ${port} }]   # ${hosts.join(', ')}`;
  });
  return [...addresses, ...ports];
}

function labels({ name }: Facts): string {
  return `{ app.kubernetes.io/name: ${scalar(name)} }`;
}
