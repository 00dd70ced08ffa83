/** A run as it is kept: the whole of it, sealed. What is read back passes this guard. */
import { t } from '@vscode/l10n';
import type { JsonValue } from '../../../server/src/messages.ts';
import { operations } from '../../../server/src/messages.ts';
import { fault } from '../errors.ts';
import { isObject, parseJson } from '../protocol/json.ts';
import { isOver, type UpdateRun } from '../updates/run.ts';

/** Of the shape; another one is told as such. */
const version = 1;

export function textOfRun(run: UpdateRun): string {
  return JSON.stringify({ version, run });
}

/** Undefined where the text is no run of this version. */
export function runOfText(text: string): UpdateRun | undefined {
  const kept: unknown = parseJson(text);
  if (!isObject(kept) || kept['version'] !== version) return undefined;
  const { run } = kept;
  return isRun(run) ? run : undefined;
}

/**
 * What was written was a run, and the seal tells that nobody else has written it: what is looked at is what a run of
 * another version of this program could lack.
 */
function isRun(value: JsonValue | undefined): value is JsonValue & UpdateRun {
  if (!isObject(value)) return false;
  const { envelope, manifest, sent, actions, rhythm, transcript, finished, plan } = value;
  return (
    ['id', 'connection', 'device', 'thing', 'correlationId', 'activityId'].every(
      (it) => typeof value[it] === 'string',
    ) &&
    typeof value['started'] === 'number' &&
    operations.some((it) => it === value['operation']) &&
    phases.some((it) => it === value['phase']) &&
    isObject(envelope) &&
    isObject(manifest) &&
    areObjects(sent) &&
    areObjects(actions) &&
    isObject(rhythm) &&
    Array.isArray(rhythm['gaps']) &&
    isObject(transcript) &&
    areObjects(transcript['messages']) &&
    isObject(transcript['dropped']) &&
    (finished === undefined || (isObject(finished) && areObjects(finished['actions']))) &&
    (plan === undefined || (isObject(plan) && areObjects(plan['actions']) && areObjects(plan['domains'])))
  );
}

const phases = ['sending', 'sent', 'accepted', 'running', 'finished', 'failed', 'abandoned'] as const;

function areObjects(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.every(isObject);
}

/** A run that nobody follows any more: nothing is claimed of its end. */
export function leftAlone(run: UpdateRun): UpdateRun {
  if (isOver(run)) return run;
  const { unreachable: _, ...rest } = run;
  if (run.phase === 'sending')
    return {
      ...rest,
      phase: 'failed',
      fault: fault('cancelled', t('VS Code was closed before it was sent.')),
    };
  const left = t('VS Code was closed while {0} was at it: its end was not heard.', run.device);
  return { ...rest, phase: 'abandoned', fault: fault('end-unknown', left) };
}
