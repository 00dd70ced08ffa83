/** `kanto-manifest drift`: does the device still run what the manifest says? */
import type { PlanAction } from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import { isChange } from '../updates/devicePlan.ts';
import { planRows } from '../words/planLines.ts';
import { count } from '../words/words.ts';
import { type ExitStatus, exitStatus } from './exit.ts';
import { tellFailure } from './failure.ts';
import { whose } from './inventorySource.ts';
import { jsonLines, writeEnd } from './jsonLines.ts';
import type { Output } from './output.ts';
import { type PlanCall, type Planned, planned, publicAction } from './planned.ts';

/** @returns the exit status: 0 it does, 2 it does not, another where that cannot be told. */
export async function drift(
  call: PlanCall,
  service: LanguageService,
  output: Output,
  signal: AbortSignal,
): Promise<ExitStatus> {
  try {
    const made = await planned(call, service, output, signal);
    const rows = driftOf(made.plan.actions);
    const status = rows.length > 0 ? exitStatus.differs : exitStatus.done;
    tell(call, made, rows, output);
    if (call.format === 'jsonl') writeEnd(jsonLines(output), status);
    return status;
  } catch (error) {
    return tellFailure(error, call, output);
  }
}

/**
 * What an apply would change, certain or not: who watches wants to hear of either. What a device does anew at each apply
 * is no drift.
 */
function driftOf(actions: readonly PlanAction[]): readonly PlanAction[] {
  return actions.filter((action) => isChange(action) && !action.recurs);
}

function tell(
  { format, file }: PlanCall,
  { reported }: Planned,
  rows: readonly PlanAction[],
  output: Output,
): void {
  const { device, tenant } = reported;
  const drifted = rows.length > 0;
  const target = { ...(device !== undefined && { device }), ...(tenant !== undefined && { tenant }), file };
  const differences = rows.map((row) => ({ ...publicAction(row), keys: row.keys, certain: row.certain }));
  if (format === 'json') output.json({ ...target, drifted, differences });
  else if (format === 'jsonl') {
    const write = jsonLines(output);
    for (const difference of differences) write('difference', difference);
    write('drift', { ...target, drifted });
  } else {
    const who = whose(reported) ?? 'The device';
    output.line(
      drifted
        ? `${who} has drifted from ${file}: ${count(rows.length, 'component')} ${rows.length === 1 ? 'differs' : 'differ'}.`
        : `${who} is in sync with ${file}.`,
    );
    for (const row of planRows(rows)) output.line(row);
  }
}
