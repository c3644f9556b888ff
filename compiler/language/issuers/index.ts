// Room `issuers`: agents that arrive with a token.
import type { Room } from '../room.ts';
import { generateIssuers } from './generate.ts';
import type { IssuersModel } from './model.ts';
import { resolveIssuers } from './resolve.ts';

export const issuers: Room<'issuers', IssuersModel, object> = {
  key: 'issuers',
  resolve: resolveIssuers,
  rules: [],
  generate: generateIssuers,
};
