/** What an issue report tells, and what it does not. */
import { expect, it } from 'vitest';
import { parseProfile } from '../../../client/src/connections/profiles.ts';
import { issueReport } from '../../../client/src/ui/model/issueReport.ts';

const parsed = parseProfile(
  {
    name: 'plant',
    url: 'amqps://hono.secret-company.example:15671',
    tenant: 'acme',
    username: 'jane@ACME',
    registry: { url: 'https://registry.secret-company.example:28443', username: 'reader' },
  },
  'It',
);

const log = `2026-01-01 10:00:00.000 [info] ● plant  connected to hono.secret-company.example
2026-01-01 10:00:01.000 [trace] {"whole":"message of acme:gateway-7"}
2026-01-01 10:00:02.000 [info] → command/acme/acme:gateway-7 apply, activity 42, replanting
2026-01-01 10:00:03.000 [error] jane@ACME was refused by the broker, password=hunter2
2026-01-01 10:00:04.000 [warning] registry.secret-company.example:28443 refuses reader`;

const report = (more = {}) =>
  issueReport({
    versions: ['VS Code 1.100.0'],
    settings: { 'kanto.response.timeout': 30 },
    profiles: parsed.profile === undefined ? [] : [parsed.profile],
    devices: ['acme:gateway-7'],
    log,
    ...more,
  });

it('has versions, changed settings, the kinds of connections and the last of the log', () => {
  const text = report();
  expect(text).toContain('- VS Code 1.100.0');
  expect(text).toContain('"kanto.response.timeout": 30');
  expect(text).toContain('- amqp (amqps), mode things, addressing auto, with a user, with a device registry');
  expect(text).toContain('connection-1  connected to host-1');
  expect(text).toContain('apply, activity 42, replanting');
});

it('names no host, user, tenant, connection, device or password, and leaves whole messages out', () => {
  expect(report()).not.toMatch(/secret-company|jane|reader|acme|\bplant\b|gateway-7|hunter2|whole/i);
});

it('is not ended by what stands in the log', () => {
  expect(report({ log: 'a ``` b' }).match(/```/g)).toHaveLength(4);
});

it('keeps the last lines of a long log', () => {
  const long = Array.from({ length: 500 }, (_, index) => `[info] line ${index}`).join('\n');
  expect(report({ log: long })).toContain('line 499');
  expect(report({ log: long })).not.toContain('line 400');
});
