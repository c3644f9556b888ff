// Who may watch a resource, and is told of it: whom the rules let read it, with the scopes of the token that asks.
import { describe, expect, it } from 'vitest';
import { scopedAccessStage } from '../../runtime/access/scopes.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import type { NewsCall } from '../../runtime/contract/news.ts';
import type { NewsContext } from '../../runtime/contract/stages.ts';
import { createWatches } from '../../runtime/news/watches.ts';
import { bearer, policyOf } from '../access/scoped.ts';
import { agent, callOf } from '../gateway/facts.ts';

const URI = 'docs://a';
const stage = scopedAccessStage(
  policyOf(`
    { name: tools, allow: crm__* }
    { name: docs, allow: { resources: ["docs://**"] }, to: { scope: docs.read } }
  `),
);

/** A server's one resource, and what is to be told of an update. */
function world() {
  const told: ((uri: string) => void)[] = [];
  const item = {
    judge: stage.judge(
      { uri: URI, server: 'crm', mimeType: '' },
      ({ resources }) => resources?.matches(URI) === true,
    ),
    backend: {
      watch(_: string, updated: (uri: string) => void) {
        told.push(updated);
        return () => {};
      },
    },
  };
  const catalog = { find: () => item, updates: () => true };
  const sessions = { watched: new Map(), listeners: [], tell() {} };
  const watches = createWatches({ catalog, sessions } as unknown as Pick<
    NewsContext,
    'catalog' | 'sessions'
  >);
  return { watches, told };
}

function callBy(who: Agent, said: unknown[]): NewsCall {
  return {
    request: { agent: who, message: { method: 'resources/subscribe', uri: URI } },
    facts: callOf({}),
    say: () => void said.push('watched'),
    refuse: (refusal: object) => void said.push(refusal),
    unknown: () => void said.push('unknown'),
  } as unknown as NewsCall;
}

describe('a resource that a scope is needed for', () => {
  it('is watched in a session by who has it; who lacks it is told which', async () => {
    const said: unknown[] = [];
    for (const who of [bearer('docs.read'), bearer(), agent()])
      await world().watches.take(callBy(who, said), 'session');
    expect(said).toEqual([
      'watched',
      expect.objectContaining({ decision: 'challenge', status: 403, data: { scopes: ['docs.read'] } }),
      'unknown',
    ]);
  });

  it('is watched on a stream by who has it', async () => {
    const { watches } = world();
    expect(await watches.honored(callBy(bearer('docs.read'), []), [URI])).toEqual([URI]);
    for (const who of [bearer(), agent()]) expect(await watches.honored(callBy(who, []), [URI])).toEqual([]);
  });

  it('is told of to the same', () => {
    for (const [who, many] of [
      [bearer('docs.read'), 1],
      [bearer(), 0],
      [agent(), 0],
    ] as const) {
      const { watches, told } = world();
      const updates: string[] = [];
      watches.follow(
        who,
        () => [URI],
        (uri) => void updates.push(uri),
        undefined,
      );
      for (const updated of told) updated(URI);
      expect(updates).toHaveLength(many);
    }
  });
});
