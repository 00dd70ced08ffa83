/** Every rule. The order is that of the documentation; diagnostics are sorted by place. */

import { booleanIgnored } from './container/booleanIgnored.ts';
import { componentIdFormat } from './container/componentIdFormat.ts';
import { componentIdMissing } from './container/componentIdMissing.ts';
import { componentIdPrefix } from './container/componentIdPrefix.ts';
import { configKeyMissing } from './container/configKeyMissing.ts';
import { configKeyRepeated } from './container/configKeyRepeated.ts';
import { configKeyUnknown } from './container/configKeyUnknown.ts';
import { deviceIgnored } from './container/deviceIgnored.ts';
import { deviceInvalid } from './container/deviceInvalid.ts';
import { envInvalid } from './container/envInvalid.ts';
import { hostNetworkConflict } from './container/hostNetworkConflict.ts';
import { hostUnusable } from './container/hostUnusable.ts';
import { imageEmpty } from './container/imageEmpty.ts';
import { imageMoving } from './container/imageMoving.ts';
import { imageUnpullable } from './container/imageUnpullable.ts';
import { logInvalid } from './container/logInvalid.ts';
import { logUnused } from './container/logUnused.ts';
import { memoryInvalid } from './container/memoryInvalid.ts';
import { mountIgnored } from './container/mountIgnored.ts';
import { mountInvalid } from './container/mountInvalid.ts';
import { networkUnsupported } from './container/networkUnsupported.ts';
import { numberIgnored } from './container/numberIgnored.ts';
import { placeholderLeft } from './container/placeholderLeft.ts';
import { portChanged } from './container/portChanged.ts';
import { portIgnored } from './container/portIgnored.ts';
import { privilegedWithDevices } from './container/privilegedWithDevices.ts';
import { restartInvalid } from './container/restartInvalid.ts';
import { restartUnused } from './container/restartUnused.ts';
import { secretExposed } from './container/secretExposed.ts';
import { versionImageMismatch } from './container/versionImageMismatch.ts';
import { versionMissing } from './container/versionMissing.ts';
import { activityIdMissing } from './desiredState/activityIdMissing.ts';
import { baselineReferenceDropped } from './desiredState/baselineReferenceDropped.ts';
import { baselineReferenceMissing } from './desiredState/baselineReferenceMissing.ts';
import { baselineReferenceRepeated } from './desiredState/baselineReferenceRepeated.ts';
import { baselineTitleRepeated } from './desiredState/baselineTitleRepeated.ts';
import { componentRepeated } from './desiredState/componentRepeated.ts';
import { containersEmpty } from './desiredState/containersEmpty.ts';
import { desiredStateMissing } from './desiredState/desiredStateMissing.ts';
import { domainConfigKeyUnknown } from './desiredState/domainConfigKeyUnknown.ts';
import { domainRepeated } from './desiredState/domainRepeated.ts';
import { domainsMissing } from './desiredState/domainsMissing.ts';
import { domainUnknown } from './desiredState/domainUnknown.ts';
import { hostContainerUnknown } from './desiredState/hostContainerUnknown.ts';
import { hostPortTaken } from './desiredState/hostPortTaken.ts';
import { imageUnpinned } from './desiredState/imageUnpinned.ts';
import { preconditionsUnused } from './desiredState/preconditionsUnused.ts';
import { selfUpdateInvalid } from './desiredState/selfUpdateInvalid.ts';
import { systemContainerListed } from './desiredState/systemContainerListed.ts';
import { systemContainersEmpty } from './desiredState/systemContainersEmpty.ts';
import { vocabularyKeyMissing } from './desiredState/vocabularyKeyMissing.ts';
import { vocabularyKeyUnknown } from './desiredState/vocabularyKeyUnknown.ts';
import { vocabularyValueInvalid } from './desiredState/vocabularyValueInvalid.ts';
import { consentUnclear } from './envelope/consentUnclear.ts';
import { contentType } from './envelope/contentType.ts';
import { correlationId } from './envelope/correlationId.ts';
import { headerName } from './envelope/headerName.ts';
import { headersMissing } from './envelope/headersMissing.ts';
import { headerType } from './envelope/headerType.ts';
import { messageFieldType } from './envelope/messageFieldType.ts';
import { pathMissing } from './envelope/pathMissing.ts';
import { pathUnknown } from './envelope/pathUnknown.ts';
import { responseNotRequired } from './envelope/responseNotRequired.ts';
import { topicMalformed } from './envelope/topicMalformed.ts';
import { topicMissing } from './envelope/topicMissing.ts';
import { topicThing } from './envelope/topicThing.ts';
import { topicUnusual } from './envelope/topicUnusual.ts';
import type { Rule } from './rule.ts';
import { archiveArtifacts } from './software/archiveArtifacts.ts';
import { artifactFileName } from './software/artifactFileName.ts';
import { artifactsMissing } from './software/artifactsMissing.ts';
import { checksumUnusable } from './software/checksumUnusable.ts';
import { checksumWeak } from './software/checksumWeak.ts';
import { decryptionInvalid } from './software/decryptionInvalid.ts';
import { decryptionKeyExposed } from './software/decryptionKeyExposed.ts';
import { downloadUnusable } from './software/downloadUnusable.ts';
import { fieldUnused } from './software/fieldUnused.ts';
import { moduleIdMissing } from './software/moduleIdMissing.ts';
import { modulesMissing } from './software/modulesMissing.ts';
import { operationIdMissing } from './software/operationIdMissing.ts';
import { plainHttp } from './software/plainHttp.ts';
import { softwareMissing } from './software/softwareMissing.ts';
import { softwareName } from './software/softwareName.ts';
import { urlScheme } from './software/urlScheme.ts';
import { keyAmbiguous } from './text/keyAmbiguous.ts';
import { keyLetterCase } from './text/keyLetterCase.ts';
import { keyRepeated } from './text/keyRepeated.ts';
import { nullEntry } from './text/nullEntry.ts';
import { reportUnusual } from './text/reportUnusual.ts';
import { unknownField } from './text/unknownField.ts';
import { wrongType } from './text/wrongType.ts';

