// The scripted backend over stdio. What it executed it says on request: the method `test/ledger`.
import { createEngine, type Engine, type Outcome } from './engine.ts';
import { member } from './raw.ts';
import type { BackendOptions, Fault } from './script.ts';

/** Serves standard input and output until input ends. */
export function serveStdio(options: BackendOptions): void {
  const engine = createEngine(options);
  const subscriptions = new Set<string>();
  // Line breaks may stand between tokens, where a space means the same.
  const write = (line: string) => process.stdout.write(`${line.replaceAll('\n', ' ')}\n`);
  process.stderr.write('scripted backend on stdio\n');
  let rest = '';
  // Not node:readline: it also ends lines at U+2028, which may stand in JSON.
  process.stdin.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + String(text)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) receive(engine, line, write, subscriptions);
  });
  process.stdin.on('end', () => process.exit(0));
}

function receive(
  engine: Engine,
  line: string,
  write: (line: string) => void,
  subscriptions: Set<string>,
): void {
  if (line.trim() === '') return;
  for (const rest of held.splice(0)) process.stdout.write(rest);
  const method = JSON.parse(member(line, 'method') ?? '""') as string;
  if (method.startsWith('test/')) control(engine, method, line, write, subscriptions);
  else if (method === 'server/discover' && odd(engine.options)) {
    if (engine.options.probe === 'exit') process.exit(3);
  } else serve(engine, line, write, subscriptions);
}

/** A legacy server that does not answer what it does not know. */
function odd(options: BackendOptions): boolean {
  return options.eras?.includes('modern') === false && (options.probe ?? 'error') !== 'error';
}

function serve(
  engine: Engine,
  line: string,
  write: (line: string) => void,
  subscriptions: Set<string>,
): void {
  const outcome = engine.take(line, []);
  if (outcome.opens === 'subscription') subscriptions.add(member(line, 'id') ?? 'null');
  if (outcome.fault !== null && wrong(outcome.fault, outcome)) return;
  for (const message of outcome.before) write(message);
  const { answer, delayMs } = outcome;
  if (answer === null) return;
  if (delayMs === 0) write(answer);
  else setTimeout(() => write(answer), delayMs);
}

/** What of answers waits until the next line of input. */
const held: string[] = [];

function hold(
  { sent, idLast = false, rest }: Extract<Fault, { kind: 'held' }>,
  answer: string,
  id: string,
): void {
  // As the official SDK for TypeScript writes it.
  const text = idLast ? `{"result":${member(answer, 'result')},"jsonrpc":"2.0","id":${id}}` : answer;
  process.stdout.write(text.slice(0, sent));
  if (rest !== false) held.push(`${text.slice(sent)}\n`);
}

/** True when the fault has taken over the answer. */
function wrong(fault: Fault, outcome: Outcome): boolean {
  const answer = outcome.answer ?? '';
  const id = member(answer, 'id') ?? 'null';
  switch (fault.kind) {
    case 'hang':
      return true;
    case 'exit':
      process.exit(fault.code);
      return true;
    case 'close':
      process.exit(0);
      return true;
    case 'reset':
      process.stdout.write(answer.slice(0, answer.length / 2), () => process.exit(1));
      return true;
    case 'held':
      hold(fault, answer, id);
      return true;
    case 'raw':
      process.stdout.write(`${fault.text.replaceAll('$id', id)}\n`);
      return true;
    case 'wrong-id':
      process.stdout.write(`${answer.replace(`"id":${id}`, '"id":"another"')}\n`);
      return true;
    default:
      return false;
  }
}

/** Requests of the test, beside the protocol. */
function control(
  engine: Engine,
  method: string,
  line: string,
  write: (line: string) => void,
  subscriptions: ReadonlySet<string>,
): void {
  const id = member(line, 'id') ?? 'null';
  if (method === 'test/tools') {
    engine.tools = JSON.parse(member(line, 'params', 'tools') ?? '[]') as typeof engine.tools;
    for (const subscription of subscriptions.size > 0 ? subscriptions : [null]) write(changed(subscription));
  }
  const told =
    method === 'test/ledger' ? engine.ledger : method === 'test/received' ? engine.received : process.env;
  write(`{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify({ told })}}`);
}

function changed(subscription: string | null): string {
  const params =
    subscription === null
      ? ''
      : `,"params":{"_meta":{"io.modelcontextprotocol/subscriptionId":${subscription}}}`;
  return `{"jsonrpc":"2.0","method":"notifications/tools/list_changed"${params}}`;
}
