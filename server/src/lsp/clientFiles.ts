/** Files that the client reads for the server: it knows which folders are trusted, and what lies in virtual ones. */
import type { Connection } from 'vscode-languageserver/node';
import { type FileText, type FileTextsParams, fileTextsRequest } from '../messages.ts';
import type { ReadFiles } from './configurations.ts';

export function readClientFiles(connection: Connection): ReadFiles {
  return async (uris) => {
    const params: FileTextsParams = { uris };
    const answer = await connection.sendRequest<readonly (FileText | null)[]>(fileTextsRequest, params);
    return uris.map((_, index) => answer[index] ?? undefined);
  };
}
