/** An engine with the tree of its devices, as the extension wires them, and an editor that draws what it is told to. */
import { performance } from 'node:perf_hooks';
import type { ConnectionProfile } from '../../../client/src/connections/profile.ts';
import { createEngine, type Engine } from '../../../client/src/engine.ts';
import { createBatch } from '../../../client/src/ui/model/batch.ts';
import { DeviceTree } from '../../../client/src/ui/model/deviceTree.ts';
import { currentTarget } from '../../../client/src/ui/model/targets.ts';
import { ShownTree } from '../../unit/ui/shownTree.ts';

const connection = 'fleet';
/** Milliseconds between two drawings, as of the tree in the editor. */
const interval = 100;

const pins = {};

export class WatchedFleet {
  readonly #url: string;
  readonly #batch;
  #onDrawn: () => void = () => undefined;
  readonly engine: Engine;
  readonly tree: DeviceTree;
  readonly shown: ShownTree;
  /** Messages that came from the broker, and when the last one did. */
  received = 0;
  lastHeard = 0;
  /** How often the editor was told to draw anything anew. */
  treeEvents = 0;
  /** Milliseconds that this took at most. */
  longestDrawing = 0;

  constructor(url: string) {
    this.#url = url;
    this.engine = createEngine({
      password: async () => undefined,
      passphrase: async () => undefined,
      registryPassword: async () => undefined,
      readFile: () => Promise.reject(new Error('no file is read')),
      describe: () => Promise.reject(new Error('nothing is sent')),
    });
    const { engine } = this;
    this.tree = new DeviceTree({ engine, isSimulated: () => false, pins: () => pins, sources: [] });
    this.shown = new ShownTree(this.tree);
    const batch = createBatch<'all' | 'some'>(interval, (changes) => this.#draw(changes));
    engine.onConnections(() => batch.add('all'));
    engine.onDevices(({ connection, id }) => {
      this.tree.changes.touch({ connection, device: id });
      batch.add('some');
    });
    engine.onWire(({ direction }) => {
      if (direction === 'out') return;
      this.received += 1;
      this.lastHeard = performance.now();
    });
    this.#batch = batch;
  }

  async connect(): Promise<void> {
    const profile: ConnectionProfile = {
      name: connection,
      url: this.#url,
      devices: [],
      mode: 'things',
      addressing: 'auto',
      protocolVersion: 5,
      keepAlive: 30,
    };
    await this.engine.configure([profile]);
    await this.engine.connect(connection);
  }

  #draw(changes: ReadonlySet<'all' | 'some'>): void {
    const start = performance.now();
    const { changes: due } = this.tree;
    const elements = changes.has('all') ? due.takeAll() : due.take();
    currentTarget(this.engine, []);
    if (elements?.length !== 0) {
      this.treeEvents += 1;
      this.shown.refresh(elements);
      this.longestDrawing = Math.max(this.longestDrawing, performance.now() - start);
    }
    if (due.isWaiting) this.#batch.add('some');
    else this.#onDrawn();
  }

  /** Milliseconds until everything is drawn after such a change. */
  drawnAfter(change: () => void): number {
    const start = performance.now();
    change();
    this.tree.changes.takeAll();
    this.shown.refresh(undefined);
    return performance.now() - start;
  }

  /** Resolves once so many messages have come. */
  untilReceived(messages: number): Promise<void> {
    return new Promise((resolve) => {
      const listening = this.engine.onWire(() => {
        if (this.received < messages) return;
        listening.dispose();
        resolve();
      });
    });
  }

  /** Resolves after the next drawing, when all that was heard before it is drawn. */
  untilDrawn(): Promise<void> {
    return new Promise((resolve) => {
      this.#onDrawn = resolve;
      this.#batch.add('some');
    });
  }

  async dispose(): Promise<void> {
    this.#batch.dispose();
    await this.engine.dispose();
  }
}
