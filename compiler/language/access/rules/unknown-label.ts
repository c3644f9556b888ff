// `to.label` asks for a label, or a value of it, that no agent has.
import type { AgentsModel } from '../../agents/model.ts';
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { AccessModel } from '../model.ts';

export const unknownLabel: Rule<{ readonly agents: AgentsModel; readonly access: AccessModel }> = {
  name: 'access/unknown-label',
  severity: 'error',
  check({ agents, access }, report) {
    const known = labelsOf(agents);
    for (const { key, value } of access.rules.flatMap(({ to }) => to?.labels ?? [])) {
      const values = known.get(key.text);
      if (values?.has(value.text)) continue;
      const word = values === undefined ? key : value;
      report(word.range, {
        message: values
          ? `No agent has the label “${key.text}” with the value “${value.text}”.`
          : `No agent has a label “${key.text}”.`,
        help: suggest(
          word.text,
          values ?? known.keys(),
          'Give it to an agent: `labels: { tier: internal }`.',
        ),
      });
    }
  },
};

function labelsOf({ agents }: AgentsModel): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const [key, value] of [...agents.values()].flatMap(({ labels }) => Object.entries(labels))) {
    const values = known.get(key) ?? new Set();
    known.set(key, values.add(value));
  }
  return known;
}
