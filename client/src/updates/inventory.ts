/** What a device runs, asked of itself. It holds the values of environment variables in the clear. */
import { t } from '@vscode/l10n';
import type { Connection, ReportedInventory } from '../connections/connection.ts';
import { FaultError, fault } from '../errors.ts';
import type { Listen } from '../events.ts';
import type { News } from '../protocol/news.ts';
import { deviceOf } from '../protocol/thing.ts';
import { aborted, sleep } from '../timing.ts';
import type { UpdateRun } from './run.ts';
import { unheardReport } from './sendFaults.ts';

/** Milliseconds after a connection stands in which the broker hands out what it has kept for this client. */
export const handingOut = 1000;

export interface InventoryParts {
  readonly connection: Pick<Connection, 'profile' | 'connect' | 'lastState' | 'devices' | 'transport'>;
  /** What the devices of this connection say. */
  readonly onNews: Listen<News>;
  /** Makes the device report its state. */
  readonly refresh: () => Promise<UpdateRun>;
}

/**
 * The inventory as the device reports it now; in direct mode, where that can hold the device up for a minute, as it
 * last reported it.
 * @throws FaultError where the device does not report it, and what connecting can fail with
 */
export async function askInventory(
  device: string,
  parts: InventoryParts,
  signal?: AbortSignal,
): Promise<ReportedInventory> {
  const isDirect = parts.connection.profile.mode === 'direct';
  if (isDirect) return (await lastState(device, parts.connection, signal)) ?? refreshed(device, parts);
  await parts.connection.connect(signal);
  // The report is an event: without them it would be waited for in vain.
  const { hearsEvents, eventsRefused } = parts.connection.transport;
  if (!hearsEvents) throw new FaultError(unheardReport(device, eventsRefused));
  return refreshed(device, parts);
}

/** The broker keeps the state and hands it out as soon as the connection stands. */
async function lastState(
  device: string,
  connection: InventoryParts['connection'],
  signal: AbortSignal | undefined,
): Promise<ReportedInventory | undefined> {
  await connection.connect(signal);
  if (connection.lastState(device)) return connection.lastState(device);
  const over = new AbortController();
  const heard = new Promise<void>((resolve) => {
    const listening = connection.devices.onChange(
      () => connection.devices.get(device)?.inventory && resolve(),
    );
    over.signal.addEventListener('abort', () => listening.dispose(), { once: true });
  });
  await Promise.race([heard, sleep(handingOut, over.signal), aborted(signal, over.signal)]);
  over.abort();
  return connection.lastState(device);
}

async function refreshed(device: string, { onNews, refresh }: InventoryParts): Promise<ReportedInventory> {
  const reported = new Map<string, ReportedInventory>();
  const listening = onNews((news) => {
    if (news.kind !== 'state' || deviceOf(news.thing) !== device) return;
    reported.set(news.state.activityId, { inventory: news.state.inventory, time: Date.now() });
  });
  try {
    const { activityId, fault: ended } = await refresh();
    const inventory = reported.get(activityId);
    if (inventory) return inventory;
    throw new FaultError(ended ?? fault('update-silent', t('{0} reported no inventory.', device)));
  } finally {
    listening.dispose();
  }
}
