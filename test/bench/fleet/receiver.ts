/** A process of its own: hears a fleet, and tells what that took. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { parseFilter } from '../../../client/src/devices/deviceFilter.ts';
import { WatchedFleet } from './watched.ts';

/** What one round showed. Times are milliseconds, sizes bytes. */
export interface Heard {
  readonly received: number;
  readonly devices: number;
  readonly leftOut: number;
  /** Of the event loop: at most, and in 99 of 100 cases. */
  readonly idle: Delays;
  readonly busy: Delays;
  /** Processor time for each message, microseconds. */
  readonly cost: number;
  readonly peakMemory: number;
  readonly perDevice: number;
  /** What is left of that once the connection is gone. */
  readonly keptPerDevice: number;
  readonly treeEvents: number;
  readonly rowsDrawn: number;
  readonly firstPaint: number;
  readonly longestDrawing: number;
  readonly filtered: number;
  readonly grouped: number;
  /** From the last message published until the last one heard. */
  readonly behind: number;
}

interface Delays {
  readonly p99: number;
  readonly most: number;
}

/** Milliseconds in which nothing comes before it is measured, and of silence after which nothing more is waited for. */
const quiet = 3000;

process.once('message', (url: string) => void hear(url));

async function hear(url: string): Promise<void> {
  const fleet = new WatchedFleet(url);
  const { engine, tree } = fleet;
  await fleet.connect();
  const idle = watchLoop();
  await delay(quiet);
  const idleDelays = idle();
  const empty = heap();
  const busy = watchLoop();
  const before = process.cpuUsage();
  const ended = new Promise<number>((resolve) => process.once('message', resolve));
  process.send?.('ready');
  const published = await ended;
  const end = performance.now();
  for (let known = -1; known !== fleet.received && fleet.received < published; ) {
    known = fleet.received;
    await delay(quiet);
  }
  const behind = fleet.received < published ? Number.NaN : fleet.lastHeard - end;
  const busyDelays = busy();
  const { user, system } = process.cpuUsage(before);
  const peakMemory = process.resourceUsage().maxRSS * 1024;
  const { treeEvents, longestDrawing } = fleet;
  const rowsDrawn = fleet.shown.rows;
  const devices = engine.deviceCount('fleet');
  const leftOut = engine.connections[0]?.leftOut ?? 0;
  const firstPaint = fleet.drawnAfter(() => undefined);
  const filtered = fleet.drawnAfter(() => {
    tree.shown.filter = parseFilter('state:failed');
  });
  const grouped = fleet.drawnAfter(() => {
    tree.shown.filter = [];
    tree.shown.grouping = 'state';
  });
  const full = heap();
  await engine.configure([]);
  fleet.drawnAfter(() => undefined);
  // What was still on its way has come to its end by then.
  await delay(quiet);
  const heard: Heard = {
    ...{ received: fleet.received, devices, leftOut, idle: idleDelays, busy: busyDelays, behind },
    ...{ cost: (user + system) / fleet.received, peakMemory, treeEvents, rowsDrawn, longestDrawing },
    ...{ firstPaint, filtered, grouped },
    perDevice: (full - empty) / devices,
    keptPerDevice: Math.max(0, heap() - empty) / devices,
  };
  process.send?.(heard);
  await fleet.dispose();
  process.disconnect();
}

/** Watches the event loop until it is asked. */
function watchLoop(): () => Delays {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  return () => {
    histogram.disable();
    return { p99: histogram.percentile(99) / 1e6, most: histogram.max / 1e6 };
  };
}

/** Bytes that are in use. */
function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
