/** `kanto-manifest plan`: what an apply would do, before it is done. */
import type { LanguageService } from '../../../server/src/service.ts';
import { planLines } from '../words/planLines.ts';
import { type ExitStatus, exitStatus } from './exit.ts';
import { tellFailure } from './failure.ts';
import { whose } from './inventorySource.ts';
import { jsonLines, writeEnd } from './jsonLines.ts';
import type { Output } from './output.ts';
import { type PlanCall, type Planned, planned, publicAction } from './planned.ts';

/** @returns the exit status: 0 nothing would change, 2 something would, another where there is no plan. */
export async function plan(
  call: PlanCall,
  service: LanguageService,
  output: Output,
  signal: AbortSignal,
): Promise<ExitStatus> {
  try {
    const made = await planned(call, service, output, signal);
    const status = made.plan.differs ? exitStatus.differs : exitStatus.done;
    tell(call, made, status, output);
    return status;
  } catch (error) {
    return tellFailure(error, call, output);
  }
}

function tell(
  { format, file }: PlanCall,
  { plan: { summary, differs, actions }, reported }: Planned,
  status: ExitStatus,
  output: Output,
): void {
  const { device, tenant } = reported;
  const target = { ...(device !== undefined && { device }), ...(tenant !== undefined && { tenant }) };
  if (format === 'json') {
    output.json({ ...target, summary, actions: actions.map(publicAction) });
  } else if (format === 'jsonl') {
    const write = jsonLines(output);
    for (const action of actions) {
      const { keys, certain } = action;
      write('action', { ...publicAction(action), keys, certain });
    }
    write('plan', { ...target, file, summary, differs });
    writeEnd(write, status);
  } else {
    const where = whose(reported);
    if (where !== undefined) output.note(`Plan of ${file} for ${where}:`);
    for (const line of planLines({ summary, actions })) output.line(line);
  }
}
