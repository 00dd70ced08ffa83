/** What each message of many makes a daemon do: a real one or a simulated one, each on a bus of its own. */

import { forThisTest } from '../integration/forThisTest.ts';
import { startScriptedDevice } from '../integration/scriptedDevice.ts';
import type { Heard, KantoBus } from './bus.ts';

export interface Said {
  readonly topic: string;
  readonly text: string;
}

export interface Reaction {
  /** The process ended. */
  readonly crashed: boolean;
  /** All that the daemon said because of the message, in order. */
  readonly said: readonly Said[];
}

/** A daemon that can die and come again. */
export interface Subject {
  readonly bus: KantoBus;
  /** Resolves when it dies the next time. */
  died(): Promise<unknown>;
  /** Resolves when it takes commands again. */
  revive(): Promise<unknown>;
}

/** A message whose last effect is known: sent after another one, nothing more comes of that once the effect is there. */
export interface Probe extends Said {
  readonly isLast: (said: Said) => boolean;
}

export interface Protocol {
  /** Topics on which the daemon, and nobody else, speaks. */
  readonly isOfDaemon: (topic: string) => boolean;
  /** One after the other. `id` was never used before, and all that the probe makes the daemon say holds it. */
  readonly probes: readonly ((id: string) => Probe)[];
}

const probeId = /"probe-\d+"/;

/** Sends a message, and waits until nothing more comes of it. One at a time. */
export type React = (message: Said) => Promise<Reaction>;

export async function reactionsOf(subject: Subject, { isOfDaemon, probes }: Protocol): Promise<React> {
  const { bus } = subject;
  const voice = await forThisTest(startScriptedDevice(bus.url, [], () => undefined));
  const nextDeath = () => subject.died().then(() => 'died' as const);
  let serial = 0;
  let death = nextDeath();

  /** Index of the next message that is wanted; undefined where the daemon dies before it. */
  const find = async (from: number, wanted: (said: Said) => boolean, end?: Promise<'died'>) => {
    for (let at = from; ; at++) {
      while (at >= bus.heard.length) {
        const next = bus.next(() => true);
        if ((await (end ? Promise.race([next, end]) : next)) === 'died') return undefined;
      }
      const said = bus.heard[at];
      if (said && wanted(said)) return at;
    }
  };
  /** Index of the end of all that was said before now. */
  const mark = async (from: number): Promise<number | undefined> => {
    const topic = `mark/${serial++}`;
    await voice.say(topic, '');
    return find(from, (said) => said.topic === topic);
  };

  return async ({ topic, text }) => {
    const from = bus.heard.length;
    await voice.say(topic, text);
    let end: number | undefined = from;
    for (const probeOf of probes) {
      const id = `probe-${serial++}`;
      const probe = probeOf(id);
      await voice.say(probe.topic, probe.text);
      end = await find(end, probe.isLast, death);
      if (end === undefined) break;
    }
    const crashed = end === undefined;
    const all: readonly Heard[] = bus.heard.slice(from, end ?? (await mark(from)));
    if (crashed) {
      await subject.revive();
      death = nextDeath();
    }
    return {
      crashed,
      said: all.filter(({ topic, text }) => isOfDaemon(topic) && !probeId.test(text)),
    };
  };
}
