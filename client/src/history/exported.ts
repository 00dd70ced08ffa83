/**
 * Runs as they are handed on: JSON of a shape of its own, which `docs/history.schema.json` describes, so that it stays the
 * same whatever this program keeps. Secrets are masked in it.
 */
import type { JsonValue } from '../../../server/src/messages.ts';
import { mask } from '../protocol/secrets.ts';
import type { UpdateRun } from '../updates/run.ts';
import type { KeptRun } from './history.ts';
import { maskOf } from './maskedRun.ts';

const format = 'kanto-history';
const version = 1;

/** What is known of a run: all of it, or of one that cannot be read its summary. */
export interface ExportInput {
  readonly kept: KeptRun;
  readonly run?: UpdateRun;
}

/** The text of a file. `now`: ms since the epoch. */
export function exportedRuns(runs: readonly ExportInput[], now: number): string {
  const content = { format, version, exported: timeText(now), mask, runs: runs.map(exportedRun) };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

function exportedRun({ kept, run }: ExportInput): JsonValue {
  const { subject, ended, status } = kept;
  /** For what others have worded: a device writes what it likes, also what it was given as a secret. */
  const masked = run === undefined ? (value: JsonValue) => value : maskOf(run);
  const summary = {
    id: kept.id,
    connection: kept.connection,
    device: kept.device,
    operation: kept.operation,
    activityId: kept.activityId,
    ...(subject !== undefined && { subject: masked(subject) }),
    started: timeText(kept.started),
    ...(ended !== undefined && { ended: timeText(ended) }),
    outcome: kept.outcome,
    ...(status !== undefined && { status: masked(status) }),
    components: masked([...kept.components]),
    complete: run !== undefined,
  };
  return run === undefined ? summary : { ...summary, ...exportedDetails(run) };
}

function exportedDetails(run: UpdateRun): { [key: string]: JsonValue } {
  const masked = maskOf(run);
  const { plan, fault, finished, confirmed, before, remark, transcript } = run;
  const details: { [key: string]: JsonValue } = {
    manifest: run.manifest.content ?? null,
    ...(plan && {
      plan: {
        summary: plan.summary,
        actions: plan.actions.map(({ component, action, reasons, keys, certain }) => ({
          component,
          action,
          reasons: [...reasons],
          keys: [...keys],
          certain,
        })),
      },
    }),
    ...(before && { before: { time: timeText(before.time), inventory: before.inventory } }),
    actions: run.actions.map(({ component, version: of, status, message, progress, since }) => ({
      component,
      ...(of !== undefined && { version: of }),
      status,
      ...(message !== undefined && { message }),
      ...(progress !== undefined && { progress }),
      since: timeText(since),
    })),
    ...(finished?.message !== undefined && { message: finished.message }),
    ...(fault && { fault: { code: fault.code, message: fault.message, advice: fault.advice } }),
    ...(confirmed && { differences: [...confirmed.differences] }),
    ...(remark !== undefined && { remark }),
    messages: transcript.messages.map(({ time, direction, address, text, cut }) => ({
      time: timeText(time),
      direction,
      address,
      text,
      ...(cut !== undefined && { cut }),
    })),
    droppedMessages: transcript.dropped.messages,
  };
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, masked(value)]));
}

/** ISO 8601, in UTC. */
function timeText(time: number): string {
  return new Date(time).toISOString();
}
