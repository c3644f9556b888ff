// Which call is asked where a server does not say, and what is told of a question while it is open.
import { expect, it } from 'vitest';
import type { Ask } from '../../runtime/contract/server.ts';
import { decode, encode } from '../../runtime/protocol/bytes.ts';
import { scanServer } from '../../runtime/protocol/scan.ts';
import { createAsking } from '../../runtime/servers/asking.ts';
import type { Asking, Waiter } from '../../runtime/servers/link.ts';

/** A call under way: what it was asked, and how it responds. */
function under(asking: Asking) {
  const asks: Ask[] = [];
  const asked: ((member: string) => void)[] = [];
  const waiter = {
    asked(ask: Ask, respond: (member: string) => void) {
      asks.push(ask);
      asked.push(respond);
    },
  } as unknown as Waiter;
  asking.begin(waiter);
  return { waiter, asks, asked, end: () => asking.end(waiter) };
}

const message = (members: string) => scanServer(encode(`{"jsonrpc":"2.0",${members}}`))!;

/** The server asks by request `id`, on the stream of the call of `waiter` or beside all; what it is sent then goes to `said`. */
function ask(asking: Asking, said: string[], id = 7, waiter: Waiter | null = null): void {
  const request = message(`"id":${id},"method":"elicitation/create","params":{}`);
  asking.asked(request, waiter, (json) => void said.push(decode(json)));
}

const answer = (members: string, id = 7): string => `{"jsonrpc":"2.0","id":${id},${members}}`;
const takeBack = (asking: Asking, params: string): void =>
  asking.told(message(`"method":"notifications/cancelled","params":${params}`));

it('asks the oldest call of an agent, and the next one where that ends unanswered', () => {
  const asking = createAsking(true);
  const [old, young] = [under(asking), under(asking)];
  const said: string[] = [];
  ask(asking, said);
  expect([old.asked.length, young.asked.length]).toEqual([1, 0]);
  old.end();
  expect(young.asked.length).toBe(1);
  // Whom it was asked first has no say any more.
  old.asked[0]!('"result":{"old":1}');
  young.asked[0]!('"result":{"young":1}');
  young.end();
  expect(said).toEqual([answer('"result":{"young":1}')]);
});

it('asks the next call where one cannot be asked, and says no where none can', () => {
  const asking = createAsking(true);
  const [old, young] = [under(asking), under(asking)];
  const said: string[] = [];
  const no = '"error":{"code":-32601,"message":"no"}';
  for (const id of [1, 2]) ask(asking, said, id);
  for (const respond of old.asked) respond(no);
  young.asked[0]!('"result":{}');
  young.asked[1]!(no);
  expect(said).toEqual([answer('"result":{}', 1), answer(no, 2)]);
});

it('asks nobody where two may be meant who are not one, or none is', () => {
  const asking = createAsking(false);
  const said: string[] = [];
  ask(asking, said, 1);
  const one = under(asking);
  const other = under(asking);
  ask(asking, said, 2);
  other.end();
  ask(asking, said, 3);
  expect([one.asked.length, other.asked.length]).toEqual([1, 0]);
  one.end();
  expect(said.map((json) => json.includes('-32601'))).toEqual([true, true, true]);
});

it('in doubt asks only on the stream of a call', () => {
  const asking = createAsking(false);
  const said: string[] = [];
  const only = under(asking);
  asking.doubt();
  ask(asking, said, 1);
  ask(asking, said, 2, only.waiter);
  expect([said.length, only.asked.length]).toEqual([1, 1]);
});

it('takes back a question that its server cancels: nobody is asked it any more, nor is it answered', () => {
  const asking = createAsking(true);
  const [old, young] = [under(asking), under(asking)];
  const said: string[] = [];
  ask(asking, said);
  for (const params of ['{}', '{"requestId":8}', '{"requestId":"7"}']) takeBack(asking, params);
  expect(old.asks[0]!.signal!.aborted).toBe(false);
  takeBack(asking, '{"reason":"late","requestId":7}');
  expect(old.asks[0]!.signal!.reason).toBe('"late"');
  old.end();
  expect(young.asked).toEqual([]);
  old.asked[0]!('"result":{}');
  // Also where it came on the stream of a call; an id is free again.
  ask(asking, said, 7, young.waiter);
  takeBack(asking, '{"requestId":7}');
  young.asked[0]!('"result":{}');
  expect(said).toEqual([]);
});

it('tells the server of progress until it is answered', () => {
  const asking = createAsking(true);
  const call = under(asking);
  const said: string[] = [];
  ask(asking, said);
  call.asks[0]!.progress!('{"progressToken":1,"progress":0.50}');
  expect(said).toEqual([
    '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":0.50}}',
  ]);
});
