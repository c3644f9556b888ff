// A bundle for the host's tests: a front over the small test gateway, run as a program by its own process.
import type { Environment } from '../../runtime/contract/environment.ts';
import { type Gateway, type RunningGateway, StartError } from '../../runtime/contract/gateway.ts';
import { createFront } from '../../runtime/front/index.ts';
import { isMain, main, serve } from '../../runtime/hosts/node.ts';
import { testGateway, testPlan } from '../front/world.ts';

/** How long calls go on once the gateway drains, in milliseconds. */
const LAST_MS = 100;

const policy = { name: 'acme', hash: 'f'.repeat(64), compiler: '0.1.0' };

function createGateway(environment: Environment): RunningGateway {
  const problems = ['SECRET_A', 'SECRET_B'].filter((name) => environment.env(name) === undefined);
  if (problems.length > 0) throw new StartError(problems.map((name) => `${name} is not set`));
  const world = testGateway(testPlan({ port: 8080 }));
  let inFlight = 0;
  /** What goes on until the gateway drains. */
  let waiting: (() => void)[] = [];
  const gateway: Gateway = {
    ...world.gateway,
    environment,
    handle(request, reply) {
      inFlight++;
      environment.sink(`{"call":${inFlight},"file":${JSON.stringify(environment.readFile('beside.txt'))}}`);
      const finish = (): void => {
        world.gateway.handle(request, reply);
        inFlight--;
        environment.sink('{"finished":true}');
      };
      if (request.message.name === 'crash')
        setTimeout(() => Promise.reject(new Error('nobody caught this')), 1);
      if (request.message.name === 'echo') finish();
      else if (request.message.name !== 'hangs') waiting.push(finish);
      return () => {};
    },
    refused(refusal) {
      const { status, ip, decision } = refusal;
      environment.sink(JSON.stringify({ refused: status, ip, decision }));
      return world.gateway.refused(refusal);
    },
    async drain(ms) {
      setTimeout(() => {
        for (const finish of waiting) finish();
        waiting = [];
      }, LAST_MS);
      const until = Date.now() + ms;
      while (inFlight > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    close: async () => environment.log('closed'),
  };
  const bounds = JSON.parse(environment.env('BOUNDS') ?? '{}');
  return { gateway, front: createFront(gateway, { bounds }) };
}

if (isMain(import.meta.url)) await main({ policy, parts: { serve }, createGateway }, process.argv.slice(2));
