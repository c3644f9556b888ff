// Room `issuers`: agents that arrive with a token.
import type { HostsModel } from '../hosts/model.ts';
import type { Room } from '../room.ts';
import { generateIssuers } from './generate.ts';
import type { IssuersModel } from './model.ts';
import { resolveIssuers } from './resolve.ts';
import { audienceIsIssuer } from './rules/audience-is-issuer.ts';
import { cannotReadJwks } from './rules/cannot-read-jwks.ts';
import { changingName } from './rules/changing-name.ts';
import { duplicateIssuer } from './rules/duplicate-issuer.ts';
import { issuerSecret } from './rules/literal-secret.ts';
import { issuerPlaintext } from './rules/plaintext.ts';
import { issuerUrl } from './rules/url.ts';

export const issuers: Room<'issuers', IssuersModel, { readonly hosts: HostsModel }> = {
  key: 'issuers',
  resolve: resolveIssuers,
  rules: [
    audienceIsIssuer,
    cannotReadJwks,
    changingName,
    duplicateIssuer,
    issuerSecret,
    issuerPlaintext,
    issuerUrl,
  ],
  generate: generateIssuers,
};
