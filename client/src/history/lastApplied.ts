/** Which manifest was applied to a device, as the history tells it: what the device is compared with, and goes back to. */
import { manifestText } from '../updates/devicePlan.ts';
import type { AppliedManifest } from '../updates/drift.ts';
import type { History, KeptRun } from './history.ts';

interface Place {
  readonly connection: string;
  readonly device: string;
}

/**
 * - `none`: the history knows of no apply to the device
 * - `unreadable`: it knows of one, and cannot read it
 */
export type Recalled =
  | { readonly kind: 'found'; readonly applied: AppliedManifest; readonly run: KeptRun }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly run: KeptRun };

/**
 * The last apply that the device has taken. `owner`: whose devices the connection leads to now; of another broker an id
 * means another device. `where`: which applies count.
 */
export async function lastApplied(
  history: Pick<History, 'load' | 'runs' | 'read'>,
  { connection, device }: Place,
  owner: string | undefined,
  where: (run: KeptRun) => boolean = () => true,
): Promise<Recalled> {
  await history.load();
  const run = history.runs.findLast(
    (it) =>
      it.operation === 'apply' &&
      it.taken &&
      it.connection === connection &&
      it.device === device &&
      it.owner !== undefined &&
      it.owner === owner &&
      where(it),
  );
  if (run === undefined) return { kind: 'none' };
  const reading = await history.read(run.id);
  if (reading.kind !== 'found') return { kind: 'unreadable', run };
  return { kind: 'found', run, applied: { manifest: manifestText(reading.run.manifest), name: nameOf(run) } };
}

function nameOf({ subject, operation }: KeptRun): string {
  return subject ?? operation;
}
