// The workers of a primary: started from the text that it runs itself, told what concerns them, replaced when they end.
import cluster, { type Worker } from 'node:cluster';
import type { Readiness } from '../../contract/gateway.ts';
import { WORKER_OF } from '../node/bundle-path.ts';
import type { Listen } from '../node/serve.ts';
import type { Desk } from './desk.ts';
import { endUntaken } from './handoffs.ts';
import { readLines } from './lines.ts';
import type { Down, Up } from './messages.ts';

/** One worker. */
export interface Member {
  readonly number: number;
  readonly worker: Worker;
  readonly desk: Desk;
  readonly begun: number;
  readiness: Readiness | null;
  /** Where it listens, once it does. */
  address: Listen | null;
  /** It has made ready what is to take over. */
  prepared: boolean;
}

export interface CrewOptions {
  readonly count: number;
  /** The bundle's file, for what is relative to it. */
  readonly path: string;
  readonly desk: (send: (message: Down) => void) => Desk;
  /** Takes what no desk answers. */
  readonly heard: (member: Member, message: Up) => void;
  /** Takes whole lines of audit records; a line for the operator. */
  readonly records: (lines: string) => void;
  readonly log: (line: string) => void;
  readonly gone: (member: Member) => void;
  /** None has listened yet, and one could not start: its exit code. */
  readonly failed: (code: number) => void;
}

export interface Crew {
  readonly members: ReadonlySet<Member>;
  /** Starts all, from `text`. */
  start(text: string): void;
  /** What workers are started from, from here on. */
  use(text: string): void;
  tell(member: Member, message: Down): void;
  /** Tells all but `except`. */
  tellAll(message: Down, except?: Member): void;
  /** Asks one to end when its calls have. */
  dismiss(member: Member): void;
  /** Asks all to end; resolves when they have, or have been ended after `ms`. None is replaced any more. */
  end(ms: number): Promise<void>;
}

/** A worker that lived so long was a good one: its end is no part of a storm. */
const SETTLED_MS = 10_000;
const FIRST_MS = 100;
const LAST_MS = 30_000;

export function createCrew(options: CrewOptions): Crew {
  const { count, path, log } = options;
  const members = new Set<Member>();
  let text = '';
  let failures = 0;
  let ending = false;
  let everListened = false;
  let whenEmpty = (): void => {};
  // The bundle comes by standard input: its file may hold another one by now, or half of one.
  const execArgv =
    'Bun' in globalThis || 'Deno' in globalThis ? process.execArgv : [...process.execArgv, MODULE];
  cluster.setupPrimary({
    exec: '-',
    args: process.argv.slice(2),
    execArgv,
    silent: true,
    serialization: 'advanced',
  });

  function tell({ worker }: Member, message: Down): void {
    // One that is gone has its end told.
    if (worker.isConnected()) worker.send(message, () => {});
  }

  function begin(number: number): void {
    if (ending) return;
    const worker = cluster.fork({ [WORKER_OF]: path });
    const send = (message: Down): void => tell(member, message);
    const member: Member = {
      number,
      worker,
      desk: options.desk(send),
      begun: performance.now(),
      readiness: null,
      address: null,
      prepared: false,
    };
    members.add(member);
    endUntaken(worker);
    const { stdin, stdout, stderr } = worker.process;
    stdin!.on('error', () => {});
    stdin!.end(text);
    readLines(stdout!, options.records);
    readLines(stderr!, (lines) => log(lines.replace(/^/gm, `worker ${number}: `)));
    worker.on('message', (message: Up) => {
      everListened ||= message.up === 'listening';
      member.desk.take(message);
      options.heard(member, message);
    });
    worker.on('error', () => {});
    worker.process.once('close', (code: number | null, signal: string | null) => gone(member, code, signal));
  }

  /** One that does not serve yet may not listen to the primary either. */
  function dismiss(member: Member): void {
    if (member.address === null) member.worker.process.kill('SIGTERM');
    else tell(member, { down: 'drain' });
  }

  function gone(member: Member, code: number | null, signal: string | null): void {
    members.delete(member);
    member.desk.close();
    options.gone(member);
    if (members.size === 0) whenEmpty();
    if (ending) return;
    if (!everListened && code) return options.failed(code);
    failures = performance.now() - member.begun > SETTLED_MS ? 1 : failures + 1;
    const ms = Math.min(LAST_MS, FIRST_MS * 2 ** (failures - 1));
    log(`worker ${member.number} ended with ${signal ?? code}; another takes its place in ${ms} ms`);
    setTimeout(begin, ms, member.number);
  }

  return {
    members,
    dismiss,
    start(first) {
      text = first;
      for (let number = 1; number <= count; number++) begin(number);
    },
    use(next) {
      text = next;
    },
    tell,
    tellAll(message, except) {
      for (const member of members) if (member !== except) tell(member, message);
    },
    async end(ms) {
      ending = true;
      if (members.size === 0) return;
      for (const member of members) dismiss(member);
      const timer = setTimeout(() => {
        for (const { worker } of members) worker.process.kill('SIGKILL');
      }, ms);
      await new Promise<void>((resolve) => {
        whenEmpty = resolve;
      });
      clearTimeout(timer);
    },
  };
}

const MODULE = '--input-type=module';
