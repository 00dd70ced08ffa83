/** Modules, sent through our own transport and followed by our own tracker, on the real software-update. */
import { expect, it } from 'vitest';
import { installValue } from '../../client/src/protocol/installValue.ts';
import { request } from '../integration/engineUnderTest.ts';
import { startBus } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { described, kantoEngine } from './engine.ts';
import { startSoftwareUpdate } from './softwareUpdate.ts';
import { serveArtifacts, startConnector } from './surroundings.ts';

await describeWithDaemon('software-update', 'the real software-update', () => {
  it('installs a module up to FINISHED_SUCCESS', async () => {
    const bus = await startBus();
    await startConnector(bus);
    await startSoftwareUpdate(bus);
    const server = await serveArtifacts({ '/install.sh': '#!/bin/sh\nexit 0\n' });
    const engine = await kantoEngine(bus);
    const value = installValue({ name: 'hello', version: '1', ...server.artifact('/install.sh') });
    const run = await engine.send(request(described(value, 'root')));
    expect(run.finished).toMatchObject({ status: 'FINISHED_SUCCESS', ok: true });
    expect(server.asked).toEqual(['/install.sh']);
  });
});
