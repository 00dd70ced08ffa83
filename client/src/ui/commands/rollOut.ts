/** Roll Out to Devices…: one manifest to a selection of devices, planned and agreed to as a whole, sent in waves. */
import { randomBytes } from 'node:crypto';
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { Engine } from '../../engine.ts';
import { newRollout } from '../../rollout/create.ts';
import type { RolloutParts } from '../../rollout/rollout.ts';
import type { Place } from '../../rollout/types.ts';
import { manifestText } from '../../updates/devicePlan.ts';
import { visible, withoutLinks } from '../../words/visible.ts';
import { count } from '../../words/words.ts';
import type { Connector } from '../connector.ts';
import type { DevicesTree } from '../devicesTree.ts';
import { type Chosen, chooseManifest, manifestNow, originOf } from '../manifestChoice.ts';
import type { ManifestServer } from '../manifestServer.ts';
import { isNamedSoftware } from '../model/manifestFiles.ts';
import { devicesOfRows } from '../model/rolloutDevices.ts';
import type { Rollouts } from '../model/rollouts.ts';
import type { Notices } from '../notices.ts';
import { type Asked, mayBegin, planAll, type RolloutPlans } from '../rolloutAsking.ts';
import { pickDevices } from '../rolloutDevicePicker.ts';
import { askOptions } from '../rolloutPicker.ts';
import { mayBeSent } from '../sendQuestions.ts';
import { isTrusted } from '../trust.ts';

export interface RollOutParts {
  readonly engine: Engine;
  readonly server: ManifestServer;
  readonly connector: Connector;
  readonly notices: Notices;
  readonly tree: DevicesTree;
  readonly rollouts: Rollouts;
  readonly rolloutPlans: RolloutPlans;
}

/**
 * `subject`: a document (Uri), a row of the view Devices, or nothing for the active editor; `detail`: all rows that are
 * selected there. Resolves with the id of what has begun.
 */
export async function rollOut(
  parts: RollOutParts,
  subject: unknown,
  detail: unknown,
): Promise<string | undefined> {
  if (!isTrusted()) return undefined;
  const { engine, server, connector, tree } = parts;
  const title = t('Roll Out to Devices');
  const chosen = await chooseManifest(server, subject, undefined, {
    title,
    placeHolder: t('Desired state to roll out'),
    fits: (path) => !isNamedSoftware(path),
  });
  if (chosen === undefined || !isApply(chosen) || !(await mayBeSent(chosen))) return undefined;
  const rows = devicesOfRows(engine, Array.isArray(detail) ? detail : [subject], tree.filter);
  const places = await pickDevices(parts, `${title}: ${chosen.name}`, rows, tree.filter);
  if (places === undefined) return undefined;
  const options = await askOptions(`${chosen.name} → ${count(places.length, 'device')}`);
  if (options === undefined) return undefined;
  for (const name of connectionsOf(places)) if (!(await connector.open(name))) return undefined;
  return planAndBegin(parts, chosen, (manifest) =>
    newRollout(newId(), places, options, rolloutParts(parts, chosen, manifest)),
  );
}

/** What has changed while the user was asked is planned and asked about again. */
async function planAndBegin(
  parts: RollOutParts,
  chosen: Chosen,
  make: (manifest: Chosen['manifest']) => ReturnType<typeof newRollout>,
): Promise<string | undefined> {
  for (let manifest = await manifestNow(parts.server, chosen); ; ) {
    const rollout = make(manifest);
    const agreed =
      (await planAll(rollout)) &&
      (await mayBegin(rollout, parts.rolloutPlans, asked(parts, rollout, manifest)));
    const now = agreed ? await manifestNow(parts.server, chosen) : manifest;
    if (agreed && manifestText(now).text === manifestText(manifest).text) {
      const { number, document } = chosen;
      const origin = { uri: document.uri.toString(), ...(number !== undefined && { number }) };
      // Not awaited: it may take days, and pauses where a person has to look.
      void parts.rollouts.begin(rollout, origin).catch((error: unknown) => parts.notices.error(error));
      return rollout.id;
    }
    await rollout.dispose();
    if (!agreed || !(await mayBeSent({ ...chosen, manifest: now }))) return undefined;
    manifest = now;
  }
}

function asked(
  { engine }: RollOutParts,
  { devices }: ReturnType<typeof newRollout>,
  manifest: Chosen['manifest'],
): Asked {
  const names = connectionsOf(devices);
  const isProtected = (name: string) =>
    engine.connections.some(({ profile }) => profile.name === name && profile.protected === true);
  const contradictions = devices.flatMap(({ connection, device }) =>
    engine.contradictions({ connection, device, manifest }),
  );
  const corrections = contradictions.map(({ field, written }) =>
    t('What the file says as {0}, {1}, is made to fit each device.', field, visible(written)),
  );
  return {
    protectedConnections: names.filter(isProtected),
    corrections: [...new Set(corrections)].slice(0, mostCorrections),
  };
}

/** A modal is no place to scroll. */
const mostCorrections = 5;

function connectionsOf(places: readonly Place[]): readonly string[] {
  return [...new Set(places.map(({ connection }) => connection))];
}

/** Begins with the time, so that ids are in its order. */
function newId(): string {
  const time = new Date().toISOString().replaceAll(/[-:]|\..*/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

export function rolloutParts(
  { engine, server }: Pick<RollOutParts, 'engine' | 'server'>,
  chosen: Chosen,
  manifest: Chosen['manifest'],
): RolloutParts {
  const origin = originOf(chosen);
  return {
    engine,
    plan: (params) => server.plan(params),
    manifest,
    name: chosen.name,
    ...(origin && { origin }),
  };
}

function isApply({ manifest, name }: Chosen): boolean {
  const { kind } = manifest;
  if (kind === undefined || (kind.operation === 'apply' && kind.role === 'request')) return true;
  const words = t(
    '{0} is for {1}, and only a desired state is rolled out.',
    name,
    kind.operation ?? t('nobody'),
  );
  void window.showErrorMessage(withoutLinks(words));
  return false;
}
