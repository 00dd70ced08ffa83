/** `kanto-manifest plan`: what an apply would do, before it is done. */
import type {
  DescribeParams,
  JsonValue,
  Plan,
  PlanParams,
  PlanRefusal,
} from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import { FaultError, fault, faultOf } from '../errors.ts';
import { planLines } from '../words/planLines.ts';
import { roughly } from '../words/words.ts';
import type { Call } from './call.ts';
import { connectionName, withConnection } from './connect.ts';
import { inCallWords } from './faults.ts';
import { readManifestFile, readTextFile } from './manifestFile.ts';
import type { Output } from './output.ts';

type PlanCall = Extract<Call, { command: 'plan' }>;

/** @returns the exit status: 0 nothing would change, 2 something would, 1 where there is no plan. */
export async function plan(
  call: PlanCall,
  service: LanguageService,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  try {
    const made = await planFor(call, service, output, signal);
    if (call.format === 'json') output.line(JSON.stringify(publicPlan(made), null, 2));
    else for (const line of planLines(made)) output.line(line);
    return made.differs ? 2 : 0;
  } catch (error) {
    const told = inCallWords(faultOf(error, 'unexpected'));
    if (call.format === 'json') output.line(JSON.stringify({ error: told }, null, 2));
    else output.note(`plan failed: ${told.message}\n${told.advice}`);
    return 1;
  }
}

async function planFor(
  { file, source, document: number }: PlanCall,
  service: LanguageService,
  output: Output,
  signal: AbortSignal,
): Promise<Plan> {
  const manifest = { ...(await readManifestFile(file, { signal })), ...(number !== undefined && { number }) };
  const planned = (inventory: JsonValue) => planOf(service, { ...manifest, inventory }, file);
  if ('inventory' in source) return planned(await readTextFile(source.inventory, signal));
  checkManifest(service, manifest, file);
  const { connection, device, timeout } = source;
  const { inventory, time } = await withConnection(connection, [device], service, output, signal, (engine) =>
    engine.inventory({
      connection: connectionName,
      device,
      responseTimeout: timeout,
      updateTimeout: timeout,
      signal,
    }),
  );
  // In direct mode it is what the broker has kept.
  if (connection.direct !== undefined) output.note(`${device} reported what it runs ${agoWords(time)}.`);
  return planned(inventory);
}

/** `at 2026-01-02T00:00:00.000Z, 38 min ago` */
function agoWords(time: number): string {
  return `at ${new Date(time).toISOString()}, ${roughly(Date.now() - time)} ago`;
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

function publicPlan({ summary, actions }: Plan) {
  return {
    summary,
    actions: actions.map(({ component, action, reasons }) => ({ component, action, reasons })),
  };
}