export const rules: readonly Rule[] = [
  keyAmbiguous,
  keyLetterCase,
  keyRepeated,
  reportUnusual,
  unknownField,
  wrongType,
  consentUnclear,
  contentType,
  correlationId,
  headerName,
  headerType,
  headersMissing,
  messageFieldType,
  pathMissing,
  pathUnknown,
  responseNotRequired,
  topicMalformed,
  topicMissing,
  topicThing,
  topicUnusual,
  activityIdMissing,
  baselineReferenceDropped,
  baselineReferenceMissing,
  baselineReferenceRepeated,
  baselineTitleRepeated,
  componentRepeated,
  containersEmpty,
  desiredStateMissing,
  domainConfigKeyUnknown,
  domainRepeated,
  domainUnknown,
  domainsMissing,
  hostContainerUnknown,
  hostPortTaken,
  imageUnpinned,
  nullEntry,
  preconditionsUnused,
  selfUpdateInvalid,
  systemContainerListed,
  systemContainersEmpty,
  vocabularyKeyMissing,
  vocabularyKeyUnknown,
  vocabularyValueInvalid,
  booleanIgnored,
  componentIdFormat,
  componentIdMissing,
  componentIdPrefix,
  configKeyMissing,
  configKeyRepeated,
  configKeyUnknown,
  deviceIgnored,
  deviceInvalid,
  envInvalid,
  hostNetworkConflict,
  hostUnusable,
  imageEmpty,
  imageMoving,
  imageUnpullable,
  logInvalid,
  logUnused,
  memoryInvalid,
  mountIgnored,
  mountInvalid,
  networkUnsupported,
  numberIgnored,
  placeholderLeft,
  portChanged,
  portIgnored,
  privilegedWithDevices,
  restartInvalid,
  restartUnused,
  secretExposed,
  versionImageMismatch,
  versionMissing,
  archiveArtifacts,
  artifactFileName,
  artifactsMissing,
  checksumUnusable,
  checksumWeak,
  decryptionInvalid,
  decryptionKeyExposed,
  downloadUnusable,
  moduleIdMissing,
  modulesMissing,
  operationIdMissing,
  fieldUnused,
  plainHttp,
  softwareMissing,
  softwareName,
  urlScheme,
];
