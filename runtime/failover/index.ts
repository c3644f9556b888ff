// Failover: a chain of tools, one for another, as what serves a call.
import type { BackendCall, BackendSink } from '../contract/server.ts';
import type { FailoverStage, RoutingContext } from '../contract/ways.ts';
import { Course } from './course.ts';

/** The stage that serves calls by chains. `tool` is what the called tool's own server calls it, after rename. */
export function failoverStage(context: RoutingContext): FailoverStage {
  return {
    chain: (name, tool) => {
      const plan = context.plan.failover![name]!;
      return (call: BackendCall, sink: BackendSink) => {
        const course = new Course(plan, tool, context, call, sink);
        course.next();
        return course.cancel;
      };
    },
  };
}
