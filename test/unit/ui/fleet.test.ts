import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../client/src/devices/deviceFilter.ts';
import { DeviceStore } from '../../../client/src/devices/store.ts';
import { DeviceTree } from '../../../client/src/ui/model/deviceTree.ts';
import { idOf, messageOf } from '../../bench/fleet/messages.mjs';
import { growth, repeated } from '../timing.ts';
import { connected, status } from './samples.ts';
import { ShownTree } from './shownTree.ts';

/** Messages between two drawings, as of 5,000 a second. */
const batch = 500;

/** So many devices, heard and drawn. */
class Fleet {
  readonly store = new DeviceStore('fleet');
  readonly tree: DeviceTree;
  readonly shown: ShownTree;
  readonly size: number;
  #said = 0;
  #time = 0;

  constructor(size: number) {
    this.size = size;
    const { store } = this;
    const engine = {
      connections: [status('fleet', connected)],
      devices: () => store.list(),
      deviceCount: () => store.size,
      device: (_: string, id: string) => store.get(id),
    };
    const pins = {};
    this.tree = new DeviceTree({ engine, isSimulated: () => false, pins: () => pins, sources: [] });
    this.shown = new ShownTree(this.tree);
    store.onChange((id) => this.tree.changes.touch({ connection: 'fleet', device: id }));
    this.#speak(size);
    this.drawAll();
  }

  drawAll(): void {
    this.shown.refresh(this.tree.changes.takeAll());
  }

  /** Hears so many messages, each device speaking in turn, and draws what changed. */
  hear(messages: number): void {
    for (let left = messages; left > 0; left -= batch) {
      this.#speak(Math.min(batch, left));
      this.#time += 100;
      this.shown.refresh(this.tree.changes.take(this.#time));
    }
  }

  #speak(messages: number): void {
    for (let n = 0; n < messages; n++, this.#said++) {
      const { topic, payload } = messageOf(this.#said % this.size, Math.floor(this.#said / this.size));
      const json: unknown = JSON.parse(payload);
      this.store.hear({ address: topic, raw: payload, json, retained: false, time: this.#said });
    }
  }
}

const few = new Fleet(100);
const many = new Fleet(10_000);

describe('ten thousand devices', { timeout: 120_000 }, () => {
  it('are no more than a hundred to a message: it costs at most three times as much', () => {
    const words = (fleet: Fleet) => () => fleet.hear(batch);
    expect(growth(6, words(few), words(many))).toBeLessThan(3);
  });

  it('of them only those are drawn that are on the page', () => {
    const before = many.shown.rows;
    many.hear(10_000);
    // Each device speaks once: a page of 500 is drawn at most once more, and the list of them not at all.
    expect(many.shown.rows - before).toBeLessThanOrEqual(502);
  });

  it('a list, a filter or other groups of them cost at most as much more as there are more of them', () => {
    const filtered = (fleet: Fleet) => () => {
      fleet.tree.shown.filter = parseFilter('state:failed');
      fleet.drawAll();
      fleet.tree.shown.filter = [];
      fleet.tree.shown.grouping = 'state';
      fleet.drawAll();
      fleet.tree.shown.grouping = 'connection';
      fleet.drawAll();
    };
    expect(growth(4, repeated(100, filtered(few)), filtered(many))).toBeLessThan(1.5);
  });

  it('are found by what they are: one of a hundred has failed', () => {
    const failed = Array.from({ length: 100 }, (_, n) => idOf(n * 100 + 99));
    many.tree.shown.filter = parseFilter('state:failed');
    many.drawAll();
    expect(many.tree.shown.counts()).toEqual({ shown: 100, all: 10_000 });
    expect(many.shown.lines.filter((line) => failed.some((id) => line.includes(id)))).toHaveLength(100);
    many.tree.shown.filter = [];
    many.drawAll();
  });
});
