import { describe, expect, it } from 'vitest';
import { mostDevices, Room } from '../../../client/src/devices/room.ts';
import { growth } from '../timing.ts';

/** Takes away what gives way, as the store does, and tells what it was. */
function madeRoom(room: Room, spared = ''): string[] {
  const gone: string[] = [];
  for (const { id, what } of room.excess(spared)) {
    gone.push(`${what} ${id}`);
    if (what === 'twin') room.weigh(id, { twin: 0, rest: 20_000_000 });
    else room.delete(id);
  }
  return gone;
}

const heavy = { twin: 30_000_000, rest: 20_000_000 };

describe('where devices take too much room', () => {
  it('what they said word by word goes first, then they themselves, the longest silent first', () => {
    const room = new Room();
    for (const id of ['a', 'b', 'c']) {
      room.put(id, false, true);
      room.weigh(id, heavy);
    }
    room.put('a', false, true);
    expect(madeRoom(room, 'c')).toEqual(['twin b', 'twin a']);
    for (const id of ['d', 'e', 'f']) {
      room.put(id, false, true);
      room.weigh(id, { twin: 0, rest: 20_000_000 });
    }
    expect(madeRoom(room, 'f')).toEqual(['twin c', 'device b']);
    expect(madeRoom(room)).toEqual([]);
  });

  it('one that somebody has asked for stays as it is', () => {
    const room = new Room();
    for (const id of ['asked', 'other', 'last']) {
      room.put(id, id === 'asked', true);
      room.weigh(id, heavy);
    }
    expect(madeRoom(room)).toEqual(['twin other', 'twin last']);
    room.put('asked', false, true);
    room.weigh('more', { twin: 0, rest: 30_000_000 });
    expect(madeRoom(room)).toEqual(['twin asked']);
  });

  it('those that have said nothing go before all others', () => {
    const room = new Room();
    for (let n = 0; n < mostDevices; n++) room.put(`heard ${n}`, false, true);
    room.put('listed', false, false);
    expect(madeRoom(room)).toEqual(['device listed']);
    room.put('new', false, true);
    expect(madeRoom(room, 'new')).toEqual(['device heard 0']);
  });

  it('to find out costs no more among ten thousand than among a hundred', () => {
    const many = full(10_000);
    const few = full(100);
    const words = (room: Room, size: number) => () => {
      for (let n = 0; n < 20_000; n++) {
        const id = `device ${n % size}`;
        room.put(id, n % 2 === 0, true);
        room.weigh(id, { twin: 100 + (n % 3), rest: 10 });
        madeRoom(room, id);
      }
    };
    expect(growth(7, words(few, 100), words(many, 10_000))).toBeLessThan(5);
  });
});

function full(size: number): Room {
  const room = new Room();
  for (let n = 0; n < size; n++) room.put(`device ${n}`, n % 2 === 0, true);
  return room;
}
