/** Keeps the word on each device, in sync or drifted, up to date with what it reports. No notification ever tells of it. */
import type { Engine } from '../engine.ts';
import { DriftWatch } from '../updates/drift.ts';
import { isOver } from '../updates/run.ts';
import type { ManifestServer } from './manifestServer.ts';
import type { Notices } from './notices.ts';

/** Ends with its own `dispose`. */
export function watchDrift(engine: Engine, server: ManifestServer, notices: Notices): DriftWatch {
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
    setSync: ({ connection, device }, sync) => engine.setSync(connection, device, sync),
    fail: (error) => notices.log(error),
  });
  engine.onInventory(({ inventory, ...place }) => drift.heard(place, inventory));
  return drift;
}
