// A steady stream of calls from official clients: what is lost is counted.

interface Caller {
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<{ isError?: unknown }>;
}

export interface Load {
  /** Resolves when `count` more calls have ended. */
  more(count: number): Promise<void>;
  /** Ends it: calls that were answered, and why the others were not. */
  stop(): Promise<{ readonly answered: number; readonly failed: readonly string[] }>;
}

/** Each client calls one of `tools` after the other, again and again, each time with arguments of its own. */
export function steadyLoad(clients: readonly unknown[], tools: readonly string[]): Load {
  const failed: string[] = [];
  let answered = 0;
  let stopping = false;
  const run = async (client: Caller, who: number): Promise<void> => {
    for (let i = 0; !stopping; i++) {
      const name = tools[i % tools.length]!;
      try {
        const { isError } = await client.callTool({ name, arguments: { unique: `${who}-${i}` } });
        if (isError) failed.push(`${name} is an error`);
        else answered++;
      } catch (error) {
        failed.push(`${name}: ${error}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const runs = clients.map((client, who) => run(client as Caller, who));
  return {
    async more(count) {
      for (const end = answered + count; answered < end && failed.length === 0; )
        await new Promise((resolve) => setTimeout(resolve, 10));
    },
    async stop() {
      stopping = true;
      await Promise.all(runs);
      return { answered, failed };
    },
  };
}
