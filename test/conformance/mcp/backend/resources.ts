// The resources of the conforming backend, and its one template.
import { type ReadResourceResult, type Resource, ResourceNotFoundError } from '@modelcontextprotocol/server';
import { PNG } from './media.ts';

export const resourceDefinitions: Resource[] = [
  { uri: 'test://static-text', name: 'static-text', description: 'Text', mimeType: 'text/plain' },
  { uri: 'test://static-binary', name: 'static-binary', description: 'A picture', mimeType: 'image/png' },
  {
    uri: 'test://watched-resource',
    name: 'watched-resource',
    description: 'Changes',
    mimeType: 'text/plain',
  },
];

export const templateDefinitions = [
  {
    uriTemplate: 'test://template/{id}/data',
    name: 'template',
    description: 'Data by id',
    mimeType: 'application/json',
  },
];

const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/;

/** @throws ResourceNotFoundError when nothing has that URI */
export function readResource(uri: string): ReadResourceResult {
  const text = textOf(uri);
  if (text !== undefined) return { contents: [{ uri, ...text }] };
  if (uri === 'test://static-binary') return { contents: [{ uri, mimeType: 'image/png', blob: PNG }] };
  throw new ResourceNotFoundError(uri);
}

function textOf(uri: string): { mimeType: string; text: string } | undefined {
  const id = TEMPLATE.exec(uri)?.[1];
  if (id !== undefined) {
    const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
    return { mimeType: 'application/json', text };
  }
  if (uri === 'test://static-text') {
    return { mimeType: 'text/plain', text: 'This is the content of the static text resource.' };
  }
  if (uri === 'test://watched-resource') return { mimeType: 'text/plain', text: 'Watched resource content' };
  return undefined;
}
