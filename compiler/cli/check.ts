// `mcpgw check [FILE]`: every finding at once.
import { check as checkGateway } from '../index.ts';
import type { Run } from './command.ts';
import { formatsOf, isRead } from './formats.ts';
import { denied, report, statusOf } from './report.ts';
import { targetOf } from './target.ts';
import { today } from './today.ts';

export const check: Run = async (given, io) => {
  const file = given.operands[0] ?? 'gateway.yaml';
  const formats = formatsOf(given);
  const from = given.value('from') === 'cel-js' ? 'cel-js' : undefined;
  const checked = checkGateway(file, {
    overlays: given.values('with'),
    today: today(),
    from,
    target: targetOf(given),
  });
  const findings = denied(checked.findings, given);
  report({ findings, sources: checked.sources, file }, formats, io);
  if (findings.length === 0 && isRead(formats)) io.out(`${file}: no findings.\n`);
  return statusOf(findings);
};
