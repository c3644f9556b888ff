// Completion of an argument: its prompt or template is resolved and must be visible; the arguments are not known yet.
// Specification 2026-07-28, server/utilities/completion.
import type { CatalogItem } from '../contract/catalog.ts';
import type { BackendCall } from '../contract/server.ts';
import type { CompletionStage } from '../contract/steps.ts';
import { denied, NO_FIELDS } from '../gateway/answers.ts';
import type { Call } from '../gateway/call.ts';
import { completionRef } from './ref.ts';

export const complete: CompletionStage<Call> = (call, { after, see, send }) => {
  const { message } = call.request;
  const ref = completionRef(message);
  if (ref === null) return call.invalid('params.ref must name a prompt or a resource');
  const { catalog } = call.core;
  const { subject, name, nameSpan } = ref;
  call.asked = name;
  const found = (subject === 'resource' ? catalog.template(name) : undefined) ?? catalog.find(subject, name);
  const how = (item: CatalogItem): BackendCall => ({
    subject: subject === 'prompt' ? item.original : name,
    renamed: subject === 'prompt' ? nameSpan : null,
    message,
    paramFields: NO_FIELDS,
    timeoutMs: item.timeoutMs,
    of: call,
  });
  after(call, found, (_, item) =>
    see(call, subject, item, (_, seen) => {
      // What it holds is told to nobody who may not read it, whatever its arguments.
      const lacking = seen.judge.lacks?.(call.request.agent) ?? null;
      if (lacking !== null) call.refuse(denied(lacking, subject));
      else send(call, seen, how(seen));
    }),
  );
};
