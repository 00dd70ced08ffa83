import { describe, expect, it } from 'vitest';
import {
  deviceIdProblem,
  deviceIdsProblem,
  freeName,
  nameProblem,
  urlProblem,
} from '../../../client/src/ui/model/newConnection.ts';

describe('what is typed for a new connection', () => {
  it.each(['mqtt://localhost:1883', 'mqtts://broker.example', 'wss://broker.example/mqtt'])(
    'takes the address %s',
    (url) => expect(urlProblem(url)).toBeUndefined(),
  );

  it.each(['', 'localhost', 'http://broker.example', 'mqtt://me:secret@broker.example'])(
    'does not take %j as an address, and says what is wanted',
    (url) => expect(urlProblem(url)).toMatch(/mqtt:\/\/|username/),
  );

  it('takes the messaging network of the sandbox', () => {
    expect(urlProblem('amqps://hono.eclipseprojects.io:15671')).toBeUndefined();
  });

  it.each([
    'mqtts://hono.eclipseprojects.io:8883',
    'wss://hono.eclipseprojects.io',
    'amqps://hono.eclipseprojects.io',
  ])('does not take %s, where only devices belong, and names the address that is meant', (url) =>
    expect(urlProblem(url)).toContain('amqps://hono.eclipseprojects.io:15671'),
  );

  it('does not repeat a password that was typed into the address', () => {
    expect(urlProblem('mqtt://me:secret@broker.example')).not.toContain('secret');
  });

  it('takes a name once', () => {
    expect(nameProblem('lab', ['field'])).toBeUndefined();
    expect(nameProblem('lab', ['lab'])).toContain('already');
    expect(nameProblem('', [])).toBeDefined();
  });

  it('takes device ids between commas or blanks, and names the one that is none', () => {
    expect(deviceIdsProblem('')).toBeUndefined();
    expect(deviceIdsProblem('edge:a, edge:b')).toBeUndefined();
    expect(deviceIdsProblem('edge:a, b')).toContain('"b"');
    expect(deviceIdProblem('')).toContain('nothing');
  });

  it('has a name that is free', () => {
    expect(freeName('lab', ['field'])).toBe('lab');
    expect(freeName('lab', ['lab', 'lab 2'])).toBe('lab 3');
  });
});
