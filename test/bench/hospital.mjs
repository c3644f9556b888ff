// A hospital's policy of any size, in the shape of the SAPL benchmark's scenario of that name: each ward has 32 allows by
// role, kind of record and action, and one deny by sensitivity and time. Written as a gateway file and its includes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Role → kind of record → what it may do with it: 32 pairs. */
const PERMITS = {
  attending: {
    PatientRecord: ['read', 'write', 'create'],
    LabResult: ['read', 'order'],
    Prescription: ['read', 'write', 'prescribe'],
    Imaging: ['read', 'order'],
    CareNote: ['read', 'write', 'create'],
    Referral: ['read', 'write', 'create'],
  },
  resident: {
    PatientRecord: ['read', 'write'],
    LabResult: ['read'],
    Prescription: ['read'],
    Imaging: ['read', 'order'],
    CareNote: ['read', 'write', 'create'],
    Referral: ['read', 'create'],
  },
  nurse: {
    PatientRecord: ['read', 'write'],
    LabResult: ['read'],
    Prescription: ['read'],
    CareNote: ['read', 'write', 'create'],
    Schedule: ['read', 'write'],
  },
  labTech: { LabResult: ['read', 'write', 'create'], Imaging: ['read', 'write', 'create'] },
  pharmacist: { Prescription: ['read', 'write', 'approve'], PatientRecord: ['read'] },
  admin: {
    Schedule: ['read', 'write', 'create', 'delete'],
    BillingRecord: ['read', 'write'],
    AuditLog: ['read'],
  },
  billing: { BillingRecord: ['read', 'write', 'create', 'bill'], PatientRecord: ['read'] },
  auditor: {
    AuditLog: ['read', 'write', 'create', 'audit'],
    PatientRecord: ['read'],
    BillingRecord: ['read'],
  },
  researcher: { PatientRecord: ['read'], LabResult: ['read'], Imaging: ['read'] },
};
const PER_FILE = 100;

/** The rules of one ward, the deny first. */
function wardRules(ward) {
  const permits = Object.entries(PERMITS).flatMap(([role, kinds]) =>
    Object.entries(kinds).map(([kind, actions]) => ({
      name: `${ward}-${role}-${kind}`,
      ward,
      role,
      kind,
      actions,
      agent: agentName(ward, role),
    })),
  );
  return [{ name: `${ward}-sensitive`, ward, role: null }, ...permits];
}

function yamlOf({ name, ward, role, kind, actions }) {
  if (role === null) {
    const when = `args.ward == "${ward}" && args.sensitivity > 3 && request.time.getHours() >= 20`;
    return `  - { name: ${name}, deny: ehr__*, when: '${when}' }\n`;
  }
  const tools = actions.map((action) => `ehr__${action}`).join(', ');
  const when = `args.kind == "${kind}" && args.ward == "${ward}" && agent.labels.ward == "${ward}"`;
  return `  - { name: ${name}, allow: [${tools}], to: { role: ${role} }, when: '${when}' }\n`;
}

const agentName = (ward, role) => `${ward}-${role.toLowerCase()}`;

/** Of each role one agent in each ward. */
function agentsOf(wards) {
  return wards.flatMap((ward) =>
    Object.keys(PERMITS).map((role) => ({
      name: agentName(ward, role),
      team: '',
      roles: [role],
      labels: { ward },
    })),
  );
}

function agentYaml({ name, roles, labels }, at) {
  const key = `sha256:${(at + 1).toString(16).padStart(64, '0')}`;
  return `  ${name}: { roles: [${roles}], labels: { ward: ${labels.ward} }, keys: ["${key}"] }\n`;
}

/**
 * The policy's first `size` rules, its agents, and `write(folder)`, which gives the path of the gateway file.
 * @param size number of rules
 */
export function hospital(size) {
  const wards = Array.from({ length: Math.ceil(size / 33) }, (_, at) => `ward-${at}`);
  const rules = wards.flatMap(wardRules).slice(0, size);
  const agents = agentsOf(wards);
  return {
    rules,
    agents,
    permits: rules.filter(({ role }) => role !== null),
    agentName,
    write: (folder) => write(folder, rules, agents),
  };
}

/** One file for each hundred wards, since a file may be 1 MiB at most; all agents in one more. */
function write(folder, rules, agents) {
  mkdirSync(folder, { recursive: true });
  const wards = [...new Set(rules.map(({ ward }) => ward))];
  const files = ['{ path: agents.yaml }'];
  writeFileSync(join(folder, 'agents.yaml'), `agents:\n${agents.map(agentYaml).join('')}`);
  for (let at = 0; at < wards.length; at += PER_FILE) {
    const within = new Set(wards.slice(at, at + PER_FILE));
    const file = `wards-${at}.yaml`;
    const access = rules.filter(({ ward }) => within.has(ward)).map(yamlOf);
    writeFileSync(join(folder, file), `access:\n${access.join('')}`);
    files.push(`{ path: ${file}, tools: [ehr__*] }`);
  }
  const gateway = `version: 1\nname: hospital\nhosts: [node>=20.19]\ninclude: [${files.join(', ')}]\nservers: { ehr: { url: "http://127.0.0.1:9/mcp" } }\n`;
  writeFileSync(join(folder, 'gateway.yaml'), gateway);
  return join(folder, 'gateway.yaml');
}
