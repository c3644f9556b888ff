// One task that a stream tells of: its state is told whenever it is another one, until it is over or not the agent's to see.
// A modern server tells of it; else it is asked for, as often as its server says, and when a legacy server tells.
import type { Clock } from '../contract/environment.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import type { TaskLook, TaskOf } from '../contract/tasks.ts';
import { textOf } from '../protocol/bytes.ts';
import { INVALID_PARAMS } from '../protocol/errors.ts';
import { answerWith, OVER, pauseOf, type State, stateIn } from './forms.ts';
import { type Kept, keptBy } from './kept.ts';
import { type Listener, lookOf } from './look.ts';
import type { Outstanding } from './outstanding.ts';
import type { RedactOf } from './redacting.ts';
import { look, shown } from './serve.ts';

/** Told of one task. */
export interface Hears {
  /** It is in another state. */
  state(kept: Kept, state: State): void;
  /** Its server says of it what cannot be told, or asks the client for what it may not. */
  broken(kept: Kept, failure: BackendFailure): void;
  /** Nothing more is told of it. */
  over(): void;
}

export interface WatchOptions {
  readonly clock: Clock;
  readonly redactOf: RedactOf;
  readonly outstanding: Outstanding;
  readonly listener: Listener;
  /** The client's id, and what it holds. */
  readonly id: string;
  readonly task: TaskOf;
  readonly hears: Hears;
}

export class Watch {
  readonly id: string;
  readonly task: TaskOf;
  readonly #clock: Clock;
  readonly #redactOf: RedactOf;
  readonly #outstanding: Outstanding;
  readonly #listener: Listener;
  readonly #hears: Hears;
  #polls = false;
  #looking = false;
  /** What is being asked for is to be asked for again; its server has told something newer. */
  #again = false;
  #passed = false;
  #over = false;
  #told = '';
  #stopTimer = (): void => {};
  #stopCall = (): void => {};

  constructor({ clock, redactOf, outstanding, listener, id, task, hears }: WatchOptions) {
    this.#clock = clock;
    this.#redactOf = redactOf;
    this.#outstanding = outstanding;
    this.#listener = listener;
    this.id = id;
    this.task = task;
    this.#hears = hears;
  }

  /** Its server does not tell of it. */
  poll(): void {
    this.#polls = true;
    this.look();
  }

  /** Asks for it. */
  look(): void {
    this.#again = this.#looking;
    if (this.#over || this.#looking) return;
    this.#looking = true;
    this.#passed = false;
    this.#stopTimer();
    this.#kept((kept) => look(this.#lookOf(kept, (answer) => this.#looked(kept, answer))));
  }

  /** A modern server tells of it. */
  hear(message: ServerMessage): void {
    // As if it had been asked for that.
    const answer = answerWith(textOf(message.bytes, message.params!));
    if (this.#over || answer === null) return;
    this.#passed = true;
    this.#kept((kept) =>
      shown(
        this.#lookOf(kept, (said) => void this.#say(kept, said)),
        answer,
      ),
    );
  }

  stop(): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopTimer();
    this.#stopCall();
    this.#hears.over();
  }

  /** Goes on with the tool that keeps it, if it is the agent's still. */
  #kept(next: (kept: Kept) => void): void {
    const found = (kept: Kept | null): void => {
      if (this.#over) return;
      if (kept === null) this.stop();
      else next(kept);
    };
    keptBy(this.#listener, this.task)
      .then(found)
      .catch(() => this.stop());
  }

  #lookOf(kept: Kept, told: (answer: ServerMessage) => void): TaskLook {
    const { item } = kept;
    return lookOf({
      asking: this.#listener,
      id: this.id,
      task: this.task,
      item,
      redactOf: this.#redactOf,
      outstanding: this.#outstanding,
      over: () => this.#over,
      sent: (cancel) => {
        this.#stopCall = cancel;
      },
      told,
      failed: (failure) => this.#failed(kept, failure),
    });
  }

  #looked(kept: Kept, answer: ServerMessage): void {
    this.#looking = false;
    // Its server knows it no more.
    if (answer.errorCode === INVALID_PARAMS) return this.stop();
    this.#next(answer.result === null || this.#passed ? null : this.#say(kept, answer));
  }

  /** Tells what is new. When its server wants to be asked again. */
  #say(kept: Kept, answer: ServerMessage): number | null {
    const state = stateIn(answer);
    const text = state.members + state.meta;
    if (!this.#over && text !== this.#told) {
      this.#told = text;
      this.#hears.state(kept, state);
    }
    if (OVER.includes(state.status)) this.stop();
    return state.pollMs;
  }

  #failed(kept: Kept, failure: BackendFailure): void {
    this.#looking = false;
    if (this.#over) return;
    if (failure.kind !== 'protocol') return this.#after(pauseOf(null));
    this.#hears.broken(kept, failure);
    this.stop();
  }

  #next(ms: number | null): void {
    if (this.#over) return;
    if (this.#again) this.look();
    else if (this.#polls) this.#after(pauseOf(ms));
  }

  #after(ms: number): void {
    this.#stopTimer();
    this.#stopTimer = this.#clock.after(ms, () => this.look());
  }
}
