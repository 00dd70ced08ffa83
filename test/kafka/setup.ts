/** One broker for the tests of all files: each test has a tenant of its own. */
import type { TestProject } from 'vitest/node';
import type { Certificates } from '../integration/certificates.ts';
import { type Ports, startBroker } from './broker.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    ports: Ports;
    certificates: Certificates;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const broker = await startBroker();
  project.provide('ports', broker.ports);
  project.provide('certificates', broker.certificates);
  return () => broker.remove();
}
