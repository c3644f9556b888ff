// `to.agent` names an agent that is not there.
import type { Callers } from '../../agents/bears.ts';
import { admits, exactOf } from '../../issuers/gives.ts';
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { AccessModel } from '../model.ts';

export const unknownAgent: Rule<Callers & { readonly access: AccessModel }> = {
  name: 'access/unknown-agent',
  severity: 'error',
  check({ agents, issuers, access }, report) {
    const given = issuers.issuers.flatMap(({ gives }) => gives.names);
    for (const { to } of access.rules) {
      for (const { text, range } of to?.agent ?? []) {
        if (agents.agents.has(text) || admits(given, text)) continue;
        report(range, {
          message: `There is no agent “${text}”${given.length === 0 ? '' : ', and no token can bear the name'}.`,
          help: suggest(text, [...agents.agents.keys(), ...exactOf(given)], 'Declare it under `agents:`.'),
        });
      }
    }
  },
};
