// A new bundle for all workers: each makes it ready, and only when all have does any take it.
import type { Crew, Member } from './crew.ts';
import type { Up } from './messages.ts';

export interface Consent {
  /** Asks every worker that serves to make `text` ready. Resolves with why one cannot, or null. */
  prepare(text: string): Promise<string | null>;
  abandon(): void;
  /** All take it. Resolves when every one has ended what it served before. */
  commit(): Promise<void>;
  heard(member: Member, message: Up): void;
  gone(member: Member): void;
}

/** How long a worker may take, in milliseconds. */
const PREPARE_MS = 30_000;

export function createConsent(crew: () => Crew): Consent {
  const preparing = new Map<Member, (problem: string | null) => void>();
  const retiring = new Map<Member, () => void>();
  let wanted = '';

  const ask = (member: Member): Promise<string | null> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, PREPARE_MS, `worker ${member.number} takes too long`);
      preparing.set(member, (problem) => {
        clearTimeout(timer);
        resolve(problem);
      });
      crew().tell(member, { down: 'prepare', text: wanted });
    });

  const take = (member: Member): Promise<void> =>
    new Promise((resolve) => {
      member.prepared = false;
      retiring.set(member, resolve);
      crew().tell(member, { down: 'commit' });
    });

  return {
    async prepare(text) {
      wanted = text;
      const asked = [...crew().members].filter(({ address }) => address !== null);
      const problems = await Promise.all(asked.map(ask));
      preparing.clear();
      return problems.find((problem) => problem !== null) ?? null;
    },
    abandon() {
      for (const member of crew().members) member.prepared = false;
      crew().tellAll({ down: 'abandon' });
    },
    async commit() {
      crew().use(wanted);
      const members = [...crew().members];
      // One that began meanwhile has the old text: its successor has the new one.
      for (const member of members) if (!member.prepared) crew().dismiss(member);
      await Promise.all(members.filter(({ prepared }) => prepared).map(take));
    },
    heard(member, message) {
      if (message.up === 'retired') retiring.get(member)?.();
      if (message.up !== 'prepared') return;
      member.prepared = message.problem === null;
      preparing.get(member)?.(message.problem);
    },
    gone(member) {
      preparing.get(member)?.(null);
      retiring.get(member)?.();
      retiring.delete(member);
    },
  };
}
