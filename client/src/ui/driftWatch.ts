/** Keeps the word on each device, in sync or drifted, up to date with what it reports. No notification ever tells of it. */
import { ownerOf } from '../connections/profile.ts';
import type { Engine } from '../engine.ts';
import type { History } from '../history/history.ts';
import { lastApplied } from '../history/lastApplied.ts';
import { manifestText } from '../updates/devicePlan.ts';
import { type AppliedManifest, DriftWatch } from '../updates/drift.ts';
import { changedNothing, isOver, isTaken, type UpdateRun } from '../updates/run.ts';
import type { ManifestServer } from './manifestServer.ts';
import { keyOf } from './model/targets.ts';
import type { Notices } from './notices.ts';

/** Whose devices a connection leads to now; undefined where there is none of the name. */
export function ownerIn(engine: Engine, connection: string): string | undefined {
  const found = engine.connections.find(({ profile }) => profile.name === connection);
  return found && ownerOf(found.profile);
}

/** Ends with its own `dispose`. */
export function watchDrift(
  engine: Engine,
  server: ManifestServer,
  notices: Notices,
  history: History,
): DriftWatch {
  const drift = new DriftWatch({
    plan: (params) => server.plan(params),
    isBusy: ({ connection, device }) =>
      engine.runs.some(
        (run) =>
          run.connection === connection &&
          run.device === device &&
          run.operation !== 'refresh' &&
          !isOver(run),
      ),
    owner: (connection) => ownerIn(engine, connection),
    setSync: ({ connection, device }, sync) => engine.setSync(connection, device, sync),
    fail: (error) => notices.log(error),
  });
  compareWithApplied(engine, drift);
  /** Devices of which it was looked up what was applied before this window was opened. */
  const recalled = new Set<string>();
  engine.onInventory(({ inventory, ...place }) => {
    const owner = ownerIn(engine, place.connection);
    const key = JSON.stringify([owner, keyOf(place)]);
    if (drift.lastApplied(place) !== undefined || recalled.has(key)) {
      drift.heard(place, inventory);
      return;
    }
    recalled.add(key);
    const compare = async () => {
      const found = await lastApplied(history, place, owner);
      if (found.kind !== 'found' || drift.lastApplied(place) !== undefined) return;
      drift.applied(place, found.applied);
      drift.heard(place, inventory);
    };
    compare().catch((error: unknown) => notices.log(error));
  });
  return drift;
}

/** Of runs that ended longer ago nothing is heard any more. */
const mostEnded = 1000;

/** What the device has taken is what it is compared with, and its first report can come before the end is known here. */
function compareWithApplied(engine: Engine, drift: DriftWatch): void {
  /** What was reported while one went on is half done; what is reported after its end is what counts. */
  const ended = new Set<string>();
  /** Of each that goes on, what counted before: an owner can deny it. */
  const before = new Map<string, AppliedManifest | undefined>();
  engine.onRun((run: UpdateRun) => {
    if (run.operation !== 'apply' || !isTaken(run) || ended.has(run.id)) return;
    const { connection, device, manifest, subject = run.operation } = run;
    const place = { connection, device };
    if (!before.has(run.id)) before.set(run.id, drift.lastApplied(place));
    const applied = before.get(run.id);
    if (isOver(run)) {
      ended.add(run.id);
      before.delete(run.id);
    }
    const [oldest] = ended;
    if (ended.size > mostEnded && oldest !== undefined) ended.delete(oldest);
    if (changedNothing(run)) drift.withdrawn(place, applied);
    else drift.applied(place, { manifest: manifestText(manifest), name: subject });
  });
}
