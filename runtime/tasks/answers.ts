// The words of refusals about tasks.
import type { CatalogItem } from '../contract/catalog.ts';
import { no, type Refusal } from '../gateway/answers.ts';
import { INVALID_PARAMS, METHOD_NOT_FOUND, MISSING_CLIENT_CAPABILITY } from '../protocol/errors.ts';
import { TASKS_EXTENSION } from '../protocol/extensions.ts';

/** One wording for a task that does not exist, is another agent's, or is of a call that is not granted any more. */
const NOT_FOUND = 'Failed to retrieve task: Task not found';

/** Its agent, whose id it is, learns what it can do about it. */
export const UNJUDGED =
  'Failed to retrieve task: the policy has changed since the call, whose arguments are too long to be judged again. Call the tool again';

export function noTask(stage: 'resolve' | 'visible' | 'access', reason?: string, text = NOT_FOUND): Refusal {
  const decision = stage === 'access' ? 'deny' : 'hidden';
  return no(decision, stage, 200, INVALID_PARAMS, text, reason === undefined ? {} : { reason });
}

/** Its client has not said that it knows tasks (the extension, "Error Handling"). */
export function undeclaredTasks(): Refusal {
  const data = { requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } } };
  const text = 'Missing required client capability';
  return no('refused', 'protocol', 400, MISSING_CLIENT_CAPABILITY, text, { data });
}

/** 2025-11-25, basic/utilities/tasks, "Tool-Level Negotiation". */
export function noTasksOf({ facts }: CatalogItem): Refusal {
  const text = `The tool ${'name' in facts ? facts.name : ''} cannot be called as a task`;
  return no('refused', 'protocol', 200, METHOD_NOT_FOUND, text);
}
