// The prompts of the conforming backend.
import {
  type GetPromptResult,
  type InputRequiredResult,
  inputRequired,
  type Prompt,
  type PromptMessage,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { PNG } from './media.ts';

interface ConformancePrompt {
  readonly definition: Prompt;
  get(args: Readonly<Record<string, string>>, context: ServerContext): GetPromptResult | InputRequiredResult;
}

const says = (content: PromptMessage['content']): PromptMessage => ({ role: 'user', content });
const words = (text: string): PromptMessage => says({ type: 'text', text });
const needs = (...names: string[]): Prompt['arguments'] =>
  names.map((name) => ({ name, description: `The argument ${name}`, required: true }));

const prompts: readonly ConformancePrompt[] = [
  {
    definition: { name: 'test_simple_prompt', description: 'A prompt without arguments' },
    get: () => ({ messages: [words('This is a simple prompt for testing.')] }),
  },
  {
    definition: {
      name: 'test_prompt_with_arguments',
      description: 'A prompt with arguments',
      arguments: needs('arg1', 'arg2'),
    },
    get: ({ arg1, arg2 }) => ({ messages: [words(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }),
  },
  {
    definition: {
      name: 'test_prompt_with_embedded_resource',
      description: 'A prompt that holds a resource',
      arguments: needs('resourceUri'),
    },
    get: ({ resourceUri = '' }) => ({
      messages: [
        says({
          type: 'resource',
          resource: {
            uri: resourceUri,
            mimeType: 'text/plain',
            text: 'Embedded resource content for testing.',
          },
        }),
        words('Please process the embedded resource above.'),
      ],
    }),
  },
  {
    definition: { name: 'test_prompt_with_image', description: 'A prompt that holds a picture' },
    get: () => ({
      messages: [
        says({ type: 'image', data: PNG, mimeType: 'image/png' }),
        words('Please analyze the image above.'),
      ],
    }),
  },
  {
    definition: { name: 'test_input_required_result_prompt', description: 'A prompt that asks first' },
    get: (_, context) => {
      const given = context.mcpReq.inputResponses?.user_context as
        | { content?: { context?: string } }
        | undefined;
      if (given !== undefined) return { messages: [words(`In the context of ${given.content?.context}`)] };
      const user_context = inputRequired.elicit({
        message: 'What context should the prompt use?',
        requestedSchema: {
          type: 'object',
          properties: { context: { type: 'string' } },
          required: ['context'],
        },
      });
      return inputRequired({ inputRequests: { user_context } });
    },
  },
];

export const promptDefinitions = prompts.map(({ definition }) => definition);

/** @throws ProtocolError −32602 when there is no such prompt */
export function getPrompt(
  name: string,
  args: Readonly<Record<string, string>>,
  context: ServerContext,
): GetPromptResult | InputRequiredResult {
  const found = prompts.find(({ definition }) => definition.name === name);
  if (found === undefined)
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown prompt: ${name}`);
  return found.get(args, context);
}
