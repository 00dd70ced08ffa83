/** container-management as far as updates go: the update agent and the containers' thing, in one process. */
import type { FetchArtifact } from '../artifacts.ts';
import type { Process, Program } from '../daemon.ts';
import { Mutex } from '../go/sync.ts';
import { startContainersAgent } from './agent.ts';
import type { Container } from './container.ts';
import type { ContainerEngine } from './engine.ts';
import { containerFeature, stateProperty } from './feature.ts';
import type { OperationContext } from './operation.ts';
import { ContainersSoftware } from './softwareUpdatable.ts';
import { ContainersThing, notFound } from './things.ts';

export interface ContainerManagementOptions
  extends Pick<OperationContext, 'engine' | 'timing' | 'systemContainers' | 'mapOrder'> {
  /** `<device>:edge:containers`; undefined where the device does not know who it is. */
  readonly thingId: string | undefined;
  readonly tenantId: string;
  readonly fetchArtifact: FetchArtifact;
  readonly newId: () => string;
}

const factoryDefinition = 'com.bosch.iot.suite.edge.containers:ContainerFactory:1.3.0';

/** Milliseconds for writing a container's id to disk, which is done between telling of it and of its state. */
const storeTime = 2;

export function containerManagementProgram(options: ContainerManagementOptions): Program {
  return async (process) => {
    if (options.thingId !== undefined) await startThing(process, options, options.thingId);
    await startContainersAgent(process, options);
  };
}

async function startThing(
  process: Process,
  options: ContainerManagementOptions,
  thingId: string,
): Promise<void> {
  const thing = new ContainersThing(process, thingId, options.tenantId);
  const software = new ContainersSoftware({ ...options, process, thing });
  await thing.listen();
  await registerFactory(process, thing, options.engine);
  await software.register();
  observe(process, options.engine, thing, software);
}

async function registerFactory(
  process: Process,
  thing: ContainersThing,
  engine: ContainerEngine,
): Promise<void> {
  for (const container of engine.list()) await addContainer(process, thing, container);
  await thing.setFeature('ContainerFactory', { definition: [factoryDefinition] }, unsimulated(process));
}

/** Two listeners hear of each event, each in its own time. */
function observe(
  process: Process,
  engine: ContainerEngine,
  thing: ContainersThing,
  software: ContainersSoftware,
): void {
  const forSoftware = new Mutex();
  const forFactory = new Mutex();
  engine.observe((event, container) => {
    process.log(`container ${container.name} (${container.image.name}) ${event}`);
    process.go(() => forSoftware.run(() => software.onEngineEvent(event, container)));
    process.go(() =>
      forFactory.run(async () => {
        if (event === 'created') await addContainer(process, thing, container);
        await tellState(thing, container);
        if (event === 'removed') await thing.removeFeature(featureId(container));
      }),
    );
  });
}

async function addContainer(process: Process, thing: ContainersThing, container: Container): Promise<void> {
  await thing.setFeature(featureId(container), containerFeature(container), unsimulated(process));
  await process.sleep(storeTime);
}

async function tellState(thing: ContainersThing, container: Container): Promise<void> {
  if (container.state === null) return;
  await thing.setProperty(featureId(container), 'status/state', stateProperty(container.state));
}

function featureId({ id }: Container): string {
  return `Container:${id}`;
}

/** Containers are driven by updates here; their own operations are a real device's. */
function unsimulated(process: Process) {
  return (operation: string) => {
    process.log(`the operation ${operation} of container features is not simulated.`);
    return notFound(`unsupported operation ${operation}`);
  };
}
