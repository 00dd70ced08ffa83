/** The plan of a manifest for what a device reports: of `plan`, and of `drift`. */
import type {
  DescribeParams,
  Plan,
  PlanAction,
  PlanParams,
  PlanRefusal,
} from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import { FaultError, fault } from '../errors.ts';
import type { Call } from './call.ts';
import { type Reported, reportedBy } from './inventorySource.ts';
import { readManifestFile } from './manifestFile.ts';
import type { Output } from './output.ts';

export type PlanCall = Extract<Call, { command: 'plan' | 'drift' }>;

export interface Planned {
  readonly plan: Plan;
  readonly reported: Reported;
}

/** @throws FaultError where there is no plan. */
export async function planned(
  { file, source, document: number }: PlanCall,
  service: LanguageService,
  output: Output,
  signal: AbortSignal,
): Promise<Planned> {
  const manifest = {
    ...(await readManifestFile(file, { signal })),
    ...(number !== undefined && { number }),
  };
  // Of an inventory in a file the plan itself tells both.
  if (!('inventory' in source)) checkManifest(service, manifest, file);
  const reported = await reportedBy(source, service, output, signal);
  return { plan: planOf(service, { ...manifest, inventory: reported.inventory }, file), reported };
}

/** An action as programs read it. */
export function publicAction({ component, action, reasons }: PlanAction) {
  return { component, action, reasons };
}

/** What is wrong whatever the device runs is told before the device is asked. */
function checkManifest(service: LanguageService, manifest: DescribeParams, file: string): void {
  const answer = service.plan({ ...manifest, inventory: { softwareNodes: [] } });
  if ('refusal' in answer && answer.refusal.code !== 'no-domain') throw refused(answer.refusal, file);
}

function planOf(service: LanguageService, params: PlanParams, file: string): Plan {
  const answer = service.plan(params);
  if ('refusal' in answer) throw refused(answer.refusal, file);
  return answer.plan;
}

function refused({ code, message, range }: PlanRefusal, file: string): FaultError {
  if (code === 'inventory') return new FaultError(fault('inventory-malformed', message));
  const place = range ? `${file}:${range.start.line + 1}:${range.start.character + 1}` : file;
  return new FaultError(
    fault('manifest-refused', `${place}: ${message}`, 'Correct the manifest, then plan again.'),
  );
}
