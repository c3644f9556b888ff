// Tools whose schemas must arrive as they are: JSON Schema 2020-12, and a mirrored argument.
import type { Tool } from '@modelcontextprotocol/server';
import { type ConformanceTool, text, tool } from './tool.ts';

const full = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
} as Tool['inputSchema'];

const mirrored = {
  type: 'object',
  properties: { region: { type: 'string', 'x-mcp-header': 'Region' }, query: { type: 'string' } },
} as Tool['inputSchema'];

export const schemaTools: readonly ConformanceTool[] = [
  tool(
    'json_schema_2020_12_tool',
    'Tool with JSON Schema 2020-12 features',
    (args) => text(JSON.stringify(args)),
    full,
  ),
  tool(
    'test_mirrored_argument',
    'Has an argument that stands in a header too',
    (args) => text(JSON.stringify(args)),
    mirrored,
  ),
];
