import { readVocabularies } from '../../../../server/src/schema/vocabularies.ts';
import { createLanguageService, type LanguageService } from '../../../../server/src/service.ts';
import { vocabularies } from './desiredStateFaults.ts';

/** A service that knows the vocabulary of the domain in which faults of vocabularies are planted. */
export function plantedService(): LanguageService {
  const service = createLanguageService();
  service.configure({ domains: readVocabularies(vocabularies).vocabularies });
  return service;
}
