/** List Registered Devices: asks the device registries of the open connections anew; the tree shows what they list. */
import { window } from 'vscode';
import type { Engine } from '../../engine.ts';
import { FaultError } from '../../errors.ts';
import { views } from '../contributions.ts';
import type { Notices } from '../notices.ts';
import { isTrusted } from '../trust.ts';

/** Names of the open connections that have a device registry. */
export function connectionsWithRegistry({ connections }: Pick<Engine, 'connections'>): string[] {
  return connections
    .filter(({ profile, state }) => profile.registry !== undefined && state.kind === 'connected')
    .map(({ profile }) => profile.name);
}

/** Those of one connection where that is named. */
export async function listRegistered(
  { engine, notices }: { readonly engine: Engine; readonly notices: Notices },
  names: readonly string[] = connectionsWithRegistry(engine),
): Promise<void> {
  if (!isTrusted()) return;
  const states = await window.withProgress({ location: { viewId: views.devices } }, () =>
    Promise.all(names.map(async (name) => ({ name, state: await engine.listRegistered(name) }))),
  );
  for (const { name, state } of states) {
    // Not awaited: the notification may stay as long as the user likes.
    if (state?.kind === 'failed') void notices.error(new FaultError(state.fault), name);
  }
}
