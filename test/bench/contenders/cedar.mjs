// One decision of Cedar (WebAssembly) with the policy kept by its id, in nanoseconds: the first shape of decision.mjs.
// A process of its own: V8 of Node 20 dies in code that it made of WebAssembly and JavaScript together.
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';

const CALLS = 4000;
const policy = `permit(principal, action, resource) when
  { context.team == "payments" && context.tool like "db__*" && !context.destructive };`;
preparsePolicySet('bench', { staticPolicies: { rule: policy } });

function decide(at) {
  const answer = statefulIsAuthorized({
    principal: { type: 'Agent', id: 'bot' },
    action: { type: 'Action', id: 'call' },
    resource: { type: 'Tool', id: 'db__query' },
    context: { team: 'payments', tool: 'db__query', destructive: false, at },
    preparsedPolicySetId: 'bench',
    entities: [],
    validateRequest: false,
  });
  return answer.response?.decision === 'allow';
}

let ns = 0;
for (let round = 0; round < 4; round++) {
  const begun = process.hrtime.bigint();
  for (let at = 0; at < CALLS; at++) if (!decide(at)) throw new Error('denied');
  ns = Number(process.hrtime.bigint() - begun) / CALLS;
}
console.log(Math.round(ns));
