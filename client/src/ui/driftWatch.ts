/** Keeps the word on each device, in sync or drifted, up to date with what it reports. No notification ever tells of it. */
import { randomBytes } from 'node:crypto';
import { type Memento, type SecretStorage, Uri, workspace } from 'vscode';
import { ownerOf } from '../connections/profile.ts';
import type { Engine } from '../engine.ts';
import { AppliedMemory } from '../updates/appliedMemory.ts';
import { manifestText } from '../updates/devicePlan.ts';
import { DriftWatch } from '../updates/drift.ts';
import { isOver } from '../updates/run.ts';
import type { ManifestServer } from './manifestServer.ts';
import { keyOf } from './model/targets.ts';
import type { Notices } from './notices.ts';

const appliedKey = 'kanto.devices.applied';
/** In the secret storage. */
const fingerprintKey = 'kanto.applied.key';

/** `memory`: of the workspace. */
export function rememberApplied(
  engine: Engine,
  server: ManifestServer,
  memory: Memento,
  secrets: SecretStorage,
): AppliedMemory {
  return new AppliedMemory({
    key: async () => {
      const kept = await secrets.get(fingerprintKey);
      if (kept !== undefined) return kept;
      await secrets.store(fingerprintKey, randomBytes(32).toString('hex'));
      // Another window can have made one as well: the last counts for both.
      return (await secrets.get(fingerprintKey)) ?? '';
    },
    owner: (connection) => ownerIn(engine, connection),
    kept: () => memory.get(appliedKey),
    keep: (value) => memory.update(appliedKey, value),
    read: async ({ uri, number }) => {
      const document = await workspace.openTextDocument(Uri.parse(uri, true));
      return manifestText(await server.describe(document, number));
    },
  });
}

function ownerIn(engine: Engine, connection: string): string | undefined {
  const found = engine.connections.find(({ profile }) => profile.name === connection);
  return found && ownerOf(found.profile);
}

/** Ends with its own `dispose`. */
export function watchDrift(
  engine: Engine,
  server: ManifestServer,
  notices: Notices,
  memory: AppliedMemory,
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
  /** Devices of which it was looked up what was applied before this window was opened. */
  const recalled = new Set<string>();
  engine.onInventory(({ inventory, ...place }) => {
    const key = JSON.stringify([ownerIn(engine, place.connection), keyOf(place)]);
    if (drift.lastApplied(place) !== undefined || recalled.has(key)) {
      drift.heard(place, inventory);
      return;
    }
    recalled.add(key);
    const compare = async () => {
      const found = await memory.recall(place);
      if (found.kind !== 'found' || drift.lastApplied(place) !== undefined) return;
      drift.applied(place, found.applied);
      drift.heard(place, inventory);
    };
    compare().catch((error: unknown) => notices.log(error));
  });
  return drift;
}
