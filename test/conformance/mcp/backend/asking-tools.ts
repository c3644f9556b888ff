// Tools that ask the client: written once, as results that require input; the SDK pushes them to legacy clients.
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequests,
  inputRequired,
  MissingRequiredClientCapabilityError,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { mint } from './state.ts';
import { type ConformanceTool, type Outcome, strings, text, tool } from './tool.ts';

type Schema = Parameters<typeof inputRequired.elicit>[0]['requestedSchema'];

const form = (message: string, properties: object, required: string[] = Object.keys(properties)) =>
  inputRequired.elicit({ message, requestedSchema: { type: 'object', properties, required } as Schema });
const prompt = (words: string, maxTokens: number) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: words } }],
    maxTokens,
  });
const name = () => form('What is your name?', { name: { type: 'string' } });

function answers(context: ServerContext): Readonly<Record<string, unknown>> {
  return context.mcpReq.inputResponses ?? {};
}

/** Asks until `requests` are all answered with an object, then goes on. */
async function asking(
  context: ServerContext,
  requests: InputRequests,
  answered: (responses: Readonly<Record<string, unknown>>) => string,
  state?: string,
): Promise<Outcome> {
  const given = answers(context);
  const missing = Object.keys(requests).filter((key) => !isResponse(given[key]));
  if (missing.length === 0) return text(answered(given));
  const inputRequests = Object.fromEntries(missing.map((key) => [key, requests[key]!]));
  return inputRequired({
    inputRequests,
    ...(state === undefined ? {} : { requestState: await mint(state, context) }),
  });
}

/** A form's answer, a message or roots: nothing else counts. */
function isResponse(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'action' in value || 'role' in value || Array.isArray((value as { roots?: unknown }).roots);
}

function content(response: unknown): Readonly<Record<string, unknown>> {
  return (response as { content?: Record<string, unknown> }).content ?? {};
}

function told(response: unknown): string {
  const { action, content: given } = response as { action: string; content?: object };
  return `action=${action}, content=${JSON.stringify(given ?? {})}`;
}

const OPTIONS = ['option1', 'option2', 'option3'];
const titled = (words: string) =>
  ['First', 'Second', 'Third'].map((title, at) => ({ const: `value${at + 1}`, title: `${title} ${words}` }));

/** What a modern client says that it can; undefined for a legacy one. */
function capabilities(context: ServerContext): ClientCapabilities | undefined {
  // The SDK's type of the envelope has no members.
  const envelope = context.mcpReq.envelope as Record<string, ClientCapabilities> | undefined;
  return envelope?.[CLIENT_CAPABILITIES_META_KEY];
}

/** Needs sampling: what a modern client has not declared may not be relied on. */
function demandSampling(context: ServerContext): void {
  const declared = capabilities(context);
  if (declared !== undefined && declared.sampling === undefined) {
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
  }
}

export const askingTools: readonly ConformanceTool[] = [
  tool(
    'test_sampling',
    'Asks the model of the client',
    (args, context) =>
      asking(
        context,
        { answer: prompt(String(args.prompt), 100) },
        ({ answer }) => `LLM response: ${JSON.stringify(content(answer))}`,
      ),
    strings('prompt'),
  ),
  tool(
    'test_elicitation',
    'Asks the person behind the client',
    (args, context) => {
      const fields = {
        username: { type: 'string', description: "User's response" },
        email: { type: 'string', description: "User's email address" },
      };
      return asking(
        context,
        { user: form(String(args.message), fields) },
        ({ user }) => `User response: ${told(user)}`,
      );
    },
    strings('message'),
  ),
  tool('test_elicitation_sep1034_defaults', 'Asks with defaults', (_, context) => {
    const fields = {
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    };
    return asking(
      context,
      { form: form('Please check', fields, []) },
      (given) => `Elicitation completed: ${told(given.form)}`,
    );
  }),
  tool('test_elicitation_sep1330_enums', 'Asks for a choice, in five ways', (_, context) => {
    const fields = {
      untitledSingle: { type: 'string', enum: OPTIONS },
      titledSingle: { type: 'string', oneOf: titled('Option') },
      legacyEnum: {
        type: 'string',
        enum: ['opt1', 'opt2', 'opt3'],
        enumNames: ['Option One', 'Option Two', 'Option Three'],
      },
      untitledMulti: { type: 'array', items: { type: 'string', enum: OPTIONS } },
      titledMulti: { type: 'array', items: { anyOf: titled('Choice') } },
    };
    return asking(
      context,
      { form: form('Please choose', fields, []) },
      (given) => `Elicitation completed: ${told(given.form)}`,
    );
  }),
  tool('test_missing_capability', 'Cannot work without sampling', (_, context) => {
    demandSampling(context);
    return text('The client can sample');
  }),
  tool('test_streaming_elicitation', 'Says something, then asks', async (_, context) => {
    await context.mcpReq.notify({
      method: 'notifications/progress',
      params: { progressToken: 'none', progress: 1 },
    });
    return asking(context, { user_name: name() }, () => 'Thank you');
  }),
  tool('test_input_required_result_elicitation', 'Asks for a name', (_, context) =>
    asking(context, { user_name: name() }, ({ user_name }) => `Hello, ${content(user_name).name}!`),
  ),
  tool('test_input_required_result_sampling', 'Asks for a capital', (_, context) =>
    asking(
      context,
      { capital_question: prompt('What is the capital of France?', 100) },
      ({ capital_question }) => String(content(capital_question).text),
    ),
  ),
  tool('test_input_required_result_list_roots', 'Asks for roots', (_, context) =>
    asking(
      context,
      { client_roots: inputRequired.listRoots() },
      ({ client_roots }) => `Roots: ${JSON.stringify(client_roots)}`,
    ),
  ),
  tool('test_input_required_result_request_state', 'Asks with a state', (_, context) =>
    asking(
      context,
      { confirm: form('Please confirm', { ok: { type: 'boolean' } }) },
      () => {
        if (context.mcpReq.requestState() === undefined) throw new Error('no state');
        return 'state-ok';
      },
      'confirming',
    ),
  ),
  tool('test_input_required_result_tampered_state', 'Asks with a sealed state', (_, context) =>
    asking(
      context,
      { confirm: form('Please confirm', { ok: { type: 'boolean' } }) },
      () => 'untouched',
      'sealed',
    ),
  ),
  tool('test_input_required_result_multiple_inputs', 'Asks three things at once', (_, context) =>
    asking(
      context,
      {
        user_name: name(),
        greeting: prompt('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      },
      (given) => `All of ${Object.keys(given).sort().join(', ')}`,
      'three',
    ),
  ),
  tool('test_input_required_result_multi_round', 'Asks twice', async (_, context) => {
    const second = context.mcpReq.requestState<string>() !== undefined;
    if (!second) {
      return asking(
        context,
        { step1: form('Step 1: What is your name?', { name: { type: 'string' } }) },
        () => 'done',
        'round-1',
      );
    }
    return asking(
      context,
      { step2: form('Step 2: What is your favorite color?', { color: { type: 'string' } }) },
      () => 'Both steps are done',
      'round-2',
    );
  }),
  tool('test_input_required_result_capabilities', 'Asks only what the client can answer', (_, context) => {
    const can = capabilities(context) ?? {};
    const requests: InputRequests = {
      ...(can.elicitation === undefined ? {} : { user_name: name() }),
      ...(can.sampling === undefined ? {} : { greeting: prompt('Generate a greeting', 50) }),
    };
    return asking(context, requests, () => 'Asked what the client can answer');
  }),
];
