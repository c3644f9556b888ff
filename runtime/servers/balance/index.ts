// One server at several addresses: each call goes to one that is healthy, and to a few others where nothing of it was sent.
import { type CallContext, note } from '../../contract/attempt.ts';
import { heard } from '../../contract/heard.ts';
import type { HttpTransportPlan, ServerPlan } from '../../contract/plan.ts';
import type { AddressPlan, BalancePlan } from '../../contract/plan-ways.ts';
import type { BackendCall, BackendFailure, BackendSink } from '../../contract/server.ts';
import { NO_REQUEST, type ToolFacts } from '../../contract/tool.ts';
import { createTurns } from '../../contract/turns.ts';
import type { HealthOf, Pool } from '../../contract/ways.ts';
import { byHash, type Choice, type Choose, leastPending, roundRobin } from './choose.ts';
import { asOne } from './one.ts';

/** Tries of one call, whatever became of them, where the server does not say how many. */
const MOST_TRIES = 3;

export const pool: Pool = (server, addresses, { environment, health }) => {
  const { clock } = environment;
  const plans = plansOf(server, addresses.length);
  const known = health?.(server, addresses, environment) ?? null;
  const choose = chooser(server.balance);
  const most = server.retry?.attempts ?? MOST_TRIES;
  const pending = addresses.map(() => 0);

  /** Those that may be chosen for a call; once none of them is healthy, none. */
  function choices({ labels, tried = [] }: BackendCall): Choice[] {
    const all = plans.flatMap(({ weight, labels: own }, at): Choice[] => {
      const share = weight * (known?.share(at) ?? 1);
      return share > 0 && carries(own, labels) ? [{ at, share, pending: pending[at]! }] : [];
    });
    const fresh = all.filter(({ at }) => !tried.includes(at));
    return fresh.length > 0 ? fresh : all;
  }

  function call(given: BackendCall, sink: BackendSink): () => void {
    const tried = given.tried ?? [];
    const key = keyOf(server.balance, given);
    const turns = createTurns();
    const came = clock.monotonic();

    function attempt(last: BackendFailure | null): void {
      const left = choices({ ...given, tried });
      const isEnough = tried.length >= most || left.every(({ at }) => tried.includes(at));
      // All addresses share the call's deadline.
      const timeoutMs = last === null ? given.timeoutMs : given.timeoutMs - (clock.monotonic() - came);
      if (last !== null && (isEnough || timeoutMs <= 0)) sink.failed(last);
      else if (left.length === 0) sink.failed(noneHealthy(server.name, given.of, known));
      else send(choose(left, key), last === null ? given : { ...given, timeoutMs });
    }

    function send(at: number, timed: BackendCall): void {
      tried.push(at);
      pending[at]! += 1;
      const done = (failure: BackendFailure | null): void => {
        turns.ended();
        pending[at]! -= 1;
        known?.ended(at, failure);
      };
      const ends = heard(sink, {
        answer(message) {
          done(null);
          sink.answer(message);
        },
        failed(failure) {
          done(failure);
          // Nothing was sent: another address is as good as the first.
          if (failure.sent) sink.failed(failure);
          else attempt(failure);
        },
      });
      turns.next(() => {
        const stop = addresses[at]!.call(timed, ends);
        return () => {
          pending[at]! -= 1;
          stop();
        };
      });
    }

    attempt(null);
    return turns.cancel;
  }

  return { ...asOne(server.name, addresses, known), call };
};

function plansOf(
  { transport }: ServerPlan,
  count: number,
): readonly Pick<AddressPlan, 'weight' | 'labels'>[] {
  const { addresses } = transport as HttpTransportPlan;
  return addresses ?? Array.from({ length: count }, () => ({ weight: 1, labels: {} }));
}

function carries(own: AddressPlan['labels'], wanted: BackendCall['labels']): boolean {
  return wanted === undefined || Object.entries(wanted).every(([key, value]) => own[key] === value);
}

function chooser(balance: BalancePlan | undefined): Choose {
  if (balance?.by === 'hash') return byHash();
  return balance?.by === 'round-robin' ? roundRobin() : leastPending();
}

/** What decides of the address, by hash. What cannot be told is one key like another. */
function keyOf(balance: BalancePlan | undefined, { of }: BackendCall): string {
  if (balance?.by !== 'hash' || of === undefined) return '';
  const { agent } = of.request;
  const { args, request } = balance.reads;
  try {
    const tool = of.item?.facts as ToolFacts;
    return balance.key(agent, tool, args ? of.facts.args : {}, request ? of.facts.request : NO_REQUEST);
  } catch {
    return '';
  }
}

function noneHealthy(server: string, of: CallContext | undefined, known: HealthOf | null): BackendFailure {
  const detail = 'none of its addresses is healthy';
  note(of, { server, outcome: 'skipped', what: 'unhealthy', ms: 0 });
  const retryAfterMs = known?.retryAfterMs() ?? 1000;
  return { kind: 'unreachable', status: null, begun: false, sent: false, detail, retryAfterMs };
}
