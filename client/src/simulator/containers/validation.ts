/**
 * What the device refuses, in its words and order; the first fault is the error
 * (container-management: containerm/util/containers_validation.go).
 */
import {
  type Container,
  ContainerError,
  type HostConfig,
  type LogConfig,
  type Resources,
  type RestartPolicy,
} from './container.ts';
import { sizeInBytes } from './sizes.ts';

const nameForm = /^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$/;
const reservedHostForm = /^([^\n]+):host_ip(_([^\n]+))?$/;
const variableForm = /^[a-zA-Z_]([a-zA-Z0-9_]*)(|=([^\n]*))$/;
const propagationModes = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/** @throws ContainerError with the device's message */
export function validateContainer(container: Container): void {
  if (container.image.name === '') refuse('the containers image configuration is invalid');
  if (container.name !== '' && !nameForm.test(container.name)) {
    refuse(`invalid container name format : ${container.name}`);
  }
  for (const mount of container.mounts ?? []) {
    if (mount.source === '' || mount.destination === '') {
      refuse('source and destination must be set for a mount point');
    }
    if (!propagationModes.includes(mount.propagationMode)) {
      refuse('propagation mode must be set to one of the supported modes');
    }
  }
  if (container.hostConfig === null) refuse('the containers host config is mandatory and is missing');
  else validateHostConfig(container.hostConfig);
  for (const variable of container.config?.env ?? []) {
    if (!variableForm.test(variable)) {
      refuse(`invalid environmental variable declaration provided : ${variable}`);
    }
  }
}

function validateHostConfig(host: HostConfig): void {
  if (host.privileged && host.devices !== null) refuse(together('specified devices'));
  if (host.privileged && host.extraCapabilities !== null) refuse(together('extra capabilities'));
  validateNetworking(host);
  for (const device of host.devices ?? []) {
    if (device.pathOnHost === '' || device.pathInContainer === '') {
      refuse('both path on the host and in the container must be specified for a device mapping');
    }
  }
  if (host.logConfig !== null) validateLogConfig(host.logConfig);
  validateRestartPolicy(host.restartPolicy);
  validateResources(host.resources);
}

function together(what: string): string {
  return `cannot create the container as privileged and with ${what} at the same time - choose one of the options`;
}

function validateNetworking(host: HostConfig): void {
  if (host.networkMode !== 'host' && host.networkMode !== 'bridge') {
    refuse(`unsupported network mode ${host.networkMode}`);
  }
  if (host.networkMode !== 'host') return;
  if ((host.portMappings ?? []).length > 0) refuse('cannot use port mappings when in host network mode');
  if ((host.extraHosts ?? []).some((extra) => reservedHostForm.test(extra))) {
    refuse('cannot use the host_ip reserved key or any of its modifications when in host network mode');
  }
}

function validateLogConfig({ driver, mode }: LogConfig): void {
  if (driver !== null) {
    if (driver.type !== 'json-file' && driver.type !== 'none') refuse('unsupported log driver configuration');
    if (driver.type === 'json-file') {
      if (driver.maxFiles < 1) refuse('max log files cannot be < 1');
      if (driver.maxSize === '') refuse('max logs size must be set');
      if (sizeInBytes(driver.maxSize) === undefined)
        refuse(`invalid format of max logs size - ${driver.maxSize}`);
    }
  }
  if (mode !== null) {
    if (mode.mode !== 'blocking' && mode.mode !== 'non-blocking')
      refuse('unsupported log mode configuration');
    if (mode.mode === 'non-blocking') {
      if (mode.maxBufferSize === '') refuse('max buffer size must be set');
      if (sizeInBytes(mode.maxBufferSize) === undefined) {
        refuse(`invalid format of max buffer size - ${mode.maxBufferSize}`);
      }
    }
  }
}

/** @throws ContainerError */
export function validateRestartPolicy(policy: RestartPolicy | null): void {
  if (policy === null) return;
  if (!['no', 'unless-stopped', 'on-failure', 'always'].includes(policy.type)) {
    refuse(`unsupported restart policy type ${policy.type}`);
  }
  if (policy.type === 'on-failure') {
    if (policy.maximumRetryCount < 0) refuse('restart policy max retry count cannot be negative');
    if (policy.retryTimeout < 0) refuse('restart policy retry timeout cannot be negative');
  } else if (policy.maximumRetryCount !== 0) {
    refuse(`cannot use max retry count when the restart policy is ${policy.type}`);
  }
}

const minimumMemory = 3 * 1024 * 1024;

/** @throws ContainerError */
export function validateResources(resources: Resources | null): void {
  if (resources === null) return;
  const { memory, memoryReservation, memorySwap } = resources;
  const bytes = (size: string, what: string) =>
    size === '' ? 0 : (sizeInBytes(size) ?? refuse(`invalid format of ${what} - ${size}`));
  const limit = bytes(memory, 'memory');
  const reservation = bytes(memoryReservation, 'memory reservation');
  const swap = memorySwap === '-1' ? -1 : bytes(memorySwap, 'swap memory');
  if (limit > 0 && limit < minimumMemory) refuse('minimum memory allowed is 3M');
  if (swap > 0) {
    if (memory === '') refuse(`swap memory - ${memorySwap}, memory must be set as well`);
    if (limit > swap) refuse(`swap memory - ${memorySwap} is less than memory - ${memory}`);
  }
  if (reservation > 0 && memory !== '' && reservation > limit) {
    refuse(`reservation memory - ${memoryReservation} must be lower than memory - ${memory}`);
  }
}

function refuse(message: string): never {
  throw new ContainerError(message);
}
